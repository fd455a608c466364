import { expect, test } from 'vitest';
import { paceOf, secondsBetween } from './pace.ts';

test('what is left takes as long as its share at the pace so far', () => {
  expect(paceOf({ share: 0.25, rows: 500 }, { seconds: 10 })).toEqual({
    percent: 25,
    rowsPerSecond: 50,
    remainingSeconds: 30,
  });
});

test('what another worker did before counts for the share, and not for the pace', () => {
  expect(paceOf({ share: 0.75, rows: 900 }, { seconds: 10, from: { share: 0.5, rows: 600 } })).toEqual({
    percent: 75,
    rowsPerSecond: 30,
    remainingSeconds: 10,
  });
});

test('nothing is said of what is not known', () => {
  const none = { rowsPerSecond: null, remainingSeconds: null };
  expect(paceOf({ share: null, rows: 0 }, { seconds: 10 })).toEqual({ percent: null, ...none });
  expect(paceOf({ share: 0, rows: 0 }, { seconds: 10 })).toEqual({ percent: 0, ...none });
  expect(paceOf({ share: 0.5, rows: 5 }, { seconds: 0 })).toEqual({ percent: 50, ...none });
  expect(paceOf({ share: null, rows: 5 }, { seconds: 5 })).toEqual({
    percent: null,
    rowsPerSecond: 1,
    remainingSeconds: null,
  });
  expect(paceOf({ share: 1.2, rows: 5 }, { seconds: 5 })).toMatchObject({
    percent: 100,
    remainingSeconds: 0,
  });
  expect(secondsBetween(null, '2026-01-01T00:00:00Z')).toBe(0);
  expect(secondsBetween('2026-01-01T00:00:00Z', '2026-01-01T00:00:01.5Z')).toBe(1.5);
});

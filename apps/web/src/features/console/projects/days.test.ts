import { expect, test } from 'vitest';
import { bandOf, lastDays } from './days.ts';

test('days without judgments are shown as none', () => {
  const days = lastDays(
    [
      { day: '2026-02-27', judgments: 3, annotators: 1 },
      { day: '2026-03-02', judgments: 5, annotators: 2 },
    ],
    60,
  );
  expect(days.map((day) => `${day.day} ${day.judgments}`)).toEqual([
    '2026-02-27 3',
    '2026-02-28 0',
    '2026-03-01 0',
    '2026-03-02 5',
  ]);
});

test('only the last days are kept, and no days are none', () => {
  const all = Array.from({ length: 30 }, (_, index) => ({
    day: `2026-01-${String(index + 1).padStart(2, '0')}`,
    judgments: index,
    annotators: 1,
  }));
  expect(lastDays(all, 7).map((day) => day.judgments)).toEqual([23, 24, 25, 26, 27, 28, 29]);
  expect(lastDays([], 7)).toEqual([]);
});

test('the band lies behind the last day, and a far end is cut', () => {
  const last = '2026-03-01';
  expect(bandOf(last, { date: '2026-03-05', low: '2026-03-03', high: '2026-03-08' }, 60)).toEqual({
    low: 2,
    middle: 4,
    high: 7,
    shown: 7,
    cut: false,
  });
  // A day that has begun is no more behind the last one than the next.
  expect(bandOf(last, { date: last, low: last, high: last }, 60)).toMatchObject({
    low: 1,
    high: 1,
    shown: 1,
  });
  expect(bandOf(last, { date: '2026-06-01', low: '2026-04-01', high: '2027-01-01' }, 60)).toEqual({
    low: 31,
    middle: null,
    high: 60,
    shown: 60,
    cut: true,
  });
  expect(bandOf(last, { date: '2026-03-20', low: '2026-03-10', high: null }, 60)).toMatchObject({
    high: 60,
    cut: true,
  });
  expect(bandOf(last, { date: '2027-03-01', low: '2027-01-01', high: null }, 60)).toBe(null);
});

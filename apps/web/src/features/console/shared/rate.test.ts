import { expect, test } from 'vitest';
import { addSample, rateOf } from './rate.ts';

test('the rate is that of the last seconds', () => {
  let samples = addSample([], { at: 0, value: 0 });
  expect(rateOf(samples)).toBeNull();
  samples = addSample(samples, { at: 1000, value: 500 });
  expect(rateOf(samples)).toBe(500);
  samples = addSample(samples, { at: 20_000, value: 600 });
  expect(rateOf(samples)).toBeNull();
  samples = addSample(samples, { at: 21_000, value: 700 });
  expect(rateOf(samples)).toBe(100);
});

test('a value that falls back starts afresh', () => {
  const samples = addSample(
    [
      { at: 0, value: 900 },
      { at: 1000, value: 1000 },
    ],
    { at: 2000, value: 10 },
  );
  expect(samples).toEqual([{ at: 2000, value: 10 }]);
});

import { expect, test } from 'vitest';
import { randomFrom } from '../numeric/random.ts';
import { medianInterval } from './median-interval.ts';

const upTo = (n: number): number[] => Array.from({ length: n }, (_, index) => index + 1);

test('it is between the ranks of the published table for the sign test', () => {
  // Conover (1999), table A3, two-sided 95%: the ranks counted from each end.
  const ranks = { 6: 1, 8: 1, 9: 2, 10: 2, 12: 3, 15: 4, 20: 6, 25: 8 };
  for (const [n, rank] of Object.entries(ranks).map(([n, rank]) => [Number(n), rank] as const))
    expect(medianInterval(upTo(n)).interval, `n = ${n}`).toEqual([rank, n - rank + 1]);
});

test('few values have a median and no interval, and none have neither', () => {
  expect(medianInterval([1, 2, 4, 5])).toEqual({ median: 3, interval: null, reason: 'too_few' });
  expect(medianInterval(upTo(5)).interval).toBeNull();
  expect(medianInterval([])).toEqual({ median: null, interval: null, reason: 'no_data' });
});

test('it covers the true median as often as it says, and not much oftener', () => {
  const random = randomFrom(5);
  let covered = 0;
  for (let round = 0; round < 2_000; round += 1) {
    // The median of this lopsided distribution is ln 2.
    const values = Float64Array.from({ length: 40 }, () => -Math.log(1 - random())).sort();
    const [low, high] = medianInterval(values).interval!;
    if (low <= Math.LN2 && Math.LN2 <= high) covered += 1;
  }
  expect(covered / 2_000).toBeGreaterThan(0.94);
  expect(covered / 2_000).toBeLessThan(0.98);
});

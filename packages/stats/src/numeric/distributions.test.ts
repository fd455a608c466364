import fc from 'fast-check';
import { expect, test } from 'vitest';
import { binomialFrom } from './binomial-random.ts';
import { fQuantile, fTail } from './f-distribution.ts';
import { chiSquaredTail, logChoose } from './gamma.ts';
import { quantileOfSorted } from './quantile.ts';
import { randomFrom } from './random.ts';
import { midranks, runLengths } from './ranks.ts';

test.each([
  // SciPy 1.17 f.ppf and f.sf
  [0.975, 5, 18, 3.381967805875243],
  [0.975, 18, 5, 6.361883204654352],
  [0.025, 3, 4.7, 0.06692986089588855],
  [0.999, 1, 1000, 10.891865559487956],
])('the %f-quantile of F(%f, %f)', (p, d1, d2, expected) => {
  expect(Math.abs(fQuantile(p, d1, d2) / expected - 1)).toBeLessThan(1e-10);
  expect(Math.abs(fTail(expected, d1, d2) - (1 - p))).toBeLessThan(1e-12);
});

test('tails of F', () => {
  expect(Math.abs(fTail(1.795, 5, 18) / 0.1647021938642649 - 1)).toBeLessThan(1e-11);
  expect(Math.abs(fTail(11.03, 5, 15) / 0.00013437785204911817 - 1)).toBeLessThan(1e-11);
  expect(Math.abs(fTail(80, 3, 200) / 4.8080636905013625e-34 - 1)).toBeLessThan(1e-10);
  expect(fTail(0, 3, 4)).toBe(1);
  fc.assert(
    fc.property(
      fc.double({ min: 0.001, max: 0.999, noNaN: true }),
      fc.integer({ min: 1, max: 500 }),
      fc.integer({ min: 1, max: 500 }),
      // The one is the other upside down.
      (p, d1, d2) => {
        expect(Math.abs(fQuantile(p, d1, d2) * fQuantile(1 - p, d2, d1) - 1)).toBeLessThan(1e-8);
      },
    ),
  );
});

test.each([
  [5, 0.3],
  [40, 0.1],
  [40, 0.9],
  [60, 0.5],
  [1_000, 0.02],
  [333_333, 0.0001],
  [333_333, 0.004],
  [333_333, 0.7],
])('binomial numbers of %f trials with probability %f', (n, p) => {
  const random = randomFrom(n);
  const draws = 20_000;
  const drawn = Array.from({ length: draws }, () => binomialFrom(random, n, p));
  // Ten cells of about the same probability, cut where the distribution function passes tenths.
  let [cumulative, expected, statistic, cells, from] = [0, 0, 0, 0, 0];
  for (let k = 0; k <= n; k += 1) {
    const chance = Math.exp(logChoose(n, k) + k * Math.log(p) + (n - k) * Math.log1p(-p));
    cumulative += chance;
    expected += chance * draws;
    const isLast = k === n;
    if (!isLast && (expected < draws / 10 || 1 - cumulative < 0.05)) continue;
    const seen = drawn.filter((one) => one >= from && one <= k).length;
    statistic += (seen - expected) ** 2 / expected;
    cells += 1;
    [expected, from] = [0, k + 1];
  }
  expect(chiSquaredTail(statistic, cells - 1)).toBeGreaterThan(1e-4);
  expect(drawn.every((one) => Number.isInteger(one) && one >= 0 && one <= n)).toBe(true);
});

test('certain binomial numbers', () => {
  const random = randomFrom(1);
  expect(binomialFrom(random, 0, 0.5)).toBe(0);
  expect(binomialFrom(random, 9, 0)).toBe(0);
  expect(binomialFrom(random, 9, 1)).toBe(9);
});

test('quantiles between order statistics', () => {
  const sorted = [1, 2, 4, 8];
  expect([0, 1 / 3, 0.5, 1].map((p) => quantileOfSorted(sorted, p))).toEqual([1, 2, 3, 8]);
  expect(quantileOfSorted([7], 0.3)).toBe(7);
});

test('ranks of equal values are their mean', () => {
  expect([...midranks([30, 10, 20, 20, 10, 10])]).toEqual([6, 2, 4.5, 4.5, 2, 2]);
  expect([...midranks([])]).toEqual([]);
  expect(runLengths([1, 1, 2, 3, 3, 3])).toEqual([2, 1, 3]);
});

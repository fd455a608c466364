import fc from 'fast-check';
import { expect, test } from 'vitest';
import { betaCdf, betaQuantile } from './beta.ts';
import { cholesky, choleskyInverse, choleskySolve } from './cholesky.ts';
import { chiSquaredTail, logChoose, logGamma } from './gamma.ts';
import { normalCdf, normalQuantile, normalTwoSided } from './normal.ts';
import { randomFrom } from './random.ts';

/** Relative, and absolute below 1. */
const near = (actual: number, expected: number, within = 1e-12): void => {
  const error = Math.abs(actual - expected) / Math.max(Math.abs(expected), 1e-300);
  expect(error, `${actual} for ${expected}`).toBeLessThan(within);
};

test('the gamma function at whole and half numbers', () => {
  let factorial = 1;
  for (let n = 1; n < 20; n += 1) {
    near(Math.exp(logGamma(n)), factorial, 1e-13);
    factorial *= n;
  }
  near(logGamma(0.5), Math.log(Math.PI) / 2);
  near(logChoose(100, 50), Math.log(1.0089134454556415e29), 1e-13);
  expect(logChoose(7, 0)).toBe(0);
});

test('tails of known values', () => {
  // R: pnorm(1.96), pnorm(-6), qnorm(0.975), qnorm(1e-10), pchisq(3.84, 1, lower = FALSE), pchisq(30.76, 19, lower = FALSE)
  near(normalCdf(1.96), 0.9750021048517795);
  near(normalCdf(-6), 9.865876450376981e-10);
  near(normalQuantile(0.975), 1.959963984540054, 1e-14);
  near(normalQuantile(1e-10), -6.361340902404056);
  near(normalTwoSided(-1.959963984540054), 0.05);
  near(chiSquaredTail(3.841458820694124, 1), 0.05);
  near(chiSquaredTail(200, 2), Math.exp(-100), 1e-13);
  expect(chiSquaredTail(0, 3)).toBe(1);
});

test('the beta distribution against its closed forms', () => {
  near(betaCdf(0.3, 1, 5), 1 - 0.7 ** 5, 1e-14);
  near(betaCdf(0.3, 5, 1), 0.3 ** 5, 1e-13);
  near(betaCdf(0.5, 40, 40), 0.5, 1e-13);
  // The sum of binomial outcomes is a beta tail.
  near(betaCdf(0.5, 8, 3), (45 + 10 + 1) / 1024, 1e-13);
});

test('quantiles are the inverse of their distribution functions', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }),
      fc.double({ min: 0.2, max: 2000, noNaN: true }),
      fc.double({ min: 0.2, max: 2000, noNaN: true }),
      (p, a, b) => {
        near(normalCdf(normalQuantile(p)), p, 1e-9);
        const x = betaQuantile(p, a, b);
        expect(Math.abs(betaCdf(x, a, b) - p)).toBeLessThan(1e-8);
      },
    ),
  );
});

test('a system of equations is solved, and one that cannot be is refused', () => {
  // 4 2 / 2 3
  const matrix = Float64Array.of(4, 2, 2, 3);
  const lower = cholesky(matrix, 2)!;
  expect([...choleskySolve(lower, Float64Array.of(8, 7))].map((x) => Math.round(x * 1e12) / 1e12)).toEqual([
    1.25, 1.5,
  ]);
  expect([...choleskyInverse(lower, 2)].map((x) => Math.round(x * 1e12) / 1e12)).toEqual([
    0.375, -0.25, -0.25, 0.5,
  ]);
  expect(cholesky(Float64Array.of(1, 1, 1, 1), 2)).toBeNull();
});

test('random numbers are the same for a seed and even', () => {
  const [one, other, third] = [randomFrom(7), randomFrom(7), randomFrom(8)];
  const drawn = Array.from({ length: 10_000 }, one);
  expect(drawn.slice(0, 100)).toEqual(Array.from({ length: 100 }, other));
  expect(drawn[0]).not.toBe(third());
  const tenths = Array.from({ length: 10 }, () => 0);
  for (const x of drawn) tenths[Math.floor(x * 10)]! += 1;
  // 6 standard deviations of a binomial count.
  for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(180);
});

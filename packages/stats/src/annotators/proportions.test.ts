import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectVector, vectorsOf } from '../vectors.fixture.ts';
import { accuracyLogOdds } from './accuracy-log-odds.ts';
import { binomialTest } from './binomial-test.ts';
import { benjaminiHochberg } from './benjamini-hochberg.ts';
import { binomialIntervals, differenceOfProportions, wilsonInterval, type Proportion } from './intervals.ts';
import { positionTest } from './position-test.ts';

test.each(vectorsOf('binomial_interval'))('$id', (vector) => {
  const { confidence } = vector.params as { confidence: number };
  expectVector(vector, binomialIntervals(vector.input as unknown as Proportion, confidence));
});

test.each(vectorsOf('binomial_test'))('$id', (vector) => {
  const { successes, trials, p } = vector.input as { successes: number; trials: number; p: number };
  expectVector(vector, { pValue: binomialTest(successes, trials, p) });
});

test.each(vectorsOf('benjamini_hochberg'))('$id', (vector) => {
  const { pValues } = vector.input as { pValues: number[] };
  const { alpha } = vector.params as { alpha: number };
  expectVector(vector, benjaminiHochberg(pValues, alpha));
});

const someProportion = fc
  .tuple(fc.integer({ min: 1, max: 400 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([trials, share]): Proportion => ({ successes: Math.round(share * trials), trials }));

describe('intervals of a proportion', () => {
  test('lie in 0..1, hold the proportion, and mirror when right and wrong are exchanged', () => {
    fc.assert(
      fc.property(someProportion, fc.constantFrom(0.8, 0.95, 0.99), ({ successes, trials }, confidence) => {
        const { reason, ...intervals } = binomialIntervals({ successes, trials }, confidence);
        const mirrored = binomialIntervals({ successes: trials - successes, trials }, confidence);
        expect(reason).toBeNull();
        for (const [name, interval] of Object.entries(intervals)) {
          const [low, high] = interval!;
          expect(low >= 0 && low < high && high <= 1, name).toBe(true);
          // The prior of the last pulls towards one half.
          if (name !== 'betaUniform')
            expect(low <= successes / trials && high >= successes / trials, name).toBe(true);
          const [lowest, highest] = mirrored[name as keyof typeof intervals]!;
          expect(Math.abs(low - (1 - highest)), name).toBeLessThan(1e-9);
          expect(Math.abs(high - (1 - lowest)), name).toBeLessThan(1e-9);
        }
      }),
    );
  });

  test('that of Clopper and Pearson ends where a one-sided test begins to reject', () => {
    const { clopperPearson } = binomialIntervals({ successes: 0, trials: 20 });
    expect(clopperPearson![1]).toBeCloseTo(1 - 0.025 ** (1 / 20), 12);
  });

  test('without trials there is none', () => {
    expect(binomialIntervals({ successes: 0, trials: 0 })).toEqual({
      wilson: null,
      clopperPearson: null,
      jeffreys: null,
      betaUniform: null,
      reason: 'no_data',
    });
    expect(wilsonInterval({ successes: 0, trials: 0 })).toBeNull();
  });
});

describe('the difference of two proportions', () => {
  // Newcombe 1998, Statistics in Medicine 17:873-890, table II, method 10.
  test.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 10, -0.2775, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
  ])('%i/%i - %i/%i', (x1, n1, x2, n2, low, high) => {
    const { difference, interval } = differenceOfProportions(
      { successes: x1, trials: n1 },
      { successes: x2, trials: n2 },
    );
    expect(difference).toBeCloseTo(x1 / n1 - x2 / n2, 14);
    expect(interval![0]).toBeCloseTo(low, 4);
    expect(interval![1]).toBeCloseTo(high, 4);
  });

  test('changes its sign when the two are exchanged, and stays within -1..1', () => {
    fc.assert(
      fc.property(someProportion, someProportion, (one, other) => {
        const { interval } = differenceOfProportions(one, other);
        const back = differenceOfProportions(other, one).interval!;
        expect(interval![0]).toBeCloseTo(-back[1], 12);
        expect(interval![0] >= -1 - 1e-12 && interval![1] <= 1 + 1e-12).toBe(true);
      }),
    );
  });

  test('needs trials of both', () => {
    const none = { successes: 0, trials: 0 };
    expect(differenceOfProportions(none, { successes: 1, trials: 2 })).toEqual({
      difference: null,
      interval: null,
      reason: 'no_data',
    });
  });
});

describe('the exact binomial test', () => {
  test('is the sum of all outcomes that are no likelier', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 40 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom(0.5, 0.1, 0.25, 0.62, 0.9),
        (trials, share, p) => {
          const seen = Math.round(share * trials);
          const pmf = [1];
          for (let n = 0; n < trials; n += 1)
            for (let k = n + 1; k >= 0; k -= 1)
              pmf[k] = (pmf[k] ?? 0) * (1 - p) + (k > 0 ? pmf[k - 1]! * p : 0);
          const sum = pmf
            .filter((one) => one <= pmf[seen]! * (1 + 1e-7))
            .reduce((total, one) => total + one, 0);
          expect(binomialTest(seen, trials, p)).toBeCloseTo(Math.min(1, sum), 10);
        },
      ),
    );
  });

  test('of large counts, of none, and of what cannot be', () => {
    // z = 4 at a million: the normal tail with the continuity correction, to a few parts in a thousand.
    expect(binomialTest(502_000, 1_000_000)).toBeCloseTo(6.34e-5, 6);
    expect(binomialTest(0, 0)).toBe(1);
    expect(binomialTest(1, 3, 0)).toBe(0);
    expect(binomialTest(3, 3, 1)).toBe(1);
  });
});

describe('many tests at once', () => {
  test('adjusted p-values keep the order, are never smaller, and are at most Bonferroni', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (pValues) => {
        const { adjusted, rejected } = benjaminiHochberg(pValues);
        pValues.forEach((p, i) => {
          expect(adjusted[i]).toBeGreaterThanOrEqual(p);
          expect(adjusted[i]).toBeLessThanOrEqual(Math.min(1, p * pValues.length + 1e-15));
          pValues.forEach((other, j) => {
            if (p < other) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j]!);
          });
        });
        expect(rejected).toBe(adjusted.filter((p) => p <= 0.05).length);
      }),
    );
  });

  test('one test stays as it is; none rejects nothing', () => {
    expect([...benjaminiHochberg([0.03]).adjusted]).toEqual([0.03]);
    expect(benjaminiHochberg([])).toEqual({ adjusted: new Float64Array(0), rejected: 0 });
  });
});

describe('the position test', () => {
  test('tells picks of a side, and when it could not have', () => {
    expect(positionTest({ left: 60, right: 40 })).toMatchObject({
      leftShare: 0.6,
      votesNeeded: 194,
      tooFewVotes: true,
      reason: null,
    });
    expect(positionTest({ left: 60, right: 40 }).pValue).toBeCloseTo(0.0569, 4);
    expect(positionTest({ left: 150, right: 50 })).toMatchObject({ tooFewVotes: false });
    expect(positionTest({ left: 6, right: 4 }, { share: 0.55 }).votesNeeded).toBe(783);
  });

  test('has nothing to say without picks', () => {
    expect(positionTest({ left: 0, right: 0 })).toEqual({
      leftShare: null,
      interval: null,
      pValue: null,
      votesNeeded: 194,
      tooFewVotes: true,
      reason: 'no_data',
    });
  });
});

test('log odds of an accuracy are finite for a clean record and change sign with right and wrong', () => {
  expect(accuracyLogOdds({ right: 10, wrong: 0 }).logOdds).toBeCloseTo(Math.log(21), 12);
  expect(accuracyLogOdds({ right: 3, wrong: 3 })).toEqual({
    logOdds: 0,
    standardError: Math.sqrt(2 / 3.5),
    reason: null,
  });
  expect(accuracyLogOdds({ right: 0, wrong: 0 })).toEqual({
    logOdds: null,
    standardError: null,
    reason: 'no_data',
  });
  fc.assert(
    fc.property(fc.nat(1000), fc.nat(1000), (right, wrong) => {
      const back = accuracyLogOdds({ right: wrong, wrong: right }).logOdds;
      const { logOdds } = accuracyLogOdds({ right, wrong });
      if (logOdds === null) expect(back).toBeNull();
      else expect(logOdds).toBeCloseTo(-back!, 12);
    }),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalQuantile } from '../numeric/normal.ts';
import { bradleyTerry } from './bradley-terry.ts';
import { comparisonsOf, drawComparisons, evenAbilities, joinedComparisons } from './comparisons.fixture.ts';
import { differenceOf, votesToSeparate } from './differences.ts';
import { eloPerLogAbility, onEloScale } from './elo.ts';
import { intervalsOf, rankRanges } from './intervals.ts';

test('intervals of one and of all at once', () => {
  const estimate = Float64Array.of(0, 1);
  const error = Float64Array.of(1, 2);
  const one = intervalsOf(estimate, error);
  expect(one.upper[1]).toBeCloseTo(1 + 2 * 1.959963984540054, 12);
  expect(one.lower[0]).toBeCloseTo(-1.959963984540054, 12);
  const all = intervalsOf(estimate, error, { level: 0.9, simultaneous: true });
  // Both hold with the chance of one squared.
  expect(all.upper[0]).toBeCloseTo(normalQuantile((1 + Math.sqrt(0.9)) / 2), 12);
});

test('all intervals at once hold as often as they say', () => {
  const truth = evenAbilities(8);
  let held = 0;
  for (let seed = 0; seed < 200; seed += 1) {
    const { fit } = bradleyTerry(drawComparisons({ logAbility: truth, votes: 2_000, seed }));
    const { lower, upper } = intervalsOf(fit!.estimate.logAbility, fit!.sandwichError!.logAbility, {
      simultaneous: true,
    });
    if (truth.every((ability, item) => lower[item]! <= ability && ability <= upper[item]!)) held += 1;
  }
  // Five standard deviations below 95% of 200.
  expect(held).toBeGreaterThan(174);
});

test('ranks: behind those wholly above, ahead of those wholly below', () => {
  const lower = Float64Array.of(3, 1, 0, -2);
  const upper = Float64Array.of(4, 2.5, 1, -1);
  expect(rankRanges({ lower, upper })).toEqual([
    { best: 1, worst: 1 },
    // Touches the third.
    { best: 2, worst: 3 },
    { best: 2, worst: 3 },
    { best: 4, worst: 4 },
  ]);
  expect(rankRanges({ lower: Float64Array.of(0, 0), upper: Float64Array.of(1, 1) })).toEqual([
    { best: 1, worst: 2 },
    { best: 1, worst: 2 },
  ]);
  expect(rankRanges({ lower: new Float64Array(), upper: new Float64Array() })).toEqual([]);
});

test('rank ranges hold the true ranks wherever the intervals hold the truth', () => {
  const truths = fc.uniqueArray(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(
      truths,
      fc.array(fc.tuple(fc.nat(40), fc.nat(40)), { minLength: 8, maxLength: 8 }),
      (truth, spans) => {
        const lower = Float64Array.from(truth, (one, item) => one - spans[item]![0]);
        const upper = Float64Array.from(truth, (one, item) => one + spans[item]![1]);
        rankRanges({ lower, upper }).forEach(({ best, worst }, item) => {
          const rank = 1 + truth.filter((one) => one > truth[item]!).length;
          expect(best).toBeLessThanOrEqual(rank);
          expect(worst).toBeGreaterThanOrEqual(rank);
        });
      },
    ),
  );
});

test('the scale of Elo: ten to one is 400 points', () => {
  expect(eloPerLogAbility * Math.log(10)).toBeCloseTo(400, 10);
  const logAbility = Float64Array.of(0, Math.log(10), -1);
  expect([...onEloScale(logAbility)].slice(0, 2).map(Math.round)).toEqual([1_000, 1_400]);
  const anchored = onEloScale(logAbility, { zero: logAbility[1]!, rating: 1_200 });
  expect(anchored[1]).toBe(1_200);
  expect(anchored[0]).toBeCloseTo(800, 10);
});

test('a difference has the error of its own votes, and is the same both ways with a minus', () => {
  const votes = comparisonsOf(2, [
    [0, 1, 1],
    [0, 1, 1],
    [0, 1, 1],
    [0, 1, -1],
  ]);
  const { fit } = bradleyTerry(votes);
  const one = differenceOf(fit!, 0, 1);
  expect(one.difference).toBeCloseTo(Math.log(3), 10);
  expect(one.probability).toBeCloseTo(0.75, 10);
  // The binomial error of log odds, 1 / sqrt(n p q).
  expect(one.modelError).toBeCloseTo(1 / Math.sqrt(0.75), 8);
  expect(one.sandwichError).toBeCloseTo(1 / Math.sqrt(0.75), 8);
  const other = differenceOf(fit!, 1, 0);
  expect(other.difference).toBeCloseTo(-one.difference, 12);
  expect(other.modelError).toBeCloseTo(one.modelError, 12);
  expect(differenceOf(fit!, 0, 0)).toEqual({
    difference: 0,
    probability: 0.5,
    modelError: 0,
    sandwichError: 0,
  });
});

test('as many votes as it says make the difference as many errors as it takes', () => {
  fc.assert(
    fc.property(joinedComparisons, fc.constantFrom(0.5, 0.8, 0.95), (comparisons, power) => {
      const { fit } = bradleyTerry(comparisons);
      const { difference, probability } = differenceOf(fit!, 0, 1);
      if (Math.abs(difference) < 1e-6) return;
      const { votes, reason } = votesToSeparate(fit!, { one: 0, other: 1, power });
      expect(reason).toBeNull();
      const z = normalQuantile(0.975) + normalQuantile(power);
      // Votes shared out as the estimate foretells leave it where it is.
      const errorsAfter = (more: number): number => {
        const count = new Float64Array(comparisons.a.length + 2).fill(1);
        count.set([more * probability, more * (1 - probability)], comparisons.a.length);
        const after = bradleyTerry({
          a: Int32Array.of(...comparisons.a, 0, 1),
          b: Int32Array.of(...comparisons.b, 1, 0),
          outcome: Int8Array.of(...comparisons.outcome, 1, 1),
          items: comparisons.items,
          count,
        });
        const now = differenceOf(after.fit!, 0, 1);
        return Math.abs(now.difference) / now.modelError;
      };
      expect(errorsAfter(votes!)).toBeGreaterThan(z * (1 - 1e-6));
      if (votes! > 0) expect(errorsAfter(votes! - 1)).toBeLessThan(z * (1 + 1e-6));
    }),
    { numRuns: 40 },
  );
});

test('equals are never told apart', () => {
  const { fit } = bradleyTerry(comparisonsOf(2, [[0, 1, 0]]));
  expect(votesToSeparate(fit!, { one: 0, other: 1 })).toEqual({ votes: null, reason: 'no_variation' });
});

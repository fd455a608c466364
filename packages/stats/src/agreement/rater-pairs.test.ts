import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type RatingTable, type Votes, votesOfRows, votesOfTable } from '../votes.ts';
import { cohenKappa } from './cohen.ts';
import { meanPairwiseKappa, raterPairs } from './rater-pairs.ts';
import { distance, rightBy, tables, votesOf } from './votes.fixture.ts';

const columnOf = (votes: Votes, rater: number): Int32Array => {
  const column = new Int32Array(votes.units).fill(-1);
  votes.unit.forEach((unit, vote) => {
    if (votes.rater[vote] === rater && column[unit]! < 0) column[unit] = votes.label[vote]!;
  });
  return column;
};

const expectEachByItself = (votes: Votes, weights: 'unweighted' | 'linear' | 'quadratic'): void => {
  const expected: [number, number][] = [];
  const pairs = raterPairs(votes, weights);
  for (let first = 0; first < votes.raters; first += 1) {
    for (let second = first + 1; second < votes.raters; second += 1) {
      const columns = {
        first: columnOf(votes, first),
        second: columnOf(votes, second),
        labels: votes.labels,
      };
      const { kappa, units, reason } = cohenKappa(columns, { weights });
      if (units === 0) continue;
      const pair = pairs[expected.length]!;
      expected.push([first, second]);
      expect(pair.sharedUnits).toBe(units);
      expect(distance(pair.agreement, cohenKappa(columns).observedAgreement!)).toBeLessThan(1e-12);
      expect(pair.reason).toBe(reason);
      if (kappa === null) expect(pair.kappa).toBeNull();
      else expect(distance(pair.kappa, kappa)).toBeLessThan(1e-10);
    }
  }
  expect(pairs.map(({ first, second }) => [first, second])).toEqual(expected);
};

test('every pair is Cohen’s kappa of its two columns', () => {
  fc.assert(
    fc.property(
      tables({ ratings: 4, missing: true }),
      fc.constantFrom('unweighted', 'linear', 'quadratic'),
      (table: RatingTable, weights) => expectEachByItself(votesOfTable(table), weights),
    ),
  );
});

test('of many raters too, who are not kept in a square', () => {
  const votes = votesOf({ seed: 5, units: 400, raters: 12, votesPerUnit: 4, labels: 2, say: rightBy(0.7) });
  expectEachByItself(votes, 'unweighted');
  const among = { ...votes, raters: 100_000, rater: votes.rater.map((rater) => rater * 8_000) };
  const [square, map] = [raterPairs(votes), raterPairs(among)];
  expect(map).toEqual(
    square.map((pair) => ({ ...pair, first: pair.first * 8_000, second: pair.second * 8_000 })),
  );
});

test('more pairs than there was room for at first', () => {
  const votes = votesOf({
    seed: 5,
    units: 3_000,
    raters: 500,
    votesPerUnit: 5,
    labels: 2,
    say: rightBy(0.7),
  });
  const pairs = raterPairs(votes);
  expect(pairs.length).toBeGreaterThan(1_024);
  expect(pairs.reduce((sum, pair) => sum + pair.sharedUnits, 0)).toBe(3_000 * 10);
});

test('the first vote of each rater on a unit counts', () => {
  const votes = votesOfRows(
    [
      ['u', 'ann', 0],
      ['u', 'bob', 0],
      ['u', 'bob', 1],
      ['u', 'ann', 1],
      ['v', 'bob', 1],
      ['v', 'ann', 0],
    ],
    2,
  );
  expect(raterPairs(votes)).toEqual([
    { first: 0, second: 1, sharedUnits: 2, agreement: 0.5, kappa: 0, reason: null },
  ]);
});

test('the mean weighs pairs by their shared units and leaves undefined ones out', () => {
  const pair = { first: 0, second: 1, agreement: 1, reason: null };
  const undefinedPair = { ...pair, sharedUnits: 50, kappa: null, reason: 'no_variation' } as const;
  expect(
    meanPairwiseKappa([
      { ...pair, sharedUnits: 10, kappa: 0.5, agreement: 0.8 },
      { ...pair, sharedUnits: 30, kappa: 0.9, agreement: 0.9 },
      undefinedPair,
    ]),
  ).toEqual({
    kappa: expect.closeTo(0.8, 12),
    agreement: expect.closeTo(0.875, 12),
    pairs: 2,
    sharedUnits: 40,
    undefinedPairs: 1,
    reason: null,
  });
  expect(meanPairwiseKappa([])).toMatchObject({ kappa: null, reason: 'no_overlap' });
  expect(meanPairwiseKappa([undefinedPair])).toMatchObject({
    kappa: null,
    undefinedPairs: 1,
    reason: 'no_variation',
  });
});

test('voters right by 80 in 100 on even truth have a mean kappa of 0.36', () => {
  const votes = votesOf({
    seed: 7,
    units: 40_000,
    raters: 25,
    votesPerUnit: 3,
    labels: 2,
    say: rightBy(0.8),
  });
  const mean = meanPairwiseKappa(raterPairs(votes));
  expect(distance(mean.kappa, 0.36)).toBeLessThan(0.015);
  expect(distance(mean.agreement, 0.68)).toBeLessThan(0.01);
  expect(mean.sharedUnits).toBe(120_000);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectVector, vectorsOf } from '../vectors.fixture.ts';
import { type RatingTable, votesOfTable } from '../votes.ts';
import { fleissKappa } from './fleiss.ts';
import {
  type Alpha,
  alphaOfPairs,
  coincidencesOf,
  krippendorffAlpha,
  type MeasurementLevel,
  scaleOf,
} from './krippendorff.ts';
import { distance, tables, votersRightBy, votesOf } from './votes.fixture.ts';

const levels = ['nominal', 'ordinal', 'interval', 'ratio'] as const;

test.each(vectorsOf('krippendorff_alpha'))('$id', (vector) => {
  const votes = votesOfTable(vector.input['ratings'] as RatingTable);
  expectVector(vector, krippendorffAlpha(votes, vector.params['level'] as MeasurementLevel));
});

const expectSame = (one: Alpha, other: Alpha): void => {
  expect(other.reason).toBe(one.reason);
  if (one.alpha === null) expect(other.alpha).toBeNull();
  else expect(distance(other.alpha, one.alpha)).toBeLessThan(1e-9);
};

const alphaOf = (table: RatingTable, level: MeasurementLevel): Alpha =>
  krippendorffAlpha(votesOfTable(table), level);

const mapped = (table: RatingTable, change: (value: number) => number): RatingTable =>
  table.map((row) => row.map((value) => (value === null ? null : change(value))));

test('it is what enumerating all pairs of votes gives', () => {
  fc.assert(
    fc.property(tables({ ratings: 4, missing: true }), (table) => {
      const units = table.map((row) => row.filter((value) => value !== null)).filter((row) => row.length > 1);
      const pool = units.flat();
      const rank = (value: number): number =>
        pool.filter((other) => other < value).length + pool.filter((other) => other === value).length / 2;
      const apart = {
        nominal: (a: number, b: number) => (a === b ? 0 : 1),
        ordinal: (a: number, b: number) => (rank(a) - rank(b)) ** 2,
        interval: (a: number, b: number) => (a - b) ** 2,
        ratio: (a: number, b: number) => ((a - b) / (a + b)) ** 2,
      };
      const meanOver = (values: readonly number[], by: (a: number, b: number) => number): number =>
        values.reduce((sum, a) => sum + values.reduce((inner, b) => inner + by(a, b), 0), 0) /
        (values.length * (values.length - 1));
      for (const level of levels) {
        const result = alphaOf(table, level);
        expect(result.pairableValues).toBe(pool.length);
        expect(result.pairableUnits).toBe(units.length);
        if (pool.length === 0) {
          expect(result).toMatchObject({
            alpha: null,
            observedDisagreement: null,
            expectedDisagreement: null,
          });
          continue;
        }
        const observed = units.reduce(
          (sum, values) => sum + (values.length / pool.length) * meanOver(values, apart[level]),
          0,
        );
        const expected = meanOver(pool, apart[level]);
        expect(distance(result.observedDisagreement, observed)).toBeLessThan(1e-9);
        expect(distance(result.expectedDisagreement, expected)).toBeLessThan(1e-9);
        if (expected === 0) expect(result.reason).toBe('no_variation');
        else expect(distance(result.alpha, 1 - observed / expected)).toBeLessThan(1e-9);
      }
    }),
  );
});

test('each level ignores what it does not measure', () => {
  fc.assert(
    fc.property(tables({ ratings: 5, missing: true }), (table) => {
      for (const level of levels) {
        const alpha = alphaOf(table, level);
        // Units and raters have no order.
        expectSame(alpha, alphaOf(table.map((row) => row.toReversed()).toReversed(), level));
        // 3, 6, 9, … mean the same to every level.
        expectSame(
          alpha,
          alphaOf(
            mapped(table, (value) => 3 * value),
            level,
          ),
        );
      }
      expectSame(
        alphaOf(table, 'nominal'),
        alphaOf(
          mapped(table, (value) => (value * 2) % 11),
          'nominal',
        ),
      );
      expectSame(
        alphaOf(table, 'ordinal'),
        alphaOf(
          mapped(table, (value) => value ** 3),
          'ordinal',
        ),
      );
      expectSame(
        alphaOf(table, 'ordinal'),
        alphaOf(
          mapped(table, (value) => -value),
          'ordinal',
        ),
      );
      expectSame(
        alphaOf(table, 'interval'),
        alphaOf(
          mapped(table, (value) => 7 - 0.1 * value),
          'interval',
        ),
      );
    }),
  );
});

test('of complete data the nominal alpha is Fleiss kappa corrected for the number of votes', () => {
  fc.assert(
    fc.property(tables({ ratings: 3, missing: false }), (table) => {
      const votes = votesOfTable(table);
      const { kappa } = fleissKappa(votes);
      const { alpha } = krippendorffAlpha(votes, 'nominal');
      const all = votes.unit.length;
      if (kappa === null) expect(alpha).toBeNull();
      else expect(distance(alpha, 1 - ((1 - kappa) * (all - 1)) / all)).toBeLessThan(1e-10);
    }),
  );
});

test('a unit of many votes is the same counted as paired', () => {
  const row = Array.from({ length: 60 }, (_, rater) => (rater * rater) % 5);
  const many = alphaOf([row, row.map((value) => (value + 1) % 5)], 'nominal');
  // The same votes on a scale so long that they are paired one by one.
  const paired = krippendorffAlpha(
    { ...votesOfTable([row, row.map((value) => (value + 1) % 5)]), labels: 300 },
    'nominal',
  );
  expectSame(many, paired);
});

test('one pass serves all levels', () => {
  const votes = votesOf({
    seed: 2,
    units: 500,
    raters: 9,
    votesPerUnit: 3,
    labels: 7,
    say: (truth, random) => Math.min(6, Math.max(0, Math.round(truth + 3 * random() - 1.5))),
  });
  const pairs = coincidencesOf(votes);
  for (const level of levels)
    expect(alphaOfPairs(pairs, scaleOf(votes, level))).toEqual(krippendorffAlpha(votes, level));
});

test('voters right by 80 in 100 on even truth have an alpha of 0.36', () => {
  const votes = votersRightBy(0.8);
  for (const level of levels)
    expect(distance(krippendorffAlpha(votes, level).alpha, 0.36)).toBeLessThan(0.015);
});

test('interval alpha is the share of variance that is not noise', () => {
  // Truth is even on 0..100, noise is the sum of two dice of 21 sides about 0: variances 850 and 2 * 36.67.
  const side = (random: () => number): number => Math.floor(21 * random()) - 10;
  const shifted = (truth: number, random: () => number): number => truth + 20 + side(random) + side(random);
  const votes = votesOf({
    seed: 4,
    units: 30_000,
    raters: 20,
    votesPerUnit: 3,
    labels: 101,
    say: shifted,
  });
  const wide = {
    ...votes,
    labels: 141,
    values: Float64Array.from({ length: 141 }, (_, label) => label - 20),
  };
  const [truth, noise] = [(101 ** 2 - 1) / 12, (2 * (21 ** 2 - 1)) / 12];
  expect(distance(krippendorffAlpha(wide, 'interval').alpha, truth / (truth + noise))).toBeLessThan(0.005);
});

test('edges', () => {
  const none = { alpha: null, observedDisagreement: null, expectedDisagreement: null };
  const zero = { pairableValues: 0, pairableUnits: 0 };
  expect(alphaOf([], 'ordinal')).toEqual({ ...none, ...zero, reason: 'no_data' });
  expect(alphaOf([[1], [2]], 'ordinal')).toEqual({ ...none, ...zero, reason: 'no_overlap' });
  expect(alphaOf([[0.1, 0.1, 0.1]], 'interval')).toEqual({
    alpha: null,
    observedDisagreement: 0,
    expectedDisagreement: 0,
    pairableValues: 3,
    pairableUnits: 1,
    reason: 'no_variation',
  });
  // A single vote elsewhere is not variation.
  expect(alphaOf([[1, 1], [2]], 'nominal').reason).toBe('no_variation');
  expect(alphaOf([[1, 2]], 'nominal').alpha).toBe(0);
  expect(() => alphaOf([[-1, 1]], 'ratio')).toThrow(RangeError);
  expect(
    alphaOf(
      [
        [0, 5],
        [5, 5],
      ],
      'ratio',
    ).observedDisagreement,
  ).toBe(0.5);
});

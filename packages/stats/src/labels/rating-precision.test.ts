import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomFrom } from '../numeric/random.ts';
import { precisionWeightedMean } from './precision-weighted-mean.ts';
import { type Ratings, ratingPrecision } from './rating-precision.ts';

/** Rows are units, columns raters; null: not rated. */
function table(rows: readonly (readonly (number | null)[])[]): Ratings {
  const all = rows.flatMap((row, unit) =>
    row.flatMap((value, rater) => (value === null ? [] : [{ unit, rater, value }])),
  );
  return {
    unit: Int32Array.from(all, ({ unit }) => unit),
    rater: Int32Array.from(all, ({ rater }) => rater),
    value: Float64Array.from(all, ({ value }) => value),
    units: rows.length,
    raters: rows[0]?.length ?? 0,
  };
}

const variances = (ratings: Ratings) =>
  ratingPrecision(ratings).found!.raters.map(({ variance }) => variance);

describe('precision', () => {
  test('says why there is none', () => {
    expect(ratingPrecision(table([]))).toEqual({ found: null, reason: 'no_data' });
    expect(
      ratingPrecision(
        table([
          [1, null],
          [null, 2],
        ]),
      ),
    ).toEqual({ found: null, reason: 'no_overlap' });
    expect(
      ratingPrecision(
        table([
          [3, 3],
          [1, 1],
        ]),
      ),
    ).toEqual({ found: null, reason: 'no_variation' });
  });

  test('of two raters each has half of what lies between them', () => {
    // Differences of 2: a mean square of 2 within each unit, of one degree of freedom.
    const { found } = ratingPrecision(
      table([
        [1, 3],
        [4, 2],
        [2, 4],
      ]),
    );
    expect(found).toMatchObject({ pooledVariance: 2, converged: true });
    for (const { variance } of found!.raters) expect(variance).toBeCloseTo(2, 6);
  });

  test('finds who is closer, drawn towards all, and nobody is surer than four usual ones', () => {
    const random = randomFrom(7);
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const deviations = [0.5, 1, 1, 2];
    const rows = Array.from({ length: 2_000 }, () => {
      const value = 3 * random();
      return deviations.map((deviation) => value + deviation * normal());
    });
    const found = variances(table(rows));
    [1, 1, 4].forEach((variance, at) => {
      expect(Math.abs(found[at + 1]! / variance - 1)).toBeLessThan(0.15);
    });
    // A quarter of the pooled variance, (0.25 + 1 + 1 + 4) / 4, is more than theirs.
    expect(found[0]! / (6.25 / 4 / 4)).toBeGreaterThan(0.9);
    expect(found[0]).toBeLessThan(found[1]! / 2);
    const few = variances(table(rows.slice(0, 2)));
    expect(Math.max(...few) / Math.min(...few)).toBeLessThan(Math.max(...found) / Math.min(...found));
  });

  test('is the same for any order of ratings, moves with the unit, and does not see where zero is', () => {
    const rating = fc.option(fc.integer({ min: 0, max: 10 }), { nil: null });
    fc.assert(
      fc.property(fc.array(fc.tuple(rating, rating, rating), { minLength: 2, maxLength: 8 }), (rows) => {
        const ratings = table(rows);
        const { found, reason } = ratingPrecision(ratings);
        const other = ratingPrecision(
          table(rows.toReversed().map((row) => row.map((one) => one && 2 * one))),
        );
        const moved = ratingPrecision({ ...ratings, value: ratings.value.map((one) => one + 5) });
        expect([other.reason, moved.reason]).toEqual([reason, reason]);
        found?.raters.forEach(({ variance, sharedRatings }, rater) => {
          expect(other.found!.raters[rater]!.variance).toBeCloseTo(4 * variance, 4);
          expect(moved.found!.raters[rater]!.variance).toBeCloseTo(variance, 6);
          expect(variance).toBeGreaterThanOrEqual(found.pooledVariance / 4);
          if (sharedRatings === 0) expect(variance).toBe(found.pooledVariance);
        });
      }),
    );
  });
});

describe('weighted mean', () => {
  test('leans to who is closer, with an interval narrower than that of either', () => {
    const found = precisionWeightedMean([
      { value: 4, variance: 0.5 },
      { value: 1, variance: 1 },
    ])!;
    expect(found.mean).toBeCloseTo(3, 12);
    // Weights 2 and 1.
    expect(found.interval[1] - found.mean).toBeCloseTo(1.959963984540054 / Math.sqrt(3), 9);
    expect(precisionWeightedMean([])).toBe(null);
    expect(() => precisionWeightedMean([{ value: 1, variance: 0 }])).toThrow(RangeError);
  });
});

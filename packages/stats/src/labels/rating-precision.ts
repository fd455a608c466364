import type { NotDefined } from '../not-defined.ts';

/** Numbers that raters gave to units, one per entry of parallel columns. */
export interface Ratings {
  readonly unit: Int32Array;
  readonly rater: Int32Array;
  readonly value: Float64Array;
  readonly units: number;
  readonly raters: number;
}

export interface RaterPrecision {
  /** Ratings of units that somebody else rated, too. */
  readonly sharedRatings: number;
  /** Of what they give around the value of a unit, in squares of the ratings' unit; the pooled one without shared ratings. */
  readonly variance: number;
}

export interface RatingPrecision {
  /** The mean square within units, as if everybody were as good, in squares of the ratings' unit. */
  readonly pooledVariance: number;
  readonly raters: readonly RaterPrecision[];
  readonly iterations: number;
  readonly converged: boolean;
}

/** The pooled variance stands on as many ratings of each rater. */
const PRIOR_RATINGS = 4;
/** Of the pooled variance the least that anybody has: no rating outweighs four of somebody usual. */
const LEAST = 1 / 4;
const MOST_ROUNDS = 500;
/** Of the pooled variance. */
const CLOSE = 1e-6;

/**
 * How closely each rater gives the value of a unit, learnt from units that several rated: a rating is the value of its unit plus an
 * error of the rater's own variance. The values are not known: each round takes them for the precision-weighted means of the ratings,
 * and the variances for the mean squares around these, with what the means themselves do not know (EM: Dempster, Laird and Rubin
 * 1977; numbers of a crowd: Raykar and others 2010). Each variance is drawn towards the pooled one by an inverse gamma prior that
 * stands on four ratings, so that few ratings move little, and is no less than a quarter of it, so that nobody is taken for sure. A
 * constant leaning of a rater (harsh, kind) is part of their variance.
 *
 * Null without ratings (`no_data`), where nothing was rated twice (`no_overlap`), and where all agree on everything (`no_variation`):
 * then all weigh the same.
 */
export function ratingPrecision(ratings: Ratings): {
  readonly found: RatingPrecision | null;
  readonly reason: NotDefined | null;
} {
  if (ratings.value.length === 0) return { found: null, reason: 'no_data' };
  const shared = sharedRatings(ratings);
  if (shared.length === 0) return { found: null, reason: 'no_overlap' };
  const pooled = pooledVariance(ratings, shared);
  if (pooled === 0) return { found: null, reason: 'no_variation' };
  const counts = new Float64Array(ratings.raters);
  for (const at of shared) counts[ratings.rater[at]!]! += 1;
  const variance = new Float64Array(ratings.raters).fill(pooled);
  let [iterations, converged] = [0, false];
  while (!converged && iterations < MOST_ROUNDS) {
    const square = squaresAround(ratings, shared, variance);
    let change = 0;
    variance.forEach((before, rater) => {
      const after = Math.max(
        LEAST * pooled,
        (PRIOR_RATINGS * pooled + square[rater]!) / (PRIOR_RATINGS + counts[rater]!),
      );
      change = Math.max(change, Math.abs(after - before));
      variance[rater] = after;
    });
    iterations += 1;
    converged = change <= CLOSE * pooled;
  }
  const raters = Array.from(variance, (of, rater) => ({ sharedRatings: counts[rater]!, variance: of }));
  return { found: { pooledVariance: pooled, raters, iterations, converged }, reason: null };
}

/** Where the ratings of units stand that have two or more. */
function sharedRatings({ unit, units }: Ratings): Int32Array {
  const given = new Int32Array(units);
  for (const of of unit) given[of]! += 1;
  return Int32Array.from(unit.keys()).filter((at) => given[unit[at]!]! > 1);
}

function pooledVariance({ unit, value, units }: Ratings, shared: Int32Array): number {
  const [sum, count] = [new Float64Array(units), new Int32Array(units)];
  for (const at of shared) {
    sum[unit[at]!]! += value[at]!;
    count[unit[at]!]! += 1;
  }
  let squares = 0;
  for (const at of shared) squares += (value[at]! - sum[unit[at]!]! / count[unit[at]!]!) ** 2;
  const judged = count.reduce((total, of) => total + Math.max(0, of - 1), 0);
  return squares / judged;
}

/** By rater the expected squares of their ratings around the values: around the weighted means, and the variances of these. */
function squaresAround(
  { unit, rater, value, units, raters }: Ratings,
  shared: Int32Array,
  variance: Float64Array,
): Float64Array {
  const [weight, weighed] = [new Float64Array(units), new Float64Array(units)];
  for (const at of shared) {
    const precision = 1 / variance[rater[at]!]!;
    weight[unit[at]!]! += precision;
    weighed[unit[at]!]! += precision * value[at]!;
  }
  const square = new Float64Array(raters);
  for (const at of shared) {
    const known = weight[unit[at]!]!;
    square[rater[at]!]! += (value[at]! - weighed[unit[at]!]! / known) ** 2 + 1 / known;
  }
  return square;
}

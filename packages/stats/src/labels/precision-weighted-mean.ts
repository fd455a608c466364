import { normalQuantile } from '../numeric/normal.ts';
import type { Interval } from '../annotators/intervals.ts';

/** A rating, and the variance of who gave it, above 0. */
export interface WeighedRating {
  readonly value: number;
  readonly variance: number;
}

export interface WeightedMean {
  /** In the unit of the ratings. */
  readonly mean: number;
  /** Of the mean, if the variances are known and errors independent. */
  readonly interval: Interval;
}

/**
 * The mean of ratings weighed by how closely each rater gives the value, 1 / variance: of all weighted means the one with the least
 * variance, 1 / Σ (1 / variance), if errors are independent (Cochran 1937). Null without ratings.
 */
export function precisionWeightedMean(
  ratings: readonly WeighedRating[],
  confidence = 0.95,
): WeightedMean | null {
  if (ratings.length === 0) return null;
  let [weight, weighed] = [0, 0];
  for (const { value, variance } of ratings) {
    if (!(variance > 0)) throw new RangeError(`The variance ${variance} is not above 0.`);
    weight += 1 / variance;
    weighed += value / variance;
  }
  const mean = weighed / weight;
  const reach = normalQuantile(0.5 + confidence / 2) / Math.sqrt(weight);
  return { mean, interval: [mean - reach, mean + reach] };
}

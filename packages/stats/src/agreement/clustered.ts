import type { NotDefined } from '../not-defined.ts';
import { normalQuantile } from '../numeric/normal.ts';

/** How much a number would vary with other clusters, by what each unit adds to it. */
export interface ClusteredError {
  /** Null with fewer than two clusters. */
  readonly standardError: number | null;
  readonly clusters: number;
}

/**
 * The standard error of a mean over n units from each unit's deviation from it (its influence, for what is only nearly a
 * mean), when the units of a cluster stand or fall together: √(C / (C - 1) Σ_c (Σ_{i in c} d_i)²) / n. Without clusters, or
 * with one of each unit, it is the usual s / √n. Liang and Zeger (1986).
 */
export function clusteredError(
  deviations: Float64Array,
  n: number,
  clusterOf?: ArrayLike<number>,
): ClusteredError {
  const sums = new Map<number, number>();
  for (let at = 0; at < deviations.length; at += 1) {
    const cluster = clusterOf === undefined ? at : clusterOf[at]!;
    sums.set(cluster, (sums.get(cluster) ?? 0) + deviations[at]!);
  }
  const clusters = sums.size;
  if (clusters < 2) return { standardError: null, clusters };
  let squares = 0;
  for (const sum of sums.values()) squares += sum * sum;
  return { standardError: Math.sqrt((clusters / (clusters - 1)) * squares) / n, clusters };
}

export interface ClusteredRatio {
  /** Σ numerators / Σ denominators. */
  readonly value: number | null;
  readonly standardError: number | null;
  /** Value ± z standard errors within `range`. Null when the standard error is 0, as it is where all units are alike. */
  readonly low: number | null;
  readonly high: number | null;
  readonly reason: NotDefined | null;
}

export interface ClusteredRatioOptions {
  /** The cluster of each unit; without it each unit is one. */
  readonly clusterOf?: ArrayLike<number>;
  /** 0.95 unless said. */
  readonly confidence?: number;
  /** What the value can be; 0..1 unless said. */
  readonly range?: readonly [least: number, most: number];
}

/**
 * A ratio of sums over units, such as agreeing pairs over pairs, with an interval by linearisation: unit i deviates by
 * y_i - R x_i, n is Σ x. With denominators of 1 it is the mean. Cochran (1977), Sampling Techniques, chapter 6. Undefined
 * without units; the interval also with fewer than two clusters.
 */
export function clusteredRatio(
  numerators: Float64Array,
  denominators: Float64Array,
  { clusterOf, confidence = 0.95, range = [0, 1] }: ClusteredRatioOptions = {},
): ClusteredRatio {
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
  const n = sum(denominators);
  if (n === 0) return { value: null, standardError: null, low: null, high: null, reason: 'no_data' };
  const value = sum(numerators) / n;
  const deviations = numerators.map((numerator, at) => numerator - value * denominators[at]!);
  const { standardError } = clusteredError(deviations, n, clusterOf);
  return {
    value,
    standardError,
    ...intervalAround(value, standardError, { confidence, range }),
    reason: null,
  };
}

/** Value ± z standard errors within the range; nulls without a standard error and for one that is 0 but for rounding. */
export function intervalAround(
  value: number,
  standardError: number | null,
  { confidence, range }: Required<Pick<ClusteredRatioOptions, 'confidence' | 'range'>>,
): { low: number | null; high: number | null } {
  if (standardError === null || standardError < 1e-12) return { low: null, high: null };
  const reach = normalQuantile((1 + confidence) / 2) * standardError;
  return { low: Math.max(range[0], value - reach), high: Math.min(range[1], value + reach) };
}

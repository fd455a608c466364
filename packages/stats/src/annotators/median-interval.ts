import type { NotDefined } from '../not-defined.ts';
import { betaCdf } from '../numeric/beta.ts';
import { quantileOfSorted } from '../numeric/quantile.ts';
import type { Interval } from './intervals.ts';

export interface Median {
  /** In the unit of the values; null without values. */
  readonly median: number | null;
  /** In the unit of the values; null for fewer values than the confidence takes: six at 95%. */
  readonly interval: Interval | null;
  /** Why there is no median, or no interval. */
  readonly reason: NotDefined | null;
}

/**
 * The median with an interval that holds for every distribution: from the k-th smallest to the k-th largest value, with the
 * largest k for which P(Binomial(n, ½) < k) is at most half of what the confidence leaves (Thompson 1936). `sorted` ascends.
 */
export function medianInterval(sorted: ArrayLike<number>, confidence = 0.95): Median {
  const n = sorted.length;
  if (n === 0) return { median: null, interval: null, reason: 'no_data' };
  const median = quantileOfSorted(sorted, 0.5);
  const k = highestRank(n, (1 - confidence) / 2);
  if (k === 0) return { median, interval: null, reason: 'too_few' };
  return { median, interval: [sorted[k - 1]!, sorted[n - k]!], reason: null };
}

/** The largest k <= n / 2 with P(Binomial(n, ½) <= k - 1) <= tail; 0 when there is none. */
function highestRank(n: number, tail: number): number {
  let [low, high] = [0, Math.floor(n / 2)];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (betaCdf(0.5, n - middle + 1, middle) <= tail) low = middle;
    else high = middle - 1;
  }
  return low;
}

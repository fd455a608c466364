import type { Estimate, NotDefined } from '@pairwright/contract/statistics/numbers';
import { clusteredRatio } from '@pairwright/stats/agreement/clustered';
import { wilsonInterval } from '@pairwright/stats/annotators/intervals';

/** The usual 95 % of one normal number. */
export const Z = 1.959963984540054;

/** No number, and why. */
export function unknown(reason: NotDefined, n = 0): Estimate {
  return { value: null, low: null, high: null, n, reason };
}

interface Ends {
  readonly low: number | null;
  readonly high: number | null;
}

/** A number with its ends, if it has any; `reason` says why there is no number. */
export function estimateOf(
  value: number | null,
  { n, ends, reason }: { readonly n: number; readonly ends?: Ends; readonly reason: NotDefined | null },
): Estimate {
  if (value === null) return unknown(reason ?? 'no_data', n);
  return { value, low: ends?.low ?? null, high: ends?.high ?? null, n, reason: null };
}

/** A share with Wilson's interval; unknown for fewer than `least`. */
export function shareOf(successes: number, n: number, least = 1): Estimate {
  if (n === 0) return unknown('no_data');
  if (n < least) return unknown('too_few', n);
  const [low, high] = wilsonInterval({ successes, trials: n })!;
  return { value: successes / n, low, high, n, reason: null };
}

/** A number with a normal interval inside of the bounds it can have. */
export function normalEstimate(
  { value, error, n }: { value: number; error: number; n: number },
  [least, most]: readonly [number, number] = [-Infinity, Infinity],
): Estimate {
  return {
    value,
    low: Math.max(least, value - Z * error),
    high: Math.min(most, value + Z * error),
    n,
    reason: null,
  };
}

/** The mean of numbers within 0..1 with its normal interval; unknown for fewer than `least`. */
export function meanEstimate(values: readonly number[], least = 2): Estimate {
  const n = values.length;
  if (n === 0) return unknown('no_data');
  if (n < Math.max(2, least)) return unknown('too_few', n);
  const { value, standardError } = clusteredRatio(Float64Array.from(values), new Float64Array(n).fill(1));
  return normalEstimate({ value: value!, error: standardError ?? 0, n }, [0, 1]);
}

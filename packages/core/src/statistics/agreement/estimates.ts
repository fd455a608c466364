import type { Estimate, NotDefined } from '@pairwright/contract/statistics/numbers';
import { wilsonInterval } from '@pairwright/stats/annotators/intervals';

export interface Ends {
  readonly low: number | null;
  readonly high: number | null;
}

/** A number with its ends; `reason` says why there is none. */
export function estimateOf(
  value: number | null,
  { n, ends, reason }: { readonly n: number; readonly ends?: Ends; readonly reason: NotDefined | null },
): Estimate {
  if (value === null) return { value, low: null, high: null, n, reason: reason ?? 'no_data' };
  return { value, low: ends?.low ?? null, high: ends?.high ?? null, n, reason: null };
}

/** The share of `successes` in `trials` with Wilson's interval. */
export function shareOf(successes: number, trials: number): Estimate {
  const interval = wilsonInterval({ successes, trials });
  if (interval === null) return estimateOf(null, { n: 0, reason: 'no_data' });
  const [low, high] = interval;
  return estimateOf(successes / trials, { n: trials, ends: { low, high }, reason: null });
}

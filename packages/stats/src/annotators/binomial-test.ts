import { betaCdf } from '../numeric/beta.ts';
import { logChoose } from '../numeric/gamma.ts';

/**
 * Exact two-sided binomial test of `successes` in `trials` against the probability p: the sum of all outcomes that are no
 * likelier than the one seen (Sterne 1954; as R's binom.test). The p-value is above 0 and at most 1. Without trials it is 1:
 * the only outcome there is has been seen.
 */
export function binomialTest(successes: number, trials: number, p = 0.5): number {
  if (p <= 0 || p >= 1) return successes === (p <= 0 ? 0 : trials) ? 1 : 0;
  const log = (k: number): number => logChoose(trials, k) + k * Math.log(p) + (trials - k) * Math.log1p(-p);
  // What is equal in truth may differ in its last digits.
  const bound = log(successes) + 1e-7;
  const mode = Math.floor((trials + 1) * p);
  if (successes <= mode) {
    const other = firstWhere(mode, trials + 1, (k) => log(k) <= bound);
    return Math.min(1, lowerTail(successes, trials, p) + lowerTail(trials - other, trials, 1 - p));
  }
  const other = firstWhere(0, mode + 1, (k) => log(mode - k) <= bound);
  return Math.min(1, lowerTail(trials - successes, trials, 1 - p) + lowerTail(mode - other, trials, p));
}

/** P(X <= k). */
function lowerTail(k: number, trials: number, p: number): number {
  if (k < 0) return 0;
  if (k >= trials) return 1;
  return betaCdf(1 - p, trials - k, k + 1);
}

/** The first whole number from `low` on that the rising condition holds for; `high` when there is none before it. */
function firstWhere(low: number, high: number, holds: (k: number) => boolean): number {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}

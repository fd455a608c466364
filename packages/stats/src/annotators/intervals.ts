import type { NotDefined } from '../not-defined.ts';
import { betaQuantile } from '../numeric/beta.ts';
import { normalQuantile } from '../numeric/normal.ts';

/** Lower and upper end, 0..1. */
export type Interval = readonly [low: number, high: number];

/** Intervals of a proportion of `successes` in `trials`; all null without trials. */
export interface BinomialIntervals {
  readonly wilson: Interval | null;
  readonly clopperPearson: Interval | null;
  readonly jeffreys: Interval | null;
  readonly betaUniform: Interval | null;
  readonly reason: NotDefined | null;
}

export interface Proportion {
  readonly successes: number;
  readonly trials: number;
}

/**
 * The intervals side by side: Wilson (1927), the score interval, the one to show; Clopper and Pearson (1934), exact and
 * wide; Jeffreys, equal-tailed Beta(x + ½, n - x + ½), from 0 at x = 0 and to 1 at x = n; and the equal-tailed interval of
 * Beta(x + 1, n - x + 1), the posterior under a uniform prior, for small counts.
 */
export function binomialIntervals(
  { successes: x, trials: n }: Proportion,
  confidence = 0.95,
): BinomialIntervals {
  if (n === 0)
    return { wilson: null, clopperPearson: null, jeffreys: null, betaUniform: null, reason: 'no_data' };
  const tail = (1 - confidence) / 2;
  const beta = (p: number, a: number, b: number): number => betaQuantile(p, a, b);
  return {
    wilson: wilson(x, n, confidence),
    clopperPearson: [x === 0 ? 0 : beta(tail, x, n - x + 1), x === n ? 1 : 1 - beta(tail, n - x, x + 1)],
    jeffreys: [
      x === 0 ? 0 : beta(tail, x + 0.5, n - x + 0.5),
      x === n ? 1 : 1 - beta(tail, n - x + 0.5, x + 0.5),
    ],
    betaUniform: [beta(tail, x + 1, n - x + 1), 1 - beta(tail, n - x + 1, x + 1)],
    reason: null,
  };
}

/**
 * Wilson's (1927) score interval: (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n). Null without trials. Gate on the lower
 * end: 9 of 10 right may be an accuracy of 0.60.
 */
export function wilsonInterval({ successes, trials }: Proportion, confidence = 0.95): Interval | null {
  return trials === 0 ? null : wilson(successes, trials, confidence);
}

function wilson(x: number, n: number, confidence: number): Interval {
  const z = normalQuantile(0.5 + confidence / 2);
  const scale = n + z * z;
  const middle = (x + (z * z) / 2) / scale;
  const half = (z / scale) * Math.sqrt((x * (n - x)) / n + (z * z) / 4);
  return [x === 0 ? 0 : middle - half, x === n ? 1 : middle + half];
}

export interface DifferenceOfProportions {
  /** First minus second proportion, -1..1; null when one has no trials. */
  readonly difference: number | null;
  readonly interval: readonly [low: number, high: number] | null;
  readonly reason: NotDefined | null;
}

/**
 * The difference of two independent proportions with the hybrid score interval, method 10 of Newcombe (1998), Statistics in
 * Medicine 17:873-890: each end from the ends of both Wilson intervals.
 */
export function differenceOfProportions(
  first: Proportion,
  second: Proportion,
  confidence = 0.95,
): DifferenceOfProportions {
  const one = wilsonInterval(first, confidence);
  const other = wilsonInterval(second, confidence);
  if (one === null || other === null) return { difference: null, interval: null, reason: 'no_data' };
  const [p1, p2] = [first.successes / first.trials, second.successes / second.trials];
  const difference = p1 - p2;
  return {
    difference,
    interval: [
      difference - Math.hypot(p1 - one[0], other[1] - p2),
      difference + Math.hypot(one[1] - p1, p2 - other[0]),
    ],
    reason: null,
  };
}

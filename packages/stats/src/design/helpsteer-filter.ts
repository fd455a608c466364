import type { NotDefined } from '../not-defined.ts';

export interface FilteredScores {
  /** The three closest scores, ascending; null for fewer than three. */
  readonly kept: readonly number[] | null;
  /** Highest minus lowest of them. */
  readonly spread: number | null;
  readonly mean: number | null;
  /** The mean rounded to a whole number, halves away from zero. */
  readonly overall: number | null;
  /** `dropped_spread`: the spread is above 2. `dropped_zero`: the overall score is 0. Null for fewer than three. */
  readonly outcome: 'kept' | 'dropped_spread' | 'dropped_zero' | null;
  readonly reason: NotDefined | null;
}

const mostSpread = 2;

/**
 * The filter of HelpSteer2-Preference (Wang et al. 2024) for the scores, -3..3, of one pair: keep the three closest, drop
 * the pair when they lie further than 2 apart or their rounded mean is 0. Of triples as close the lowest is taken. It keeps
 * what agrees: agreement measured afterwards says nothing about the work.
 */
export function filterScores(scores: readonly number[]): FilteredScores {
  const sorted = scores.toSorted((one, other) => one - other);
  let kept: readonly number[] | null = null;
  for (let from = 0; from + 3 <= sorted.length; from += 1)
    if (kept === null || sorted[from + 2]! - sorted[from]! < kept[2]! - kept[0]!)
      kept = sorted.slice(from, from + 3);
  if (kept === null)
    return { kept, spread: null, mean: null, overall: null, outcome: null, reason: 'no_data' };
  const spread = kept[2]! - kept[0]!;
  const mean = (kept[0]! + kept[1]! + kept[2]!) / 3;
  // Not -0.
  const overall = Math.sign(mean) * Math.round(Math.abs(mean)) + 0;
  const fit = overall === 0 ? 'dropped_zero' : 'kept';
  return { kept, spread, mean, overall, outcome: spread > mostSpread ? 'dropped_spread' : fit, reason: null };
}

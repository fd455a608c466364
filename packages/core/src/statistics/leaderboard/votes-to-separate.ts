import type { Leaderboard } from '@pairwright/contract/statistics/leaderboard';
import type { BradleyTerryFit } from '@pairwright/stats/pairwise/bradley-terry';

const Z = 1.959963984540054;
/** More than anybody would collect: no number is better than such a one. */
const BEYOND = 1_000_000_000;

type Reason = Leaderboard['votesNeededReason'][number][number];

export interface Separation {
  readonly votes: number | null;
  /** Why there is no number of votes. */
  readonly reason: Reason;
}

/**
 * About how many more votes on just these two models tell them apart at 95 %: their difference d has variance v now, one
 * vote adds p (1 - p) of information with p = 1 / (1 + exp(-d)), and |d| must reach z standard errors. 0 where it does
 * already. It assumes that d stays as it is. Where nothing joins the two, d is of the prior alone, and there is no number.
 */
export function separationOf(
  fit: BradleyTerryFit | null,
  { one, other, joined }: { readonly one: number; readonly other: number; readonly joined: boolean },
): Separation {
  const none = (reason: Reason): Separation => ({ votes: null, reason });
  if (one === other) return none('same_model');
  if (!joined) return none('never_compared');
  if (fit === null) return none('no_abilities');
  const difference = fit.estimate.logAbility[one]! - fit.estimate.logAbility[other]!;
  const variance = varianceOfDifference(fit, one, other);
  const target = (difference / Z) ** 2;
  if (target === 0) return none('no_difference');
  if (variance <= target) return { votes: 0, reason: null };
  const p = 1 / (1 + Math.exp(-difference));
  const needed = Math.ceil((1 / target - 1 / variance) / (p * (1 - p)));
  return needed > BEYOND ? none('no_difference') : { votes: needed, reason: null };
}

/** Sandwich variance of the difference, bread meat bread, or the model's own where there is no sandwich. */
function varianceOfDifference({ bread, meat }: BradleyTerryFit, one: number, other: number): number {
  const n = Math.round(Math.sqrt(bread.length));
  const row = Float64Array.from({ length: n }, (_, at) => bread[one * n + at]! - bread[other * n + at]!);
  if (meat === null) return row[one]! - row[other]!;
  let variance = 0;
  for (let i = 0; i < n; i += 1) {
    // The lower triangle holds the meat.
    for (let j = 0; j < i; j += 1) variance += 2 * row[i]! * row[j]! * meat[i * n + j]!;
    variance += row[i]! ** 2 * meat[i * n + i]!;
  }
  return variance;
}

import type { BradleyTerryFit } from '@pairwright/stats/pairwise/bradley-terry';

const Z = 1.959963984540054;
/** More than anybody would collect: no number is better than such a one. */
const BEYOND = 1_000_000_000;

/**
 * About how many more votes on just these two models tell them apart at 95 %: their difference d has variance v now, one
 * vote adds p (1 - p) of information with p = 1 / (1 + exp(-d)), and |d| must reach z standard errors. 0 where it does
 * already; null without abilities and where the two are as good as each other. It assumes that d stays as it is.
 */
export function votesToSeparate(fit: BradleyTerryFit | null, one: number, other: number): number | null {
  if (fit === null || one === other) return null;
  const difference = fit.estimate.logAbility[one]! - fit.estimate.logAbility[other]!;
  const variance = varianceOfDifference(fit, one, other);
  const target = (difference / Z) ** 2;
  if (target === 0) return null;
  if (variance <= target) return 0;
  const p = 1 / (1 + Math.exp(-difference));
  const needed = Math.ceil((1 / target - 1 / variance) / (p * (1 - p)));
  return needed > BEYOND ? null : needed;
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

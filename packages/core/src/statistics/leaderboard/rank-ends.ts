import type { BradleyTerryFit } from '@pairwright/stats/pairwise/bradley-terry';
import { intervalsOf, rankRanges } from '@pairwright/stats/pairwise/intervals';

export interface Ends {
  /** 95 %, for this model alone. */
  readonly low: number;
  readonly high: number;
  /** Ranks it may have within its group. */
  readonly best: number;
  readonly worst: number;
}

/**
 * Intervals and rank ranges of the models of these groups, one after the other. All ranges hold at once, over all groups, and each
 * is one of ranks within its group: between groups there is nothing but the prior to rank by.
 */
export function endsOf(
  fit: BradleyTerryFit | null,
  groups: readonly (readonly number[])[],
): readonly Ends[] | null {
  if (fit === null) return null;
  const order = groups.flat();
  const error = fit.sandwichError ?? fit.modelError;
  const [ability, errors] = [fit.estimate.logAbility, error.logAbility].map((values) =>
    Float64Array.from(order, (item) => values[item]!),
  ) as [Float64Array, Float64Array];
  const each = intervalsOf(ability, errors);
  const together = intervalsOf(ability, errors, { simultaneous: true });
  let start = 0;
  const ranks = groups.flatMap(({ length }) => {
    const [from, to] = [start, start + length];
    start = to;
    return rankRanges({ lower: together.lower.slice(from, to), upper: together.upper.slice(from, to) });
  });
  return ranks.map(({ best, worst }, place) => ({
    low: each.lower[place]!,
    high: each.upper[place]!,
    best,
    worst,
  }));
}

export interface RankingPairs {
  /** [winner, loser], sorted by name. */
  readonly strict: readonly (readonly [winner: string, loser: string])[];
  /** Pairs of the same rank, each with the lower name first, sorted by name. */
  readonly ties: readonly (readonly [string, string])[];
  /** 1 / strict pairs, so that each ranking weighs the same however long it is; null without strict pairs. */
  readonly pairWeight: number | null;
}

/** The pairs of a ranking, a list of groups of equals from the best on. Keep them together in training and in a split. */
export function rankingToPairs(ranking: readonly (readonly string[])[]): RankingPairs {
  const strict: [string, string][] = [];
  const ties: [string, string][] = [];
  ranking.forEach((group, rank) => {
    const lower = ranking.slice(rank + 1).flat();
    const sorted = group.toSorted(byText);
    sorted.forEach((item, index) => {
      for (const loser of lower) strict.push([item, loser]);
      for (const equal of sorted.slice(index + 1)) ties.push([item, equal]);
    });
  });
  return {
    strict: strict.sort(byPair),
    ties: ties.sort(byPair),
    pairWeight: strict.length === 0 ? null : 1 / strict.length,
  };
}

function byText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function byPair(one: readonly [string, string], other: readonly [string, string]): number {
  return byText(one[0], other[0]) || byText(one[1], other[1]);
}

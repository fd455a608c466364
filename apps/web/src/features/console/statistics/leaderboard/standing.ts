/** Points of the scale people know from chess: 400 points are odds of ten to one; the average model has 1000. */
export function ratingOf(ability: number): number {
  return 1_000 + (400 / Math.LN10) * ability;
}

interface Ranks {
  bestRank: number | null;
  worstRank: number | null;
}

/** Ranks that cannot be told apart are a range. */
export function rankOf({ bestRank, worstRank }: Ranks): string {
  if (bestRank === null || worstRank === null) return '–';
  return bestRank === worstRank ? String(bestRank) : `${bestRank}–${worstRank}`;
}

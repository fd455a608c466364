/** What a ranking says of two of its responses. */
export type RankedPair = 'first' | 'second' | 'tie' | 'both_bad' | 'unknown';

/**
 * The preference between two responses that a ranking holds, from their ranks: 1 is best, equal ranks tie, 0 is
 * unacceptable (worse than any rank; two of them are both bad), null is below the best k (worse than any rank; nothing is
 * known of two of them, or of one of them and an unacceptable one).
 */
export function rankedPair(first: number | null, second: number | null): RankedPair {
  if (first === null || second === null) {
    if (first !== null && first > 0) return 'first';
    return second !== null && second > 0 ? 'second' : 'unknown';
  }
  if (first === 0 && second === 0) return 'both_bad';
  if (first === second) return 'tie';
  if (first === 0) return 'second';
  if (second === 0) return 'first';
  return first < second ? 'first' : 'second';
}

/** What a ranking says of each two of its responses by place, as it is exported; what it does not say is left out. */
export function rankedPairs(
  ranks: readonly (number | null)[],
): { readonly better: number; readonly worse: number; readonly tie: boolean }[] {
  return ranks.flatMap((rank, first) =>
    ranks.slice(first + 1).flatMap((other, offset) => {
      const second = first + 1 + offset;
      const said = rankedPair(rank, other);
      if (said === 'unknown' || said === 'both_bad') return [];
      return said === 'second'
        ? { better: second, worse: first, tie: false }
        : { better: first, worse: second, tie: said === 'tie' };
    }),
  );
}

/** Whether a ranking needs nothing more: all but the unacceptable ones have a rank, or the best k where those do. */
export function isWholeRanking(topK: number | null, ranks: readonly (number | null)[]): boolean {
  const ranked = ranks.filter((rank) => rank !== null && rank > 0).length;
  const wanted = ranks.filter((rank) => rank !== 0).length;
  return ranked >= Math.min(topK ?? wanted, wanted);
}

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

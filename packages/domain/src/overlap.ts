/** How many judgments comparisons are to get. */
export interface Overlap {
  /** Each comparison, 1..100. */
  readonly target: number;
  /** A random share, in percent of the comparisons (1..100), gets so many instead; null: all are alike. */
  readonly shared: { readonly percent: number; readonly judgments: number } | null;
}

/**
 * How many judgments a comparison is to get. Whether it is shared hangs on the last 32 bits of its id, a UUIDv7, which are
 * random: a larger share keeps those of a smaller one. The same rule as `target_of` in the database.
 */
export function targetOf(comparisonId: string, { target, shared }: Overlap): number {
  if (shared === null) return target;
  const isShared = Number.parseInt(comparisonId.slice(-8), 16) * 100 < shared.percent * 2 ** 32;
  return isShared ? Math.max(target, shared.judgments) : target;
}

/** How many judgments so many comparisons are to get in all, on average over their ids; a whole number. */
export function expectedJudgments(comparisons: number, { target, shared }: Overlap): number {
  const more = shared === null ? 0 : Math.max(0, shared.judgments - target) * (shared.percent / 100);
  return Math.round(comparisons * (target + more));
}

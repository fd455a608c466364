/** How a pair of responses was judged. */
export const pairOutcomes = ['preference', 'tie', 'both_bad', 'cannot_judge'] as const;

/** Why a vote is there: it counts towards the comparison, its answer was known, or it was asked a second time. */
export const voteKinds = ['counted', 'gold', 'repeat'] as const;

/** Compared pairs that somebody judged; parallel columns. */
export interface JudgedComparisons {
  readonly ids: readonly string[];
  /** Index in `promptIds`. */
  readonly prompt: Int32Array;
  /** Index in `models` of the first and of the second canonical response. */
  readonly first: Int32Array;
  readonly second: Int32Array;
  /** Index in `languages` and `categories`; -1 where the prompt names none. */
  readonly language: Int32Array;
  readonly category: Int32Array;
  /** Index in `batches`. */
  readonly batch: Int32Array;
}

/**
 * The votes on pairs of one project, one per entry of parallel columns, in the order they were given. A million take
 * about 40 bytes each.
 */
export interface VoteTable {
  readonly votes: number;
  /** Index in `comparisons`. */
  readonly comparison: Int32Array;
  /** Index in `annotators`. */
  readonly annotator: Int32Array;
  /** Index in `voteKinds`. */
  readonly kind: Uint8Array;
  /** Index in `pairOutcomes`. */
  readonly outcome: Uint8Array;
  /** -3..3, negative for the first canonical response; 0 unless it is a preference. */
  readonly strength: Float64Array;
  /** 1 where the first canonical response stood on the left. */
  readonly firstOnLeft: Uint8Array;
  /** Time at work on it in ms; NaN where it is not known. */
  readonly activeMs: Float64Array;
  /** Milliseconds since 1970. */
  readonly givenAt: Float64Array;
  readonly guidelinesVersion: Int32Array;
  readonly comparisons: JudgedComparisons;
  readonly promptIds: readonly string[];
  readonly models: readonly string[];
  readonly languages: readonly string[];
  readonly categories: readonly string[];
  /** Batches with a compared pair, with the rounds they are of now. */
  readonly batches: readonly { readonly id: string; readonly round: number }[];
  readonly annotators: readonly { readonly id: string; readonly name: string }[];
}

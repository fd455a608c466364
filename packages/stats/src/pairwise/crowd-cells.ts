import type { Clustering, Comparisons } from './comparisons.ts';
import { checkRows, countPairs, type PairCells } from './pair-cells.ts';
import { tally } from './tally.ts';

/** Comparisons of which it is known who made them. */
export interface CrowdComparisons extends Comparisons {
  readonly rater: Clustering;
}

/** Votes counted by rater and preferred and other item; a tie is half a vote each way. */
export interface CrowdCells {
  readonly items: number;
  readonly raters: number;
  readonly rater: Int32Array;
  readonly preferred: Int32Array;
  readonly other: Int32Array;
  readonly votes: Float64Array;
  /** The pairs whoever judged them, smaller index first. */
  readonly pairs: PairCells;
  /** The entry of `pairs.counts` that a vote for the preferred counts for. */
  readonly entry: Int32Array;
}

export function countCrowd(comparisons: CrowdComparisons): CrowdCells {
  checkRows(comparisons);
  const { a, b, outcome, items, count, rater } = comparisons;
  if (rater.of.length !== a.length || rater.of.some((one) => one >>> 0 >= rater.clusters))
    throw new RangeError(`A row names no rater that is one of ${rater.clusters}.`);
  const rows = a.length;
  // Each row twice, for a and for b; of a row that prefers one, the other half counts nothing.
  const { keys, totals } = tally(2 * rows, rater.clusters * items * items, {
    key: (half) => {
      const row = half % rows;
      const pair = half < rows ? a[row]! * items + b[row]! : b[row]! * items + a[row]!;
      return rater.of[row]! * items * items + pair;
    },
    amount: (half) => {
      const row = half % rows;
      const share = (1 + (half < rows ? outcome[row]! : -outcome[row]!)) / 2;
      return share * (count === undefined ? 1 : count[row]!);
    },
  });
  const preferred = Int32Array.from(keys, (key) => Math.floor(key / items) % items);
  const other = Int32Array.from(keys, (key) => key % items);
  const wins = { a: preferred, b: other, outcome: new Int8Array(keys.length).fill(1), count: totals, items };
  const { cells: pairs, entries } = countPairs(wins, { sides: false });
  return {
    items,
    raters: rater.clusters,
    rater: Int32Array.from(keys, (key) => Math.floor(key / (items * items))),
    preferred,
    other,
    votes: totals,
    pairs,
    entry: entries(),
  };
}

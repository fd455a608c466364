import type { NotDefined } from '../not-defined.ts';
import { countByUnit, type Votes } from '../votes.ts';
import { entropyNats } from './entropy.ts';

export interface Majority {
  /** Votes of each label / all votes; null without votes. */
  readonly share: readonly number[] | null;
  /** Every label with the most votes, ascending; empty without votes. */
  readonly winners: readonly number[];
  /** More than one label has the most votes. Nothing breaks the tie. */
  readonly tie: boolean;
  /** Entropy of the shares in nats, 0..ln(labels); null without votes. */
  readonly entropyNats: number | null;
  readonly reason: NotDefined | null;
}

/** The plurality of one unit, of its votes by label. Counts may be weights. */
export function majorityOfCounts(counts: ArrayLike<number>): Majority {
  const votes = Array.from(counts);
  const total = votes.reduce((sum, count) => sum + count, 0);
  if (total === 0) return { share: null, winners: [], tie: false, entropyNats: null, reason: 'no_data' };
  const most = Math.max(...votes);
  const winners = votes.flatMap((count, label) => (count === most ? [label] : []));
  const share = votes.map((count) => count / total);
  return { share, winners, tie: winners.length > 1, entropyNats: entropyNats(share), reason: null };
}

/** The plurality of each unit. For millions of units `winnerByUnit` is lighter. */
export function majorityByUnit(votes: Votes): readonly Majority[] {
  const counts = countByUnit(votes);
  return Array.from({ length: votes.units }, (_, unit) =>
    majorityOfCounts(counts.subarray(unit * votes.labels, (unit + 1) * votes.labels)),
  );
}

/** What `winnerByUnit` says where there is no winner. */
export const noWinner = { tie: -1, noVotes: -2 } as const;

/** The label with the most votes of each unit, or why there is none. */
export function winnerByUnit(votes: Votes): Int32Array {
  const counts = countByUnit(votes);
  const winner = new Int32Array(votes.units);
  for (let unit = 0; unit < votes.units; unit += 1)
    winner[unit] = winnerOf(counts, unit * votes.labels, votes.labels);
  return winner;
}

/** The label with the most of the counts from `from` on, or why there is none. */
export function winnerOf(counts: Float64Array, from: number, labels: number): number {
  let most = 0;
  let winner: number = noWinner.noVotes;
  for (let label = 0; label < labels; label += 1) {
    const count = counts[from + label]!;
    if (count > most) {
      most = count;
      winner = label;
    } else if (count === most && count > 0) winner = noWinner.tie;
  }
  return winner;
}

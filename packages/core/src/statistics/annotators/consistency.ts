import { leastForAnnotator } from '@pairwright/contract/statistics/annotators';
import type { Estimate } from '@pairwright/contract/statistics/numbers';
import { type Picked, swapConsistency } from '@pairwright/stats/annotators/swap-consistency';
import { shareOf } from '../estimates.ts';
import type { VoteTable } from '../vote-table.ts';
import { type AnnotatorData, labelOf, repeat } from './annotator-data.ts';

export interface Consistency {
  readonly rate: Estimate;
  /** Positions of the repeats that were answered in another way than the first time. */
  readonly changedRows: Int32Array;
}

/** How somebody answered when the same comparison came again. Both answers must be about the responses. */
export function consistencyOf({ votes, votesOf }: AnnotatorData, annotator: number): Consistency {
  const first = new Map<number, number>();
  const repeats: (readonly [Picked, Picked])[] = [];
  const changed: number[] = [];
  for (const vote of votesOf[annotator]!) {
    const earlier = first.get(votes.comparison[vote]!);
    if (earlier === undefined) first.set(votes.comparison[vote]!, vote);
    if (earlier === undefined || votes.kind[vote] !== repeat) continue;
    const firstWasLeft = votes.firstOnLeft[earlier] === 1;
    const [one, other] = [pickedBy(votes, earlier, firstWasLeft), pickedBy(votes, vote, firstWasLeft)];
    if (one === null || other === null) continue;
    repeats.push([one, other]);
    if (one !== other) changed.push(vote);
  }
  const { consistent, n } = swapConsistency(repeats);
  return { rate: shareOf(consistent, n, leastForAnnotator), changedRows: Int32Array.from(changed) };
}

/** A is the response that stood on the left the first time; both bad is for neither, as a tie is. */
function pickedBy(votes: VoteTable, vote: number, firstWasLeft: boolean): Picked | null {
  const label = labelOf(votes, vote);
  if (label === -1) return null;
  if (label > 1) return 'tie';
  return (label === 0) === firstWasLeft ? 'A' : 'B';
}

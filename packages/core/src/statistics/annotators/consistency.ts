import {
  type AnnotatorNumbers,
  leastForAnnotator as least,
} from '@pairwright/contract/statistics/annotators';
import type { Estimate } from '@pairwright/contract/statistics/numbers';
import { type Picked, swapConsistency } from '@pairwright/stats/annotators/swap-consistency';
import { meanEstimate, shareOf } from '../estimates.ts';
import { type AnnotatorData, repeat } from './annotator-data.ts';
import { type Answer, isGraded, likenessOf } from './answers.ts';
import type { JudgmentTable } from './read-judgments.ts';

type Swapped = Pick<AnnotatorNumbers, 'keptPick' | 'alwaysLeft' | 'alwaysRight'>;

export interface Consistency {
  readonly rate: Estimate;
  /** What the sides have to do with it, of repeats of pairs with the sides swapped. */
  readonly swapped: Swapped;
  /** That left and right are as likely where the side was kept; not yet adjusted for others being tested. */
  readonly swapP: number | null;
  /** Positions of the repeats that were answered in another way than the first time. */
  readonly changedRows: Int32Array;
}

/** A judgment and the one of the same person and comparison that came first. */
interface Again {
  readonly earlier: number;
  readonly vote: number;
}

/** How somebody answered when the same comparison came again. Both answers must be about the responses. */
export function consistencyOf(data: AnnotatorData, annotator: number): Consistency {
  const { votes } = data;
  const again = repeatsOf(data, annotator);
  const answers = again.map(
    ({ earlier, vote }) => [answerOf(votes, earlier), answerOf(votes, vote)] as const,
  );
  const alike = answers.map(([one, other]) => (one && other ? likeAgain(one, other) : null));
  const known = alike.filter((like) => like !== null);
  const swaps = again.filter(({ earlier, vote }) => votes.firstOnLeft[earlier] !== votes.firstOnLeft[vote]);
  const { swapP, ...swapped } = swappedOf(votes, swaps);
  return {
    rate: answers.some(([one]) => one && isGraded(one.kind))
      ? meanEstimate(known, least)
      : shareOf(known.filter((like) => like === 1).length, known.length, least),
    swapped,
    swapP,
    changedRows: Int32Array.from(again.filter((_, at) => (alike[at] ?? 1) < 1).map(({ vote }) => vote)),
  };
}

function repeatsOf({ votes, votesOf }: AnnotatorData, annotator: number): Again[] {
  const first = new Map<number, number>();
  const again: Again[] = [];
  for (const vote of votesOf[annotator]!) {
    const earlier = first.get(votes.comparison[vote]!);
    if (earlier === undefined) first.set(votes.comparison[vote]!, vote);
    else if (votes.kind[vote] === repeat) again.push({ earlier, vote });
  }
  return again;
}

function answerOf({ answers, answer }: JudgmentTable, vote: number): Answer | undefined {
  return answers[answer[vote]!];
}

/** Both bad is for neither, as a tie is. */
function likeAgain(one: Answer, other: Answer): number | null {
  if (one.kind === 'pair' && other.kind === 'pair') return pickOf(one) === pickOf(other) ? 1 : 0;
  return likenessOf(one, other);
}

function pickOf({ label }: Extract<Answer, { kind: 'pair' }>): 'first' | 'second' | 'tie' {
  return label === 'both_bad' ? 'tie' : label;
}

function swappedOf(votes: JudgmentTable, swaps: readonly Again[]): Swapped & Pick<Consistency, 'swapP'> {
  const picks = swaps.flatMap(({ earlier, vote }): (readonly [Picked, Picked])[] => {
    const firstWasLeft = votes.firstOnLeft[earlier] === 1;
    const [one, other] = [pickedBy(votes, earlier, firstWasLeft), pickedBy(votes, vote, firstWasLeft)];
    return one === null || other === null ? [] : [[one, other]];
  });
  const { n, decisive, decisiveConsistent, alwaysLeft, alwaysRight, positionTestP } = swapConsistency(picks);
  return {
    keptPick: shareOf(decisiveConsistent, decisive, least),
    alwaysLeft: shareOf(alwaysLeft, n, least),
    alwaysRight: shareOf(alwaysRight, n, least),
    swapP: n < least ? null : positionTestP,
  };
}

/** A is the response that stood on the left the first time. */
function pickedBy(votes: JudgmentTable, vote: number, firstWasLeft: boolean): Picked | null {
  const answer = answerOf(votes, vote);
  if (answer?.kind !== 'pair') return null;
  const pick = pickOf(answer);
  return pick === 'tie' ? pick : (pick === 'first') === firstWasLeft ? 'A' : 'B';
}

import type { Answer } from '@pairwright/contract/judgment';
import type { MainQuestion } from '@pairwright/contract/question-form';
import { answerOfKey, sideOnScale } from '../routing/gold.ts';
import type { PresentedOrder } from '../scale.ts';
import { canonicalRanks, presentedRanks } from './canonical.ts';
import { decideMain } from './judge.ts';

/** An answer given to the canonical order as it reads in another order, or back (`to: 'canonical'`). */
export function turnAnswer(
  answer: Answer,
  { main, order, to }: { main: MainQuestion; order: PresentedOrder; to: 'shown' | 'canonical' },
): Answer {
  if (answer.outcome === 'ranking') {
    const turn = to === 'shown' ? presentedRanks : canonicalRanks;
    return { outcome: 'ranking', ranks: turn(answer.ranks, order) };
  }
  if (answer.outcome !== 'scale' || main.kind !== 'pair' || order[0] === 0) return answer;
  return { outcome: 'scale', position: main.scale.points + 1 - answer.position };
}

/**
 * An answer in the terms of the question asked now: on a scale with other points than it was given on its side is kept, in the
 * mildest degree. Null where this question does not offer it. `points`: of the scale then; null: the same as now.
 */
export function answerNow(main: MainQuestion, answer: Answer, points: number | null): Answer | null {
  const now =
    answer.outcome === 'scale' && main.kind === 'pair' && points !== null && points !== main.scale.points
      ? answerOfKey(main, sideOnScale(answer.position, points))
      : answer;
  return now === null || decideMain(main, now, [0, 1]) === null ? null : now;
}

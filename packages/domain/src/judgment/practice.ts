import type { Answer } from '@pairwright/contract/judgment';
import type { MainQuestion } from '@pairwright/contract/question-form';
import type { PresentedOrder } from '../scale.ts';
import { canonicalRanks, presentedRanks } from './canonical.ts';

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
 * Whether an answer is the expected one. On a scale the side counts, not the degree; a ranking has the same order; steps
 * have the same labels up to the first wrong one, which both find.
 */
export function matchesExpected(main: MainQuestion, given: Answer, expected: Answer): boolean {
  if (main.kind === 'pair') return sideOf(main.scale.points, given) === sideOf(main.scale.points, expected);
  if (given.outcome === 'steps' && expected.outcome === 'steps')
    return upToFirstWrong(given.labels) === upToFirstWrong(expected.labels);
  if (given.outcome === 'ranking' && expected.outcome === 'ranking')
    return given.ranks.join() === expected.ranks.join();
  if (given.outcome === 'thumbs' && expected.outcome === 'thumbs') return given.up === expected.up;
  return given.outcome === expected.outcome;
}

function sideOf(points: number, answer: Answer): string {
  if (answer.outcome !== 'scale') return answer.outcome;
  const middle = (points + 1) / 2;
  if (answer.position === middle) return 'tie';
  return answer.position < middle ? 'first' : 'second';
}

function upToFirstWrong(labels: readonly string[]): string {
  const wrong = labels.indexOf('wrong');
  return (wrong === -1 ? labels : labels.slice(0, wrong + 1)).join(' ');
}

import type { QuestionForm } from '@pairwright/contract/question-form';
import { plainPair } from '@pairwright/domain/judgment/form';
import { expect, test } from 'vitest';
import type { ReadingActions } from '../reading/reading-actions.ts';
import { readingShortcuts } from '../reading/reading-shortcuts.ts';
import { lateTools } from './late-tools.ts';

const pair = plainPair({ points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true });
const rank: QuestionForm = {
  ...pair,
  main: {
    kind: 'rank',
    allowTies: true,
    allowUnacceptable: true,
    allowCannotJudge: true,
    top: null,
  } as never,
};
const steps: QuestionForm = { ...pair, main: { kind: 'single', ask: 'steps' } as never };

test.each([
  ['a pair', pair],
  ['a pair without differences', { ...pair, allowDiff: false }],
  ['a ranking', rank],
  ['step by step', steps],
])('the reading tools of %s wait under the keys they will have', (_name, form) => {
  const will = readingShortcuts(form, () => ({}) as ReadingActions).map(({ id, chords }) => [id, chords]);
  const now = lateTools(form, () => undefined).map(({ id, chords }) => [id, chords]);
  expect(now.filter(([id]) => String(id).startsWith('reading-'))).toEqual(will);
});

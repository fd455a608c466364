import type { Answer } from '@pairwright/contract/judgment';
import type { MainQuestion } from '@pairwright/contract/question-form';
import { checkAnswer } from '../judgment/check-answer.ts';
import type { ShownTexts } from '../judgment/checked.ts';
import { fits } from '../judgment/form.ts';
import { decideMain } from '../judgment/judge.ts';
import { goldKey } from './gold.ts';

/**
 * Why an answer cannot be what is expected of a comparison of these texts (responses in the order the answer speaks of):
 * the rule it breaks, or null where it can. What nobody could answer so would be held against everybody.
 */
export function expectationFault(main: MainQuestion, answer: Answer, texts: ShownTexts): string | null {
  if (!fits(main, texts.length))
    return `the question of the project cannot be asked of ${texts.length} responses`;
  if (decideMain(main, answer, [0, 1]) === null)
    return answer.outcome === 'scale' && main.kind === 'pair'
      ? `the question of the project has the positions 1 to ${main.scale.points}`
      : 'the question of the project does not offer this outcome';
  if (goldKey(main, answer) === null) return 'ratings cannot be compared with an expected answer';
  let broken: string | null = null;
  checkAnswer({ form: { main }, answer, texts, fault: (_path, _value, rule) => (broken ??= rule) });
  return broken;
}

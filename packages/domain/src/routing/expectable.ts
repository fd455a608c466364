import type { Answer } from '@pairwright/contract/judgment';
import type { MainQuestion } from '@pairwright/contract/question-form';
import { sayAnswerRule } from '../judgment/answer-rules.ts';
import { checkAnswer } from '../judgment/check-answer.ts';
import type { ShownTexts } from '../judgment/checked.ts';
import { fits } from '../judgment/form.ts';
import { decideMain } from '../judgment/judge.ts';
import type { SaidRule } from '../said-rule.ts';
import { goldKey } from './gold.ts';

/**
 * Why an answer cannot be what is expected of a comparison of these texts (responses in the order the answer speaks of):
 * the rule it breaks, or null where it can. What nobody could answer so would be held against everybody.
 */
export function expectationFault(main: MainQuestion, answer: Answer, texts: ShownTexts): SaidRule | null {
  if (!fits(main, texts.length)) return sayAnswerRule('answer_responses', { count: texts.length });
  if (decideMain(main, answer, [0, 1]) === null)
    return answer.outcome === 'scale' && main.kind === 'pair'
      ? sayAnswerRule('answer_positions', { points: main.scale.points })
      : sayAnswerRule('answer_outcome');
  if (goldKey(main, answer) === null) return sayAnswerRule('answer_ratings');
  let broken: SaidRule | null = null;
  checkAnswer({ form: { main }, answer, texts, fault: (_path, _value, rule) => (broken ??= rule) });
  return broken;
}

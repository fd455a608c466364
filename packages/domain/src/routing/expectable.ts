import type { Answer } from '@pairwright/contract/judgment';
import type { GoldRating } from '@pairwright/contract/gold';
import type { MainQuestion, QuestionForm } from '@pairwright/contract/question-form';
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

/**
 * The same of ratings, in words: they go with the answer `rated` and nothing else, for ratings that the question asks of one
 * response, each once and within its scale.
 */
export function expectedRatingsFault(
  { main, ratings: asked }: QuestionForm,
  { answer, ratings }: { readonly answer: Answer; readonly ratings: readonly GoldRating[] | null },
  texts: ShownTexts,
): string | null {
  if (answer.outcome !== 'rated')
    return ratings === null ? null : 'ratings: they can be expected only with the outcome rated';
  if (main.kind !== 'single' || main.ask !== 'rating' || texts.length !== 1)
    return 'the question of the project does not offer this outcome';
  if (ratings === null)
    return 'ratings: with the outcome rated, what is expected of at least one rating is given';
  for (const [at, { key, value }] of ratings.entries()) {
    const scale = asked.find((rating) => rating.key === key);
    if (scale === undefined) return `ratings[${at}].key: the question has no rating ${key}`;
    if (ratings.findIndex((other) => other.key === key) !== at)
      return `ratings[${at}].key: ${key} is there twice`;
    if (value < scale.min || value > scale.max)
      return `ratings[${at}].value: ${value} is not within ${scale.min} to ${scale.max} of ${key}`;
  }
  return null;
}

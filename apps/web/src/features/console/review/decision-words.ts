import type { Adjudication, ReviewedVote } from '@pairwright/contract/review';
import type { Translate } from '../../../i18n/use-i18n.ts';
import { answerWords } from '../comparisons/answer-words.ts';

/** A vote or a decision in words with the models' names. */
export function decisionWords(
  said: Pick<ReviewedVote | Adjudication, 'outcome' | 'strength' | 'ranks'>,
  models: readonly string[],
  t: Translate,
): string {
  return answerWords({ ...said, details: null }, models, t);
}

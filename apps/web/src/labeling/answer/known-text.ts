import type { GoldRating } from '@pairwright/contract/gold';
import type { Answer } from '@pairwright/contract/judgment';
import type { Question } from '@pairwright/contract/projects';
import type { Locale } from '../../i18n/locales.ts';
import type { Translate } from '../../i18n/use-i18n.ts';
import { answerText } from './answer-text.ts';
import { ratedText } from './rated-text.ts';

interface Known {
  readonly answer: Answer;
  readonly ratings: readonly GoldRating[] | null;
}

/** What is expected in words; of ratings each with its value. */
export function knownText(
  { answer, ratings }: Known,
  of: { question: Question; locale: Locale },
  t: Translate,
): string {
  return answer.outcome === 'rated' && ratings !== null ? ratedText(ratings, of) : answerText(answer, of, t);
}

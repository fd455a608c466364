import type { Adjudication, ReviewedVote } from '@pairwright/contract/review';
import type { QuestionForm } from '@pairwright/contract/question-form';
import type { Locale } from '../../../i18n/locales.ts';
import type { Translate } from '../../../i18n/use-i18n.ts';
import { answerWords } from '../comparisons/answer-words.ts';

/** Whose words ratings are told in. */
export interface Asked {
  readonly form: Pick<QuestionForm, 'ratings'>;
  readonly locale: Locale;
}

/** A vote or a decision in words with the models' names. */
export function decisionWords(
  said: Pick<ReviewedVote | Adjudication, 'outcome' | 'strength' | 'ranks' | 'details'>,
  { models, ...asked }: Asked & { readonly models: readonly string[] },
  t: Translate,
): string {
  return said.outcome === 'rated' && said.details !== null && said.details.ratings.length > 0
    ? ratingWords(said.details.ratings, asked, t)
    : answerWords(said, models, t);
}

/** `Quality 4, Truth 3`, by the names the question gives them. */
export function ratingWords(
  ratings: readonly { readonly key: string; readonly value: number }[],
  { form, locale }: Asked,
  t: Translate,
): string {
  return ratings
    .map(({ key, value }) =>
      t('console-review.share_of', {
        model: form.ratings.find((rating) => rating.key === key)?.label[locale] ?? key,
        share: value,
      }),
    )
    .join(t('console-question.comma'));
}

import type { GoldRating } from '@pairwright/contract/gold';
import type { Question } from '@pairwright/contract/projects';
import type { Locale } from '../../i18n/locales.ts';

/** `Quality 4 and Truth 3`, by the names that the question gives its ratings. */
export function ratedText(
  ratings: readonly GoldRating[],
  { question, locale }: { question: Question; locale: Locale },
): string {
  const said = ratings.map(({ key, value }) => {
    const label = question.form.ratings.find((rating) => rating.key === key)?.label[locale] ?? key;
    return `${label} ${value}`;
  });
  return new Intl.ListFormat(locale).format(said);
}

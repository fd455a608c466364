import type { QuestionForm } from '@pairwright/contract/question-form';
import type { MissingPart } from '@pairwright/domain/judgment/missing';
import type { Locale } from '../../../i18n/locales.ts';
import type { Translate } from '../../../i18n/use-i18n.ts';
import { placeLetter } from '../place-letter.ts';

export interface FormWords {
  form: QuestionForm;
  /** How many answers are shown: a single one has no letter. */
  responses: number;
  locale: Locale;
}

/** A part that is missing, by the name it has on the screen. */
export function missingText(part: MissingPart, words: FormWords, t: Translate): string {
  const { form, responses, locale } = words;
  switch (part.part) {
    case 'answer':
      return t(
        form.main.kind === 'rank' ? 'labeling-parts.missing_ranking' : 'labeling-parts.missing_answer',
      );
    case 'criterion':
      return form.criteria.find(({ key }) => key === part.key)?.label[locale] ?? part.key;
    case 'rating': {
      const name = form.ratings.find(({ key }) => key === part.key)?.label[locale] ?? part.key;
      if (responses === 1) return name;
      return t('labeling-parts.of_answer', { name, letter: placeLetter(part.place) });
    }
    case 'safety':
      return t('labeling-parts.safety');
    case 'reason':
      return t('labeling-parts.reasons');
    case 'rationale':
      return t('labeling-parts.rationale');
    case 'rewrite':
      return t('labeling-parts.rewrite');
  }
}

import type { ExplainedQuestion, Resolution } from '@pairwright/contract/resolutions';
import type { Speaker } from '../projects/form/form-facts.ts';
import { resultWords } from './resolution-words.ts';

type ResponseLabel = NonNullable<Resolution['responses']>[number];

/** What a question beside the main one is called; its key where no form names it. */
export function questionName(
  { question, label }: Pick<ExplainedQuestion, 'question' | 'label'>,
  { t, locale }: Pick<Speaker, 't' | 'locale'>,
): string {
  if (question === 'main') return t('console-review.question_main');
  if (question === 'safety') return t('console-review.question_safety');
  return label?.[locale] ?? question.slice(question.indexOf(':') + 1);
}

interface Of {
  readonly question: string;
  readonly models: readonly string[];
}

/** A label in words, of each response by itself where the question is about each. */
export function labelWords(
  label: Pick<Resolution, 'result' | 'winner' | 'strength' | 'responses'>,
  { question, models }: Of,
  speaker: Speaker,
): string {
  const { responses } = label;
  if (responses === null || label.result === 'unresolved') return resultWords(label, models, speaker.t);
  return speaker.formats.list(
    responses.map((response, index) =>
      speaker.t('console-review.share_of', {
        model: models[index] ?? '',
        share: responseWords(response, question, speaker),
      }),
    ),
  );
}

/** The median of a rating, or what most say of a flag or safety. */
export function responseWords(
  { value, mostly }: ResponseLabel,
  question: string,
  { t, formats }: Speaker,
): string {
  if (value === null) return '–';
  if (isRating(question)) return formats.number(value);
  if (mostly === null) return t('console-review.mostly_split');
  const name = question === 'safety' ? 'safe' : 'flag';
  return t(`console-review.${name}_${mostly ? 'yes' : 'no'}`);
}

/** The value with its interval; where there is no interval, why. */
export function valueWords(
  { value, low, high }: ResponseLabel,
  question: string,
  { t, formats }: Speaker,
): string {
  if (value === null) return t('console-review.no_answer');
  const text = (number: number): string =>
    isRating(question) ? formats.number(number) : formats.percent(number);
  if (low === null || high === null) return t('console-review.value_too_few', { value: text(value) });
  return t('console-review.probability_interval', {
    probability: text(value),
    low: text(low),
    high: text(high),
  });
}

export function isRating(question: string): boolean {
  return question.startsWith('rating:');
}

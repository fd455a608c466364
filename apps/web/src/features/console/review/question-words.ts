import type { ExplainedQuestion, Resolution } from '@pairwright/contract/resolutions';
import type { Translate } from '../../../i18n/use-i18n.ts';
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
  label: Pick<Resolution, 'result' | 'winner' | 'strength' | 'responses' | 'steps'>,
  { question, models }: Of,
  speaker: Speaker,
): string {
  const { responses, steps } = label;
  if (label.result !== 'unresolved' && steps !== null) return stepsWords(steps, speaker.t);
  if (responses === null || label.result === 'unresolved') return resultWords(label, models, speaker.t);
  // Thumbs are about the one response there is.
  if (question === 'main')
    return responses.map((response) => responseWords(response, question, speaker)).join();
  return speaker.formats.list(
    responses.map((response, index) =>
      speaker.t('console-review.share_of', {
        model: models[index] ?? '',
        share: responseWords(response, question, speaker),
      }),
    ),
  );
}

/** The median of a rating, or what most say of a flag, safety or thumbs; what reviewers decided goes before. */
export function responseWords(
  { value, mostly, decided }: ResponseLabel,
  question: string,
  { t, formats }: Speaker,
): string {
  if (isRating(question)) {
    const rating = decided ?? value;
    return rating === null ? '–' : formats.number(rating);
  }
  const said = decided === null ? mostly : decided === 1;
  if (value === null && decided === null) return '–';
  const name = question === 'safety' ? 'safe' : question === 'main' ? 'thumb' : 'flag';
  if (said === null) return t(`console-review.${name === 'thumb' ? 'thumb_split' : 'mostly_split'}`);
  return t(`console-review.${name}_${said ? 'yes' : 'no'}`);
}

type StepLabel = NonNullable<Resolution['steps']>[number];

/** How many steps are right and where the first error is, or the first step that no label leads for. */
function stepsWords(steps: readonly StepLabel[], t: Translate): string {
  const labels = steps.map(labelOfStep);
  const open = labels.indexOf(null) + 1;
  if (open > 0) return t('console-review.steps_contested', { first: open });
  const first = labels.indexOf('wrong') + 1;
  const values = { right: labels.filter((label) => label === 'right').length, count: labels.length };
  return first === 0
    ? t('console-review.steps_right', values)
    : t('console-review.steps_error', { ...values, first });
}

export function labelOfStep({ mostly, decided }: StepLabel): StepLabel['mostly'] {
  return decided ?? mostly;
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

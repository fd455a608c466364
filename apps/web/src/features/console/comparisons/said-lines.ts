import type { LocalText, QuestionForm } from '@pairwright/contract/question-form';
import type { CanonicalDetails } from '@pairwright/domain/judgment/canonical';
import type { Speaker } from '../projects/form/form-facts.ts';
import { strengthOf } from './answer-words.ts';

export interface Told {
  /** Parts that a form did not ask may be absent in old judgments. */
  readonly details: Partial<CanonicalDetails>;
  /** The form that was answered; null while it is fetched: keys stand in for names. */
  readonly form: QuestionForm | null;
  /** By canonical index. */
  readonly models: readonly string[];
}

export interface SaidGroup {
  readonly title: string;
  readonly lines: readonly string[];
}

/** The name a part had in its version, else its key. */
export function keyName(
  parts: readonly { key: string; label: LocalText }[],
  key: string,
  { locale }: Speaker,
): string {
  return parts.find((part) => part.key === key)?.label[locale] ?? key;
}

/** What was said beside the answer, in lines under a title each; what was not said has no group. */
export function saidLines(told: Told, speaker: Speaker): SaidGroup[] {
  const { t } = speaker;
  const groups = [
    { title: t('console-question.list_criteria'), lines: criteriaLines(told, speaker) },
    { title: t('console-question.list_ratings'), lines: ratingLines(told, speaker) },
    { title: t('console-question.list_flags'), lines: flagLines(told, speaker) },
    { title: t('console-question.said_safety'), lines: safetyLines(told, speaker) },
    { title: t('console-question.list_reasons'), lines: reasonLines(told, speaker) },
    { title: t('console-question.said_steps'), lines: stepLines(told, speaker) },
  ];
  return groups.filter((group) => group.lines.length > 0);
}

function criteriaLines({ details, form, models }: Told, speaker: Speaker): string[] {
  const { t } = speaker;
  return (details.criteria ?? []).map(({ key, outcome, strength }) => {
    const what = keyName(form?.criteria ?? [], key, speaker);
    if (outcome !== 'preference') return t(`console-question.said_${outcome}`, { what });
    const model = models[(strength ?? 0) < 0 ? 0 : 1] ?? '';
    return t('console-question.said_prefers', { what, model, strength: strengthOf(strength) });
  });
}

/** One line for each response that something is said of. */
function byModel(
  items: readonly { response: number; text: string }[],
  { models }: Told,
  { t, formats }: Speaker,
): string[] {
  return models.flatMap((model, index) => {
    const texts = items.filter((item) => item.response === index).map((item) => item.text);
    return texts.length === 0
      ? []
      : [t('console-question.said_of_model', { model, values: formats.list(texts) })];
  });
}

function ratingLines(told: Told, speaker: Speaker): string[] {
  const items = (told.details.ratings ?? []).map(({ key, response, value }) => ({
    response,
    text: speaker.t('console-question.said_rating', {
      what: keyName(told.form?.ratings ?? [], key, speaker),
      value,
    }),
  }));
  return byModel(items, told, speaker);
}

function flagLines(told: Told, speaker: Speaker): string[] {
  const flags = told.form?.flags ?? [];
  const items = (told.details.flags ?? []).map(({ key, response, severity }) => {
    const what = keyName(flags, key, speaker);
    if (severity === null) return { response, text: what };
    const names = flags.find((flag) => flag.key === key)?.severities ?? [];
    const name = names[severity - 1]?.[speaker.locale] ?? severity;
    return { response, text: speaker.t('console-question.said_severity', { what, severity: name }) };
  });
  return byModel(items, told, speaker);
}

function safetyLines(told: Told, speaker: Speaker): string[] {
  const items = (told.details.safe ?? []).map((safe, response) => ({
    response,
    text: speaker.t(safe ? 'console-question.said_safe' : 'console-question.said_unsafe'),
  }));
  return byModel(items, told, speaker);
}

function reasonLines({ details, form }: Told, speaker: Speaker): string[] {
  return (details.reasons ?? []).map((key) => keyName(form?.rationale.reasons ?? [], key, speaker));
}

function stepLines({ details }: Told, { t }: Speaker): string[] {
  return (details.steps ?? []).map(
    ({ label }, index) => `${index + 1}. ${t(`console-question.step_${label}`)}`,
  );
}

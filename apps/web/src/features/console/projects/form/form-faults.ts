import type { QuestionForm } from '@pairwright/contract/question-form';
import type { MessageKey } from '../../../../i18n/keys.ts';
import type { QuestionDraft } from '../question-draft.ts';

/** What is wrong by path, as the server names paths: `form.criteria.0.label.en`. */
export type FormFaults = Readonly<Record<string, MessageKey>>;

/** What can be seen to be wrong before anything is sent. */
export function formFaults({ text, form }: QuestionDraft): FormFaults {
  const found: Record<string, MessageKey> = {};
  for (const path of [...missingTexts('text', text), ...missingTexts('form', form)])
    found[path] = 'console-question.missing_text';
  keyFaults(form, found);
  form.ratings.forEach(({ min, max }, index) => {
    if (max <= min) found[`form.ratings.${index}.max`] = 'console-question.max_above_min';
  });
  const { main, ratings, rationale } = form;
  if (main.kind === 'single' && main.ask === 'rating' && ratings.length === 0)
    found['form.ratings'] = 'console-question.needs_rating';
  if (rationale.reasonRequired && rationale.reasons.length === 0)
    found['form.rationale.reasons'] = 'console-question.needs_reason';
  return found;
}

/** Paths of texts that lack a language, anywhere below. */
function missingTexts(path: string, value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('en' in value && 'zh-CN' in value) {
    return Object.entries(value).flatMap(([language, text]) =>
      typeof text === 'string' && text.trim() === '' ? [`${path}.${language}`] : [],
    );
  }
  return Object.entries(value).flatMap(([name, part]) => missingTexts(`${path}.${name}`, part));
}

function keyFaults(form: QuestionForm, found: Record<string, MessageKey>): void {
  const { criteria, ratings, flags, spans, rationale } = form;
  const lists = { criteria, ratings, flags, spans, 'rationale.reasons': rationale.reasons };
  for (const [name, items] of Object.entries(lists)) {
    items.forEach(({ key }, index) => {
      const path = `form.${name}.${index}.key`;
      if (!/^[a-z][a-z0-9_]{0,39}$/.test(key)) found[path] = 'console-question.bad_key';
      else if (items.findIndex((item) => item.key === key) < index) found[path] = 'console-question.same_key';
    });
  }
}

/** Whether something at or below the path is wrong. */
export function faultBelow(faults: Readonly<Record<string, unknown>>, path: string): boolean {
  return Object.keys(faults).some((fault) => fault === path || fault.startsWith(`${path}.`));
}

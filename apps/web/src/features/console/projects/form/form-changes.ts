import type { QuestionForm } from '@pairwright/contract/question-form';
import type { QuestionDraft } from '../question-draft.ts';
import { partsOf } from './form-draft.ts';
import type { ListName, Part } from './form-draft.ts';
import { mainFact, singleFacts } from './form-facts.ts';
import type { Speaker } from './form-facts.ts';

const lists: readonly ListName[] = ['criteria', 'ratings', 'flags', 'spans', 'reasons'];

/** What publishing would change, in sentences; empty when nothing would. */
export function changesOf(before: QuestionDraft, after: QuestionDraft, speaker: Speaker): string[] {
  const { t } = speaker;
  const text = same(before.text, after.text) ? [] : [t('console-question.change_text')];
  return [
    ...text,
    ...mainChanges(before.form, after.form, speaker),
    ...lists.flatMap((list) => listChanges(list, { before: before.form, after: after.form }, speaker)),
    ...singleChanges(before.form, after.form, speaker),
  ];
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function fromTo(was: string, now: string, { t }: Speaker): string {
  return t('console-question.change_from_to', { was, now });
}

function mainChanges(before: QuestionForm, after: QuestionForm, speaker: Speaker): string[] {
  if (same(before.main, after.main)) return [];
  const was = mainFact(before.main, speaker);
  const now = mainFact(after.main, speaker);
  return was === now ? [speaker.t('console-question.change_levels')] : [fromTo(was, now, speaker)];
}

function listChanges(
  list: ListName,
  { before, after }: { before: QuestionForm; after: QuestionForm },
  { t, locale, formats }: Speaker,
): string[] {
  const was = partsOf(before, list);
  const now = partsOf(after, list);
  const has = (parts: readonly Part[], key: string) => parts.find((part) => part.key === key);
  const names = (parts: readonly Part[]) => formats.list(parts.map((part) => part.label[locale]));
  const added = now.filter((part) => has(was, part.key) === undefined);
  const removed = was.filter((part) => has(now, part.key) === undefined);
  const changed = now.filter((part) => {
    const old = has(was, part.key);
    return old !== undefined && !same(old, part);
  });
  const order = (parts: readonly Part[], others: readonly Part[]) =>
    parts.filter((part) => has(others, part.key) !== undefined).map((part) => part.key);
  const what = t(`console-question.list_${list}`);
  const lines: string[] = [];
  if (added.length > 0) lines.push(t('console-question.change_added', { what, names: names(added) }));
  if (removed.length > 0) lines.push(t('console-question.change_removed', { what, names: names(removed) }));
  if (changed.length > 0) lines.push(t('console-question.change_changed', { what, names: names(changed) }));
  if (!same(order(was, now), order(now, was))) lines.push(t('console-question.change_order', { what }));
  return lines;
}

function singleChanges(before: QuestionForm, after: QuestionForm, speaker: Speaker): string[] {
  const was = singleFacts(before, speaker);
  const now = singleFacts(after, speaker);
  return now.flatMap((fact, index) => {
    const old = was[index] ?? '';
    return old === fact ? [] : [fromTo(old, fact, speaker)];
  });
}

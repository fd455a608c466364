import type { QuestionForm } from '@pairwright/contract/question-form';
import type { Entry } from '../../session/entries.ts';

/** One answer of each kind taken into an entry; `undefined` takes it out again. Orders follow the form. */

export function withCriterion(
  form: QuestionForm,
  entry: Entry,
  { key, position }: { key: string; position: number | null | undefined },
): Entry {
  const others = entry.details.criteria.filter((given) => given.key !== key);
  const criteria = position === undefined ? others : [...others, { key, position }];
  return withDetails(entry, { criteria: inFormOrder(form.criteria, criteria) });
}

/** Where a question asks for ratings alone, the first one makes the answer. */
export function withRating(
  form: QuestionForm,
  entry: Entry,
  { key, place, value }: { key: string; place: number; value: number | undefined },
): Entry {
  const others = entry.details.ratings.filter((given) => given.key !== key || given.place !== place);
  const ratings = value === undefined ? others : [...others, { key, place, value }];
  const alone = form.main.kind === 'single' && form.main.ask === 'rating';
  const rated = alone && (entry.answer === null || entry.answer.outcome === 'rated');
  return {
    ...withDetails(entry, { ratings: inFormOrder(form.ratings, ratings) }),
    ...(rated ? { answer: ratings.length === 0 ? null : { outcome: 'rated' } } : {}),
  };
}

export function withFlag(
  form: QuestionForm,
  entry: Entry,
  { key, place, severity }: { key: string; place: number; severity: number | null | undefined },
): Entry {
  const others = entry.details.flags.filter((given) => given.key !== key || given.place !== place);
  const flags = severity === undefined ? others : [...others, { key, place, severity }];
  return withDetails(entry, { flags: inFormOrder(form.flags, flags) });
}

export function withSafe(entry: Entry, safe: readonly boolean[] | null): Entry {
  return withDetails(entry, { safe: safe === null ? null : [...safe] });
}

export function withReason(
  form: QuestionForm,
  entry: Entry,
  { key, on }: { key: string; on: boolean },
): Entry {
  const chosen = new Set(entry.details.reasons);
  if (on) chosen.add(key);
  else chosen.delete(key);
  const reasons = form.rationale.reasons.map((reason) => reason.key).filter((known) => chosen.has(known));
  return withDetails(entry, { reasons });
}

function withDetails(entry: Entry, change: Partial<Entry['details']>): Entry {
  return { ...entry, details: { ...entry.details, ...change } };
}

/** By the form, then by place: the same answers are the same text, whatever the order of giving. */
function inFormOrder<Given extends { key: string; place?: number }>(
  asked: readonly { key: string }[],
  given: readonly Given[],
): Given[] {
  const at = new Map(asked.map(({ key }, index) => [key, index]));
  return [...given].sort(
    (a, b) => (at.get(a.key) ?? 0) - (at.get(b.key) ?? 0) || (a.place ?? 0) - (b.place ?? 0),
  );
}

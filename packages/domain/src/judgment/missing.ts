import type { Answer, Details, SomeDetails } from '@pairwright/contract/judgment';
import type { QuestionForm } from '@pairwright/contract/question-form';
import { isWholeRanking } from './ranking.ts';

/** A part of the form that still has to be filled in. */
export type MissingPart =
  | { readonly part: 'answer' | 'safety' | 'rationale' | 'reason' | 'rewrite' }
  | { readonly part: 'criterion'; readonly key: string }
  | { readonly part: 'rating'; readonly key: string; readonly place: number };

/** What has been entered; `rationale` is empty where nothing was written. */
export interface Entered {
  readonly answer: Answer | null;
  readonly details: SomeDetails;
  readonly rationale: string;
}

/**
 * What a judgment of this form still lacks, in the order of the form. Who cannot judge owes nothing else. The same rule
 * decides on the screen whether a judgment may be given and on the server whether it is taken.
 */
export function missingParts(form: QuestionForm, draft: Entered, responses: number): MissingPart[] {
  const { answer, rationale } = draft;
  const details = withDefaults(draft.details);
  if (answer?.outcome === 'cannot_judge') return [];
  const missing: MissingPart[] = [];
  if (
    answer === null ||
    (answer.outcome === 'ranking' &&
      form.main.kind === 'rank' &&
      !isWholeRanking(form.main.topK, answer.ranks))
  )
    missing.push({ part: 'answer' });
  for (const { key, required } of form.criteria)
    if (required && !details.criteria.some((given) => given.key === key))
      missing.push({ part: 'criterion', key });
  for (const { key, required } of form.ratings) {
    for (let place = 0; required && place < responses; place++)
      if (!details.ratings.some((given) => given.key === key && given.place === place))
        missing.push({ part: 'rating', key, place });
  }
  if (form.safety?.required === true && details.safe === null) missing.push({ part: 'safety' });
  if (form.rationale.reasonRequired && details.reasons.length === 0) missing.push({ part: 'reason' });
  if (isRationaleShort(form, rationale)) missing.push({ part: 'rationale' });
  if (form.rewrite === 'required' && details.rewrite === null) missing.push({ part: 'rewrite' });
  return missing;
}

function isRationaleShort({ rationale: asked }: QuestionForm, given: string): boolean {
  const length = [...given.trim()].length;
  if (asked.mode === 'required') return length < Math.max(1, asked.minLength);
  return asked.mode === 'optional' && length > 0 && length < asked.minLength;
}

/** Details with every part there, empty where nothing was said. */
export function withDefaults(details: SomeDetails): Details {
  return {
    criteria: details.criteria ?? [],
    ratings: details.ratings ?? [],
    flags: details.flags ?? [],
    safe: details.safe ?? null,
    reasons: details.reasons ?? [],
    spans: details.spans ?? [],
    rewrite: details.rewrite ?? null,
  };
}

/** Whether a draft says nothing, so that it need not be kept. */
export function isEmptyDraft(draft: Entered): boolean {
  return draft.answer === null && draft.rationale === '' && !hasDetails(draft.details);
}

export function hasDetails(details: SomeDetails): boolean {
  const { criteria, ratings, flags, safe, reasons, spans, rewrite } = withDefaults(details);
  const entries = criteria.length + ratings.length + flags.length + reasons.length + spans.length;
  return entries > 0 || safe !== null || rewrite !== null;
}

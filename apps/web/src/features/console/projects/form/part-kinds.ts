import type {
  Criterion,
  QuestionForm,
  Rating,
  ResponseFlag,
  SpanLabel,
} from '@pairwright/contract/question-form';
import { emptyText } from './form-draft.ts';
import type { ListName, Part } from './form-draft.ts';

/** A list of named parts in a form: where it stands, and how an item begins. */
export interface PartKind<Item extends Part, List extends ListName = ListName> {
  readonly list: List;
  readonly path: string;
  readonly most: number;
  readonly of: (form: QuestionForm) => readonly Item[];
  readonly into: (form: QuestionForm, items: Item[]) => QuestionForm;
  readonly make: (key: string) => Item;
}

const fresh = { label: emptyText, hint: null };

export const criterionKind: PartKind<Criterion, 'criteria'> = {
  list: 'criteria',
  path: 'form.criteria',
  most: 12,
  of: (form) => form.criteria,
  into: (form, criteria) => ({ ...form, criteria }),
  make: (key) => ({ key, ...fresh, points: 5, allowNotApplicable: false, required: true }),
};

export const ratingKind: PartKind<Rating, 'ratings'> = {
  list: 'ratings',
  path: 'form.ratings',
  most: 12,
  of: (form) => form.ratings,
  into: (form, ratings) => ({ ...form, ratings }),
  make: (key) => ({ key, ...fresh, min: 1, max: 5, low: null, high: null, required: true }),
};

export const flagKind: PartKind<ResponseFlag, 'flags'> = {
  list: 'flags',
  path: 'form.flags',
  most: 40,
  of: (form) => form.flags,
  into: (form, flags) => ({ ...form, flags }),
  make: (key) => ({ key, ...fresh, severities: [] }),
};

export const spanKind: PartKind<SpanLabel, 'spans'> = {
  list: 'spans',
  path: 'form.spans',
  most: 12,
  of: (form) => form.spans,
  into: (form, spans) => ({ ...form, spans }),
  make: (key) => ({ key, label: emptyText, tone: 'bad' }),
};

export const reasonKind: PartKind<Part, 'reasons'> = {
  list: 'reasons',
  path: 'form.rationale.reasons',
  most: 40,
  of: (form) => form.rationale.reasons,
  into: (form, reasons) => ({ ...form, rationale: { ...form.rationale, reasons } }),
  make: (key) => ({ key, label: emptyText }),
};

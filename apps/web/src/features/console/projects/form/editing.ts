import type { QuestionForm } from '@pairwright/contract/question-form';
import type { ListName } from './form-draft.ts';

/** What every field of the form editor reads and changes. */
export interface Editing {
  readonly form: QuestionForm;
  readonly onForm: (change: (form: QuestionForm) => QuestionForm) => void;
  /** What is wrong, in words, by path. */
  readonly faults: Readonly<Record<string, string>>;
  /** Keys that published versions have. */
  readonly kept: Readonly<Record<ListName, ReadonlySet<string>>>;
}

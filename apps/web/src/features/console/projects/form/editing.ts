import type { QuestionForm } from '@pairwright/contract/question-form';

/** What every field of the form editor reads and changes. */
export interface Editing {
  readonly form: QuestionForm;
  readonly onForm: (change: (form: QuestionForm) => QuestionForm) => void;
  /** What is wrong, in words, by path. */
  readonly faults: Readonly<Record<string, string>>;
  /** Forms of the versions there are: their keys stay. */
  readonly published: readonly QuestionForm[];
}

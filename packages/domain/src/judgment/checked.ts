import type { Answer, Details } from '@pairwright/contract/judgment';
import type { QuestionForm } from '@pairwright/contract/question-form';

/** The text of the responses by place: the content of each message. */
export type ShownTexts = readonly (readonly (string | null)[])[];

/** Says what is wrong: where, what was there, and the rule. */
export type Fault = (path: string, value: unknown, rule: string) => void;

/** A judgment under check. */
export interface Checked {
  readonly form: QuestionForm;
  readonly answer: Answer;
  readonly details: Details;
  readonly texts: ShownTexts;
  readonly fault: Fault;
}

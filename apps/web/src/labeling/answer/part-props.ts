import type { QuestionForm } from '@pairwright/contract/question-form';
import type { RefObject } from 'react';
import type { Work } from '../session/session.ts';
import type { EntryDesk } from './use-entry.ts';

/**
 * What every part of the form gets, the main question too. It reads `desk.entry` and changes it through `desk.change`
 * alone: so undo, drafts, what is missing and the given judgment all follow by themselves. A part that can be missing
 * wears `data-asks` (see `ask-name.ts`) on an element with something to focus in it.
 */
export interface PartProps {
  desk: EntryDesk;
  work: Work;
  form: QuestionForm;
}

/** What the bar of a main question gets besides. */
export interface MainProps extends PartProps {
  /** The group of the answers, for keys that select one. */
  groupRef: RefObject<HTMLDivElement | null>;
  /** A press that did not count; said at the scale, where the eyes are. */
  notice: string | null;
}

import type { Answer } from '@pairwright/contract/judgment';
import type { QuestionForm } from '@pairwright/contract/question-form';
import { isOneKey } from '@pairwright/domain/judgment/form';
import type { MissingPart } from '@pairwright/domain/judgment/missing';
import { useState, useSyncExternalStore } from 'react';
import { markVote } from '../pane/Stage.tsx';
import type { Controller } from '../session/controller.ts';
import { focusAsked, focusHome } from './ask-name.ts';
import { emptyEntry } from '../session/entries.ts';
import type { Entry } from '../session/entries.ts';
import { lacking, withImplied } from './lacking.ts';
import { changeEntry, entryOf } from '../session/entry-of.ts';
import type { DraftPlace } from '../session/draft-link.ts';
import { currentId } from '../session/session.ts';
import type { Decision, SessionState, Work } from '../session/session.ts';

/** When and how a choice was made. */
export interface Press {
  timeStamp: number;
  repeat: boolean;
}

/** What is being entered for the work at hand, until it is given. Every part of the form reads and changes this. */
export interface EntryDesk {
  work: Work | null;
  form: QuestionForm | null;
  /** The decision already taken, when looking back. */
  decision: Decision | null;
  entry: Entry;
  /** What the form still asks for. */
  missing: readonly MissingPart[];
  /** How often the person tried to give it in vain: what is missing is then shown. 0 until they tried. */
  tries: number;
  /** Where what is entered is kept. */
  draft: DraftPlace;
  commentOpen: boolean;
  /** Changes with the same `merge`, one after the other, are one step for undo: the letters of one text. */
  change: (change: (entry: Entry) => Entry, merge?: string) => void;
  /** One step back in what was entered; false when there is none. */
  undoChange: () => boolean;
  canUndoChange: boolean;
  /** Gives the whole judgment with this main answer if nothing is missing; else only takes the answer over. */
  giveAnswer: (answer: Answer, press: Press, by: 'key' | 'pointer') => void;
  /** Gives what is entered if nothing is missing. */
  give: (press: Press, by: 'key' | 'pointer') => void;
  openComment: () => void;
  leaveComment: () => void;
}

export function useEntry(controller: Controller, session: SessionState): EntryDesk {
  const { entries, drafts } = controller;
  useSyncExternalStore(entries.subscribe, entries.version);
  const [tried, setTried] = useState<{ id: string | null; times: number }>({ id: null, times: 0 });
  const [commentOpen, setCommentOpen] = useState(false);
  const id = currentId(session);
  const draft = useSyncExternalStore(drafts.subscribe, () => (id === null ? 'none' : drafts.place(id)));
  const work = id === null ? null : (session.works.get(id) ?? null);
  const form = work?.question.form ?? null;
  const decision = id === null ? null : (session.decisions.get(id) ?? null);
  const entry = id === null ? emptyEntry : entryOf(controller, id, decision);
  const change = (by: (entry: Entry) => Entry, merge?: string): void => {
    if (id !== null) changeEntry(controller, id, { by, merge });
  };
  const lacks = (of: Entry): readonly MissingPart[] => (work === null ? [] : lacking(work, of));
  const judge = (entered: Entry, press: Press, by: 'key' | 'pointer'): void => {
    const given = work === null ? entered : withImplied(work, entered);
    if (given.answer === null || lacks(given).length > 0) {
      setTried({ id, times: tried.id === id ? tried.times + 1 : 1 });
      return;
    }
    controller.look({ input: by });
    controller.judge({ ...given, answer: given.answer }, { at: press.timeStamp, repeat: press.repeat });
    // Not counted: everything stays as it is.
    if (currentId(controller.state()) === id) return;
    markVote(press.timeStamp);
    setCommentOpen(false);
    setTried({ id: null, times: 0 });
  };
  return {
    work,
    form,
    decision,
    entry,
    missing: lacks(entry),
    tries: id !== null && tried.id === id ? tried.times : 0,
    draft,
    commentOpen: commentOpen && id !== null,
    change,
    undoChange: () => id !== null && entries.undo(id),
    canUndoChange: id !== null && entries.canUndo(id),
    giveAnswer: (answer, press, by) => {
      const given = { ...entry, answer };
      const oneKey = form !== null && isOneKey(form);
      if (oneKey && lacks(given).length === 0) return judge(given, press, by);
      if (press.repeat) return;
      change(() => given);
      // One press would have been enough, but for what is begun and not finished: that is said.
      if (oneKey) judge(given, press, by);
    },
    give: (press, by) => judge(entry, press, by),
    openComment: () => {
      if (form === null || form.rationale.mode === 'off') return;
      setCommentOpen(true);
      // Once it is there: it may just have been folded.
      requestAnimationFrame(() => focusAsked({ part: 'rationale' }));
    },
    leaveComment: () => {
      setCommentOpen(false);
      focusHome();
    },
  };
}

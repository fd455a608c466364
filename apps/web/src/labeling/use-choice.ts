import type { Answer } from '@pairwright/contract/annotate';
import { useState } from 'react';
import type { Controller } from './controller.ts';
import { currentId } from './session.ts';
import type { Decision, SessionState } from './session.ts';
import { markVote } from './Stage.tsx';

/** When and how a choice was made. */
export interface Press {
  timeStamp: number;
  repeat: boolean;
}

export interface ChoiceState {
  /** The decision already taken on this pair, when looking back. */
  decision: Decision | null;
  /** Selected, or given before. */
  picked: Answer | null;
  rationale: string;
  commentOpen: boolean;
  select: (answer: Answer) => void;
  give: (answer: Answer, press: Press, by: 'key' | 'pointer') => void;
  write: (text: string) => void;
  openComment: () => void;
  leaveComment: () => void;
}

/** What is being chosen for the pair at hand: selection and comment, until they are given. */
export function useChoice(controller: Controller, session: SessionState): ChoiceState {
  const [selected, setSelected] = useState<{ id: string; answer: Answer } | null>(null);
  const [drafts, setDrafts] = useState<Readonly<Record<string, string>>>({});
  const [commentOpen, setCommentOpen] = useState(false);
  const id = currentId(session);
  const decision = id === null ? null : (session.decisions.get(id) ?? null);
  const given = decision?.kind === 'judgment' ? decision : null;
  const rationale = id === null ? '' : (drafts[id] ?? given?.rationale ?? '');
  return {
    decision,
    picked: selected?.id === id ? (selected?.answer ?? null) : (given?.answer ?? null),
    rationale,
    commentOpen: commentOpen && id !== null,
    select: (answer) => {
      if (id !== null) setSelected({ id, answer });
    },
    give: (answer, press, by) => {
      const trimmed = rationale.trim();
      controller.look({ input: by });
      controller.judge(answer, {
        at: press.timeStamp,
        repeat: press.repeat,
        rationale: trimmed === '' ? null : trimmed,
      });
      // Not counted: everything stays as it is.
      if (currentId(controller.state()) === id) return;
      markVote(press.timeStamp);
      setSelected(null);
      setCommentOpen(false);
    },
    write: (text) => {
      if (id !== null) setDrafts({ ...drafts, [id]: text });
    },
    openComment: () => setCommentOpen(id !== null),
    leaveComment: () => {
      setCommentOpen(false);
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    },
  };
}

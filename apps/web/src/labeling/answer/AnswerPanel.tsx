import type { RefObject } from 'react';
import type { Work } from '../session/session.ts';
import { DecisionBar } from './DecisionBar.tsx';
import type { EntryDesk } from './use-entry.ts';

interface AnswerPanelProps {
  desk: EntryDesk;
  work: Work;
  groupRef: RefObject<HTMLDivElement | null>;
  /** A press that did not count; said at the scale, where the eyes are. */
  notice: string | null;
}

/** The main question of the work at hand, by its kind. */
export function AnswerPanel({ desk, work, groupRef, notice }: AnswerPanelProps) {
  const { question } = work;
  const { main } = question.form;
  if (main.kind !== 'pair') return null;
  return (
    <DecisionBar
      question={question}
      main={main}
      selected={desk.entry.answer}
      onSelect={(answer) => desk.change((entry) => ({ ...entry, answer }))}
      onGive={desk.giveAnswer}
      groupRef={groupRef}
      notice={notice}
    />
  );
}

import { missingParts } from '@pairwright/domain/judgment/missing';
import { useRef, useState } from 'react';
import { AnswerPanel } from '../../../../labeling/answer/AnswerPanel.tsx';
import type { EntryDesk } from '../../../../labeling/answer/use-entry.ts';
import { emptyEntry } from '../../../../labeling/session/entries.ts';
import type { Entry } from '../../../../labeling/session/entries.ts';
import type { Work } from '../../../../labeling/session/session.ts';

/** Whether a question can be tried away from the workbench: the other parts belong to a sitting there. */
export function canBeTried({ form }: Work['question']): boolean {
  return form.main.kind === 'pair' && form.spans.length === 0 && form.rewrite === 'off';
}

/** The annotators' form, to be tried; what is entered goes nowhere. */
export function TriedForm({ work }: { work: Work }) {
  const groupRef = useRef<HTMLDivElement>(null);
  const desk = usePreviewDesk(work);
  return <AnswerPanel desk={desk} work={work} groupRef={groupRef} notice={null} />;
}

/** A desk of its own: nothing leaves it, giving begins anew. */
function usePreviewDesk(work: Work): EntryDesk {
  const { form } = work.question;
  const [entry, setEntry] = useState<Entry>(emptyEntry);
  const [before, setBefore] = useState<readonly Entry[]>([]);
  const [tries, setTries] = useState(0);
  const [commentOpen, setCommentOpen] = useState(false);
  const missing = missingParts(form, entry, work.responses.length);
  const change: EntryDesk['change'] = (by) => {
    setBefore([...before, entry]);
    setEntry(by);
  };
  return {
    work,
    form,
    decision: null,
    entry,
    missing,
    tries,
    draft: 'none',
    commentOpen,
    change,
    canUndoChange: before.length > 0,
    undoChange: () => {
      const last = before.at(-1);
      if (last === undefined) return false;
      setBefore(before.slice(0, -1));
      setEntry(last);
      return true;
    },
    giveAnswer: (answer) => change((now) => ({ ...now, answer })),
    give: () => {
      if (missing.length > 0) {
        setTries(tries + 1);
        return;
      }
      setEntry(emptyEntry);
      setTries(0);
    },
    openComment: () => setCommentOpen(true),
    leaveComment: () => setCommentOpen(false),
  };
}

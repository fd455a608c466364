import type { Question } from '@pairwright/contract/projects';
import { useState } from 'react';
import type { QuestionDraft } from './question-draft.ts';
import { useDirtyGuard } from './use-dirty-guard.ts';

function draftOf(question: Question): QuestionDraft {
  return { text: question.text, scale: question.scale };
}

function isSame(one: QuestionDraft, other: QuestionDraft): boolean {
  const key = ({ text, scale }: QuestionDraft) =>
    JSON.stringify([
      text.en,
      text['zh-CN'],
      scale.points,
      scale.allowTie,
      scale.allowBothBad,
      scale.allowCannotJudge,
    ]);
  return key(one) === key(other);
}

/** The question being edited and the version it was begun from; leaving it unpublished asks first. */
export function useQuestionDraft(newest: Question) {
  const [base, setBase] = useState(newest);
  const [draft, setDraft] = useState(() => draftOf(newest));
  const dirty = !isSame(draft, draftOf(base));
  useDirtyGuard(dirty);
  const startFrom = (version: Question) => {
    setBase(version);
    setDraft(draftOf(version));
  };
  // Untouched, the editor follows what others publish.
  if (!dirty && base.version !== newest.version) startFrom(newest);
  return { base, draft, dirty, setBase, setDraft, startFrom };
}

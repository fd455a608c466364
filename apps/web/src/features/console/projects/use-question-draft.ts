import type { Question } from '@pairwright/contract/projects';
import { useState } from 'react';
import type { QuestionDraft } from './question-draft.ts';
import { useDirtyGuard } from './use-dirty-guard.ts';

function draftOf(question: Question): QuestionDraft {
  return { text: question.text, form: question.form };
}

function isSame(one: QuestionDraft, other: QuestionDraft): boolean {
  return sortedJson(one) === sortedJson(other);
}

function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
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

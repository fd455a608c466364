import { api, ApiProblem, isForLater } from '../../api/client.ts';
import type { Controller } from './controller.ts';
import { DraftSaver } from './draft-saver.ts';
import type { DraftSent } from './draft-saver.ts';
import { openDraftStore } from '../../device/draft-store.ts';

/** Begins to keep drafts of a sitting. Returns the way to stop. */
export async function startDrafts(
  { entries, drafts }: Controller,
  { userId, projectId }: { userId: string; projectId: string },
): Promise<() => void> {
  const saver = new DraftSaver({
    userId,
    projectId,
    entries,
    store: await openDraftStore(),
    now: Date.now,
    send: async (assignmentId, draft) => {
      try {
        const { savedAt } = await api.call('saveDraft', { params: { projectId, assignmentId }, body: draft });
        return { kind: 'saved', savedAt };
      } catch (error) {
        return { kind: outcomeOf(error) };
      }
    },
  });
  const stop = await saver.start();
  drafts.connect(saver);
  return stop;
}

/** Busy servers and lost sessions are waited for; all else would be refused again. */
function outcomeOf(error: unknown): Exclude<DraftSent['kind'], 'saved'> {
  if (!(error instanceof ApiProblem)) return 'later';
  const { status, code } = error.body;
  if (isForLater(status) || status === 401) return 'later';
  return code === 'assignment_closed' ? 'closed' : 'gone';
}

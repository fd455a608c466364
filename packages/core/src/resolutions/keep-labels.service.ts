import { sql } from 'kysely';
import type { Services } from '../context.ts';
import { isModelDue, learnAnnotatorModel } from './annotator-model.service.ts';
import { takeInChanges } from './refresh.service.ts';

export interface RefreshRun {
  readonly projectId: string;
  /** Learn the annotator model anew even if it is not due. */
  readonly learn: boolean;
  readonly signal: AbortSignal;
}

/** Notes taken in between two looks at the signal. */
const STEP = 2_000;

/**
 * Brings all labels of a project up to what is judged, and the annotator model when it is due. Cut short it leaves the rest
 * for the next run; a run with nothing to do changes nothing.
 */
export async function refreshProject(
  ctx: Pick<Services, 'db' | 'ids' | 'log'>,
  { projectId, learn, signal }: RefreshRun,
): Promise<void> {
  await takeInAll(ctx, { projectId, signal });
  if (!learn && !(await isModelDue(ctx, projectId))) return;
  const { votes, annotators, reason } = await learnAnnotatorModel(ctx, { projectId });
  ctx.log.info({ projectId, votes, annotators, reason }, 'the annotator model was learnt anew');
  await takeInAll(ctx, { projectId, signal });
}

async function takeInAll(
  ctx: Pick<Services, 'db'>,
  { projectId, signal }: Pick<RefreshRun, 'projectId' | 'signal'>,
): Promise<void> {
  for (let taken = STEP; taken === STEP;) {
    signal.throwIfAborted();
    taken = await takeInChanges(ctx, { projectId, limit: STEP });
  }
}

/** Enqueues a refresh of every project with judgments that are not taken in. Gives how many there are. */
export async function refreshChangedProjects({ db, queue }: Pick<Services, 'db' | 'queue'>): Promise<number> {
  // Walks from project to project along the index instead of over all notes.
  const { rows } = await sql<{ id: string }>`
    select p.id from projects p where exists (select from resolution_changes r where r.project_id = p.id)`.execute(
    db.db,
  );
  for (const { id } of rows) await queue.enqueue('resolutions.refresh', { projectId: id, learn: false });
  return rows.length;
}

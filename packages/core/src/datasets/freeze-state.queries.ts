import { sql } from 'kysely';
import type { JobError } from '@pairwright/contract/shapes';
import type { Executor } from '@pairwright/db/database';
import { inTransaction } from '@pairwright/db/transaction';
import { requireStillAllowed } from '../system/still-allowed.ts';
import { forgetProgress } from './freeze-progress.queries.ts';

const underWay = ['queued', 'running'] as const;

/** Takes a freeze up, also one that a killed worker left. False when nobody asks for it (any more). */
export async function beginFreeze(db: Executor, versionId: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('dataset_versions')
    .set({ state: 'running', heartbeat_at: sql`now()`, error: null })
    .where('id', '=', versionId)
    .where('state', 'in', underWay)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Throws NoLongerAllowed where who asked for the version may no longer export. */
export async function requireAskerOfFreeze(db: Executor, versionId: string): Promise<void> {
  const asked = await db
    .selectFrom('dataset_versions')
    .select(['created_by as userId', 'asked_with as tokenId', 'project_id as projectId'])
    .where('id', '=', versionId)
    .executeTakeFirst();
  if (asked !== undefined) await requireStillAllowed(db, asked, 'export');
}

/** Whether a freeze that was taken up is still wanted. */
export async function isRunning(db: Executor, versionId: string): Promise<boolean> {
  const version = await db
    .selectFrom('dataset_versions')
    .select('state')
    .where('id', '=', versionId)
    .executeTakeFirst();
  return version?.state === 'running';
}

/** Ends a freeze without a version; false when it was finished, whichever of the two came first. */
export async function endFreeze(
  db: Executor,
  versionId: string,
  how: { readonly state: 'cancelled' } | { readonly state: 'failed'; readonly error: JobError },
): Promise<boolean> {
  return inTransaction(db, async (db) => {
    const { numUpdatedRows } = await db
      .updateTable('dataset_versions')
      .set({ state: how.state, error: how.state === 'failed' ? JSON.stringify(how.error) : null })
      .where('id', '=', versionId)
      .where('state', 'in', underWay)
      .executeTakeFirst();
    await forgetProgress(db, versionId);
    return numUpdatedRows > 0n;
  });
}

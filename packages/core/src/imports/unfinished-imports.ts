import { sql } from 'kysely';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import { recordSystem } from '../audit/record-system.ts';
import type { Services } from '../context.ts';
import { isSilent } from '../system/silent.sql.ts';
import { findSilentFetches } from './fetch/fetch.queries.ts';

/** An upload that has been silent for so long is ended. */
const UPLOAD_SILENT = '24 hours';

/**
 * Puts the jobs of unfinished imports without a fresh heartbeat back into the queue (which ignores those that are there
 * still) and ends uploads nobody is sending any more. Gives the number of jobs put back.
 */
export async function reconcileImports(
  services: Pick<Services, 'db' | 'queue' | 'artifacts'>,
): Promise<number> {
  const { db } = services.db;
  const stale = await db
    .selectFrom('imports')
    .select(['id', 'turn'])
    .where('state', 'in', ['checking', 'queued', 'running'])
    .where((eb) => eb.or([eb('heartbeat_at', 'is', null), isSilent(sql`heartbeat_at`)]))
    .orderBy('id')
    .execute();
  for (const { id, turn } of stale) await services.queue.enqueue('import.run', { importId: id, turn });
  const fetching = await findSilentFetches(db);
  for (const importId of fetching) await services.queue.enqueue('import.fetch', { importId });
  const given = await inTransaction(db, endSilentUploads);
  for (const { id } of given) await services.artifacts.deletePrefix(`imports/${id}`);
  return stale.length + fetching.length;
}

async function endSilentUploads(db: Tx): Promise<{ id: string }[]> {
  const given = await db
    .updateTable('imports')
    .set({ state: 'cancelled', finished_at: sql`now()`, error: JSON.stringify(brokenOff) })
    .where('state', '=', 'uploading')
    // A worker sees to these, as soon as there is one.
    .where('id', 'not in', (eb) => eb.selectFrom('import_fetches').select('import_id'))
    .where(
      sql`coalesce(heartbeat_at, created_at)`,
      '<',
      sql<string>`now() - interval '${sql.raw(UPLOAD_SILENT)}'`,
    )
    .returning(['id', 'project_id as projectId'])
    .execute();
  for (const { id, projectId } of given)
    await recordSystem(db, {
      action: 'endUpload',
      objectKind: 'import',
      objectId: id,
      projectId,
      before: { state: 'uploading' },
      after: { state: 'cancelled', reason: brokenOff.code },
    });
  return given;
}

const brokenOff = {
  code: 'upload_broken_off',
  message: 'The upload broke off before the end of the file.',
  fix: 'Upload the file again.',
};

import { sql } from 'kysely';
import type { Services } from '../context.ts';
import { reconcileExclusions } from '../review/exclusion-run.service.ts';
import { reconcileImports } from '../imports/unfinished-imports.ts';
import { isSilent } from './silent.sql.ts';

/**
 * Puts back the jobs of all unfinished imports, dataset versions, exports, statistics, health reports and exclusions that nothing has worked on for a minute.
 * The queue ignores those it still has. Gives the number of jobs put back or found.
 */
export async function reconcileJobs(services: Pick<Services, 'db' | 'queue' | 'artifacts'>): Promise<number> {
  const { queue } = services;
  return (
    (await reconcileImports(services)) +
    (await requeue(services, 'dataset_versions', (versionId) =>
      queue.enqueue('dataset.freeze', { versionId }),
    )) +
    (await requeue(services, 'exports', (exportId) => queue.enqueue('export.run', { exportId }))) +
    (await requeue(services, 'statistics', (statisticsId) =>
      queue.enqueue('statistics.compute', { statisticsId }),
    )) +
    (await requeue(services, 'health_reports', (reportId) => queue.enqueue('health.compute', { reportId }))) +
    (await reconcileExclusions(services))
  );
}

const silent = isSilent(sql`coalesce(heartbeat_at, created_at)`);

type Stale = 'dataset_versions' | 'exports' | 'statistics' | 'health_reports';

/** Puts what waits or ran and shows no life any more back into the queue. */
async function requeue(
  { db }: Pick<Services, 'db'>,
  table: Stale,
  enqueue: (id: string) => Promise<unknown>,
): Promise<number> {
  const stale = await db.db
    .selectFrom(table)
    .select('id')
    .where('state', 'in', ['queued', 'running'])
    .where(silent)
    .orderBy('id')
    .execute();
  for (const { id } of stale) await enqueue(id);
  return stale.length;
}

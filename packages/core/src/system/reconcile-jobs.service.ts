import { sql } from 'kysely';
import type { Services } from '../context.ts';
import { reconcileExclusions } from '../review/exclusion-run.service.ts';
import { reconcileImports } from '../imports/unfinished-imports.ts';

/**
 * Puts back the jobs of all unfinished imports, dataset versions, exports, statistics, health reports and exclusions that nothing has worked on for a minute.
 * The queue ignores those it still has. Gives the number of jobs put back or found.
 */
export async function reconcileJobs(services: Pick<Services, 'db' | 'queue' | 'artifacts'>): Promise<number> {
  return (
    (await reconcileImports(services)) +
    (await reconcileVersions(services)) +
    (await reconcileExports(services)) +
    (await reconcileStatistics(services)) +
    (await reconcileHealth(services)) +
    (await reconcileExclusions(services))
  );
}

const silent = sql<boolean>`coalesce(heartbeat_at, created_at) < now() - interval '60 seconds'`;

async function reconcileVersions({ db, queue }: Pick<Services, 'db' | 'queue'>): Promise<number> {
  const stale = await db.db
    .selectFrom('dataset_versions')
    .select('id')
    .where('state', 'in', ['queued', 'running'])
    .where(silent)
    .orderBy('id')
    .execute();
  for (const { id } of stale) await queue.enqueue('dataset.freeze', { versionId: id });
  return stale.length;
}

async function reconcileExports({ db, queue }: Pick<Services, 'db' | 'queue'>): Promise<number> {
  const stale = await db.db
    .selectFrom('exports')
    .select('id')
    .where('state', 'in', ['queued', 'running'])
    .where(silent)
    .orderBy('id')
    .execute();
  for (const { id } of stale) await queue.enqueue('export.run', { exportId: id });
  return stale.length;
}

async function reconcileStatistics({ db, queue }: Pick<Services, 'db' | 'queue'>): Promise<number> {
  const stale = await db.db
    .selectFrom('statistics')
    .select('id')
    .where('state', 'in', ['queued', 'running'])
    .where(silent)
    .orderBy('id')
    .execute();
  for (const { id } of stale) await queue.enqueue('statistics.compute', { statisticsId: id });
  return stale.length;
}

async function reconcileHealth({ db, queue }: Pick<Services, 'db' | 'queue'>): Promise<number> {
  const stale = await db.db
    .selectFrom('health_reports')
    .select('id')
    .where('state', 'in', ['queued', 'running'])
    .where(silent)
    .orderBy('id')
    .execute();
  for (const { id } of stale) await queue.enqueue('health.compute', { reportId: id });
  return stale.length;
}

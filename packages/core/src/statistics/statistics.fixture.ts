import type { StatisticsWish } from '@pairwright/contract/statistics/compute';
import type { Services } from '../context.ts';
import { executeStatistics } from './compute-statistics.service.ts';
import { findResult, insertWish } from './statistics.queries.ts';

/** Computes a statistic the way a worker does and gives what was stored. */
export async function computed<Result>(
  services: Pick<Services, 'db' | 'log' | 'clock' | 'ids'>,
  projectId: string,
  wish: StatisticsWish,
): Promise<Result> {
  const { db } = services.db;
  const { id: createdBy } = await db.selectFrom('users').select('id').limit(1).executeTakeFirstOrThrow();
  const statisticsId = await insertWish(db, { id: services.ids.next(), projectId, wish, createdBy });
  await executeStatistics(services, {
    statisticsId,
    signal: new AbortController().signal,
    lastAttempt: true,
  });
  const row = await findResult(db, { projectId, wish });
  if (row?.id !== statisticsId) throw new Error('It was computed, and another result is the newest.');
  return row.result as Result;
}

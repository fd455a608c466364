import type { StatisticsWish } from '@pairwright/contract/statistics/compute';
import type { Snapshot } from '@pairwright/contract/statistics/numbers';
import { Problem } from '@pairwright/contract/errors';
import { jobError, type JobError } from '@pairwright/contract/shapes';
import { afterCommit, inTransaction } from '@pairwright/db/transaction';
import type { ProjectContext } from '../context.ts';
import { executeStatistics } from './compute-statistics.service.ts';
import { changedSince, findAttempt, findResult, insertWish, type ResultRow } from './statistics.queries.ts';

export interface Known<Result> {
  snapshot: Snapshot | null;
  result: Result | null;
  stale: boolean;
  underWay: boolean;
  error: JobError | null;
}

/**
 * What is known of a statistic: its newest result, or an earlier one by id. Reading computes nothing. Throws `not_found`
 * for the id of a snapshot that is not (any more) there.
 */
export async function getStatistics<Result>(
  ctx: ProjectContext,
  wish: StatisticsWish,
  snapshotId?: string,
): Promise<Known<Result>> {
  const wanted = { projectId: ctx.projectId, wish };
  const { db } = ctx.db;
  const row = await findResult(db, wanted, snapshotId);
  if (row === undefined && snapshotId !== undefined)
    throw new Problem('not_found', {
      detail: 'These numbers are not kept any more. Open the page without its snapshot for the newest ones.',
    });
  const attempt = await findAttempt(db, wanted);
  const underWay = attempt?.state === 'queued' || attempt?.state === 'running';
  return {
    snapshot: row === undefined ? null : snapshotOf(row),
    result: (row?.result ?? null) as Result | null,
    stale: row !== undefined && (await changedSince(db, wanted, row.as_of!)),
    underWay,
    error: attempt?.state === 'failed' ? jobError.parse(attempt.error) : null,
  };
}

/** Asks for a statistic to be computed anew by a worker. One that is under way is not begun twice. */
export async function requestStatistics(
  ctx: ProjectContext,
  wish: StatisticsWish,
): Promise<{ underWay: true }> {
  await inTransaction(ctx.db.db, async (db) => {
    const statisticsId = await insertWish(db, {
      id: ctx.ids.next(),
      projectId: ctx.projectId,
      wish,
      createdBy: ctx.actor.userId,
    });
    afterCommit(db, () => ctx.queue.enqueue('statistics.compute', { statisticsId }));
  });
  return { underWay: true };
}

/** Computes it at once, for what takes no longer than a request may. A failure is told where the statistic is read. */
export async function computeNow(ctx: ProjectContext, wish: StatisticsWish): Promise<void> {
  const statisticsId = await insertWish(ctx.db.db, {
    id: ctx.ids.next(),
    projectId: ctx.projectId,
    wish,
    createdBy: ctx.actor.userId,
  });
  const { signal } = new AbortController();
  await executeStatistics(ctx, { statisticsId, signal, lastAttempt: true }).catch((error: unknown) =>
    ctx.log.error({ err: error, kind: wish.kind }, 'statistics failed'),
  );
}

function snapshotOf(row: ResultRow): Snapshot {
  return {
    id: row.id,
    asOf: row.as_of!,
    judgments: Number(row.judgments),
    computedAt: row.finished_at!,
    tookMs: row.took_ms!,
  };
}

import { sql } from 'kysely';
import { Problem } from '@pairwright/contract/errors';
import { id as uuid } from '@pairwright/contract/shapes';
import type { FailedJob, Lane } from '@pairwright/contract/system';
import type { Context } from '../context.ts';
import { forgetFailure } from '../review/exclusion-run.service.ts';

const SHOWN = 100;

/** The row of record of a job, and which part of its payload names it. */
const records = {
  'export.run': { table: 'exports', id: 'exportId' },
  'dataset.freeze': { table: 'dataset_versions', id: 'versionId' },
  'statistics.compute': { table: 'statistics', id: 'statisticsId' },
  'health.compute': { table: 'health_reports', id: 'reportId' },
} as const;

/** What used up its tries, the last ones first. Throws `unavailable`. */
export async function listFailedJobs(ctx: Context): Promise<FailedJob[]> {
  const jobs = await reach(() => ctx.queue.failedJobs(SHOWN));
  return jobs.map((job) => ({ ...job, failedAt: job.failedAt.toISOString() }));
}

interface Named {
  readonly lane: Lane;
  readonly jobId: string;
}

/**
 * Puts a failed job back in line, and the row that says "failed" back to waiting. Throws `not_found`, `unavailable`, and `wrong_state`
 * where trying again is for somebody else: an import goes on from its own page or begins anew, and what was asked for anew is under way.
 */
export async function retryFailedJob(ctx: Context, { lane, jobId }: Named): Promise<void> {
  const job = (await reach(() => ctx.queue.failedJobs(SHOWN))).find(
    (one) => one.lane === lane && one.id === jobId,
  );
  if (job === undefined) throw new Problem('not_found');
  if (job.name === 'import.fetch')
    throw new Problem('wrong_state', {
      detail: 'The address of a fetch that failed is not kept: import the file again.',
    });
  if (job.name === 'import.run')
    throw new Problem('wrong_state', {
      detail: 'An import goes on from its own page: start it there again.',
    });
  const record = records[job.name as keyof typeof records];
  if (record !== undefined) await revive(ctx, record, job.payload);
  if (job.name === 'exclusions.run') await reviveExclusion(ctx, job.payload);
  if (!(await reach(() => ctx.queue.retryFailed({ lane, id: jobId })))) throw new Problem('not_found');
}

/** The reconciler finds a row that waits, should the queue forget the job in between. */
async function revive(
  ctx: Context,
  { table, id }: (typeof records)[keyof typeof records],
  payload: unknown,
): Promise<void> {
  // A job that something else put into the queue may hold anything.
  const recordId = uuid.safeParse((payload as Readonly<Record<string, unknown>> | null)?.[id]);
  const { numUpdatedRows } = recordId.success
    ? await ctx.db.db
        .updateTable(table)
        .set({ state: 'queued', error: null, heartbeat_at: sql`now()` })
        .where('id', '=', recordId.data)
        .where('state', '=', 'failed')
        .executeTakeFirst()
    : { numUpdatedRows: 0n };
  if (numUpdatedRows === 0n) throw notFailedAnyMore();
}

async function reviveExclusion(ctx: Context, payload: unknown): Promise<void> {
  const { success, data } = uuid.safeParse((payload as { exclusionId?: unknown } | null)?.exclusionId);
  if (!success || !(await forgetFailure(ctx.db.db, data))) throw notFailedAnyMore();
}

function notFailedAnyMore(): Problem {
  return new Problem('wrong_state', {
    detail: 'What this job worked on is not failed any more. Discard the job.',
  });
}

/** Forgets a failed job. Throws `not_found` and `unavailable`. */
export async function discardFailedJob(ctx: Context, { lane, jobId }: Named): Promise<void> {
  if (!(await reach(() => ctx.queue.discardFailed({ lane, id: jobId })))) throw new Problem('not_found');
}

async function reach<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new Problem('unavailable', { cause: error });
  }
}

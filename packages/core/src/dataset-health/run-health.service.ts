import { sql } from 'kysely';
import type { DatasetHealth } from '@pairwright/contract/dataset-health';
import { healthStep, type HealthStep } from '@pairwright/contract/dataset-health';
import { recipe as recipeShape } from '@pairwright/contract/recipe';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import type { Services } from '../context.ts';
import { prepareLongStatements } from '../datasets/freeze.queries.ts';
import { describeFailure } from '../system/job-failure.ts';
import { computeHealth } from './compute-health.ts';
import { beginHealth, endHealth, finishHealth, type HealthRecord, reportHealth } from './health.queries.ts';
import { resolveForNow } from './rows-now.ts';

type HealthServices = Pick<Services, 'db' | 'log'>;

export interface HealthRun {
  readonly reportId: string;
  readonly signal: AbortSignal;
}

const HEARTBEAT_MS = 1_000;

/** Somebody cancelled the report while it was made. */
class Cancelled extends Error {}

/** Makes a report as a job, safe to run twice: what fails for good is written into its row. Throws so that the queue tries again. */
export async function executeHealth(
  ctx: HealthServices,
  run: HealthRun & { readonly lastAttempt: boolean },
): Promise<void> {
  try {
    await runHealth(ctx, run);
  } catch (error) {
    if (run.lastAttempt && !run.signal.aborted)
      await endHealth(ctx.db.db, run.reportId, { state: 'failed', error: describeFailure(error) });
    throw error;
  }
}

/** Makes a report from one snapshot of the database. One that was cancelled ends without an error. */
export async function runHealth(ctx: HealthServices, { reportId, signal }: HealthRun): Promise<void> {
  const task = await beginHealth(ctx.db.db, reportId);
  if (task === undefined) return;
  const stop = new AbortController();
  let asking = Promise.resolve();
  const beat = setInterval(() => {
    asking = stopWhenCancelled(ctx, reportId, stop);
  }, HEARTBEAT_MS);
  try {
    const made = await inTransaction(
      ctx.db.db,
      (db) => stoppable(ctx, db, { task, signal: AbortSignal.any([signal, stop.signal]) }),
      { isolation: 'repeatable read', statementTimeoutMs: 0 },
    );
    await finishHealth(ctx.db.db, task, made);
  } catch (error) {
    // What the server says of the statement that was stopped tells nothing.
    signal.throwIfAborted();
    if (!stop.signal.aborted && !(error instanceof Cancelled)) throw error;
  } finally {
    clearInterval(beat);
    await asking;
  }
}

async function stopWhenCancelled(
  { db, log }: HealthServices,
  reportId: string,
  stop: AbortController,
): Promise<void> {
  try {
    if (!(await reportHealth(db.db, reportId))) stop.abort(new Cancelled());
  } catch (error) {
    log.warn({ err: error, reportId }, 'a health report could not say that it is made');
  }
}

interface Task {
  readonly task: HealthRecord;
  readonly signal: AbortSignal;
}

/** Stops the running statement on the server when the signal comes; it may take minutes. */
async function stoppable(
  ctx: HealthServices,
  db: Tx,
  run: Task,
): Promise<{ asOf: string; result: DatasetHealth }> {
  const { rows } = await sql<{
    pid: number;
    as_of: string;
  }>`select pg_backend_pid() as pid, coalesce((select frozen_at from dataset_versions where id = ${run.task.version_id}), now()) as as_of`.execute(
    db,
  );
  const onAbort = (): void => {
    ctx.db.pool
      .query('select pg_cancel_backend($1)', [rows[0]?.pid])
      .catch((error: unknown) => ctx.log.warn({ err: error }, 'a health report could not be stopped'));
  };
  run.signal.addEventListener('abort', onAbort, { once: true });
  try {
    run.signal.throwIfAborted();
    return { asOf: rows[0]?.as_of ?? '', result: await compute(ctx, db, run) };
  } finally {
    run.signal.removeEventListener('abort', onAbort);
  }
}

async function compute(ctx: HealthServices, db: Tx, { task, signal }: Task): Promise<DatasetHealth> {
  const begin = async (step: HealthStep): Promise<void> => {
    signal.throwIfAborted();
    const { options } = healthStep;
    const percent = Math.round((100 * options.indexOf(step)) / options.length);
    if (!(await reportHealth(ctx.db.db, task.id, { step, percent }))) throw new Cancelled();
  };
  await prepareLongStatements(db);
  await begin('rows');
  const recipe = recipeShape.parse(task.recipe);
  // Of a recipe the rows are made for the moment, under the report's own id.
  const of = { versionId: task.version_id ?? task.id, projectId: task.project_id, recipe };
  if (task.version_id === null) await resolveForNow(db, of);
  return computeHealth({ ...of, db, signal }, begin);
}

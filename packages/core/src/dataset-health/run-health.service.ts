import { sql } from 'kysely';
import type { DatasetHealth } from '@pairwright/contract/dataset-health';
import { healthStep, type HealthStep } from '@pairwright/contract/dataset-health';
import { recipe as recipeShape } from '@pairwright/contract/recipe';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import type { Services } from '../context.ts';
import { prepareLongStatements } from '../datasets/freeze.queries.ts';
import { describeFailure } from '../system/job-failure.ts';
import { NotWanted, stoppable, whileWanted } from '../system/while-wanted.ts';
import { computeHealth } from './compute-health.ts';
import { beginHealth, endHealth, finishHealth, type HealthRecord, reportHealth } from './health.queries.ts';
import { resolveForNow } from './rows-now.ts';

type HealthServices = Pick<Services, 'db' | 'log'>;

export interface HealthRun {
  readonly reportId: string;
  readonly signal: AbortSignal;
}

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
  const isWanted = (): Promise<boolean> => reportHealth(ctx.db.db, reportId);
  const made = await whileWanted(ctx, { signal, isWanted }, (signal) =>
    inTransaction(
      ctx.db.db,
      (db) => stoppable(ctx, { db, signal }, () => computeAsOf(ctx, db, { task, signal })),
      { isolation: 'repeatable read', statementTimeoutMs: 0 },
    ),
  );
  if (made !== undefined) await finishHealth(ctx.db.db, task, made);
}

interface Task {
  readonly task: HealthRecord;
  readonly signal: AbortSignal;
}

async function computeAsOf(
  ctx: HealthServices,
  db: Tx,
  run: Task,
): Promise<{ asOf: string; result: DatasetHealth }> {
  const { rows } = await sql<{
    as_of: string;
  }>`select coalesce((select frozen_at from dataset_versions where id = ${run.task.version_id}), now()) as as_of`.execute(
    db,
  );
  return { asOf: rows[0]?.as_of ?? '', result: await compute(ctx, db, run) };
}

async function compute(ctx: HealthServices, db: Tx, { task, signal }: Task): Promise<DatasetHealth> {
  const begin = async (step: HealthStep): Promise<void> => {
    signal.throwIfAborted();
    const { options } = healthStep;
    const percent = Math.round((100 * options.indexOf(step)) / options.length);
    if (!(await reportHealth(ctx.db.db, task.id, { step, percent }))) throw new NotWanted();
  };
  await prepareLongStatements(db);
  await begin('rows');
  const recipe = recipeShape.parse(task.recipe);
  // Of a recipe the rows are made for the moment, under the report's own id.
  const of = { versionId: task.version_id ?? task.id, projectId: task.project_id, recipe };
  if (task.version_id === null) await resolveForNow(db, of);
  return computeHealth({ ...of, db, signal }, begin);
}

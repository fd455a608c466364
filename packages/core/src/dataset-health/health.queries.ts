import { type Selectable, sql } from 'kysely';
import {
  datasetHealth,
  type DatasetHealth,
  type HealthReport,
  healthStep,
  type HealthStep,
} from '@pairwright/contract/dataset-health';
import { recipe, type Recipe } from '@pairwright/contract/recipe';
import { jobError, type JobError } from '@pairwright/contract/shapes';
import type { Executor } from '@pairwright/db/database';
import type { HealthReports } from '@pairwright/db/tables.generated';

/** How many reports of recipes that are not frozen a project keeps. */
const KEPT = 50;

export type HealthRecord = Selectable<HealthReports>;

export function toHealthReport(row: HealthRecord): HealthReport {
  return {
    id: row.id,
    projectId: row.project_id,
    versionId: row.version_id,
    recipe: recipe.parse(row.recipe),
    state: row.state,
    step: row.state === 'running' && row.step !== null ? healthStep.parse(row.step) : null,
    percent: row.state === 'ready' ? 100 : row.percent,
    asOf: row.as_of,
    result: row.result === null ? null : datasetHealth.parse(row.result),
    error: row.error === null ? null : jobError.parse(row.error),
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  };
}

export async function findHealth(
  db: Executor,
  of: { readonly projectId: string; readonly reportId: string },
): Promise<HealthRecord | undefined> {
  return db
    .selectFrom('health_reports')
    .selectAll()
    .where('id', '=', of.reportId)
    .where('project_id', '=', of.projectId)
    .executeTakeFirst();
}

/** The finished report of a version, else the newest attempt. */
export async function findVersionHealth(db: Executor, versionId: string): Promise<HealthRecord | undefined> {
  return db
    .selectFrom('health_reports')
    .selectAll()
    .where('version_id', '=', versionId)
    .orderBy(sql`state = 'ready'`, 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export interface NewReport {
  readonly id: string;
  readonly projectId: string;
  readonly versionId: string | null;
  readonly recipe: Recipe;
  readonly subject: string;
  readonly createdBy: string | null;
}

/** Asks for it, unless the same is under way; gives the one that is. */
export async function insertHealth(db: Executor, made: NewReport): Promise<HealthRecord> {
  await db
    .insertInto('health_reports')
    .values({
      id: made.id,
      project_id: made.projectId,
      version_id: made.versionId,
      recipe: JSON.stringify(made.recipe),
      subject: made.subject,
      state: 'queued',
      created_by: made.createdBy,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return db
    .selectFrom('health_reports')
    .selectAll()
    .where('project_id', '=', made.projectId)
    .where('subject', '=', made.subject)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
}

/** Takes one up, also one that a killed worker left. Undefined when it is finished, cancelled or gone. */
export async function beginHealth(db: Executor, id: string): Promise<HealthRecord | undefined> {
  return db
    .updateTable('health_reports')
    .set({ state: 'running', step: null, percent: 0, heartbeat_at: sql`now()`, error: null })
    .where('id', '=', id)
    .where('state', 'in', ['queued', 'running'])
    .returningAll()
    .executeTakeFirst();
}

/** Says that it is worked on, and on which part. False: it is not running any more, because somebody cancelled it. */
export async function reportHealth(
  db: Executor,
  id: string,
  at?: { readonly step: HealthStep; readonly percent: number },
): Promise<boolean> {
  const result = await db
    .updateTable('health_reports')
    .set({ heartbeat_at: sql`now()`, ...at })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Makes it visible, and lets old ones of recipes go. */
export async function finishHealth(
  db: Executor,
  { id, project_id: projectId }: HealthRecord,
  made: { readonly asOf: string; readonly result: DatasetHealth },
): Promise<void> {
  await db
    .updateTable('health_reports')
    .set({
      state: 'ready',
      step: null,
      percent: 100,
      as_of: made.asOf,
      result: JSON.stringify(made.result),
      finished_at: sql`now()`,
    })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .execute();
  await sql`
    delete from health_reports where project_id = ${projectId} and version_id is null and id < (
      select id from health_reports where project_id = ${projectId} and version_id is null order by id desc offset ${KEPT - 1} limit 1
    )`.execute(db);
}

/** Ends it without a result. Undefined: it was finished. */
export async function endHealth(
  db: Executor,
  id: string,
  how: { readonly state: 'cancelled' } | { readonly state: 'failed'; readonly error: JobError },
): Promise<HealthRecord | undefined> {
  return db
    .updateTable('health_reports')
    .set({
      state: how.state,
      step: null,
      error: how.state === 'failed' ? JSON.stringify(how.error) : null,
      finished_at: sql`now()`,
    })
    .where('id', '=', id)
    .where('state', 'in', ['queued', 'running'])
    .returningAll()
    .executeTakeFirst();
}

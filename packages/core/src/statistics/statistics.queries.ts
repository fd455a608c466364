import { sql } from 'kysely';
import type { StatisticsKind, StatisticsWish } from '@pairwright/contract/statistics/compute';
import type { JobError } from '@pairwright/contract/shapes';
import type { Executor } from '@pairwright/db/database';
import { shapeOf } from './stored-shapes.ts';

/** How many results of one wish are kept, so that an address with the id of one shows its numbers again. */
const KEPT = 20;

/** One wish of one project. */
export interface Wanted {
  readonly projectId: string;
  readonly wish: StatisticsWish;
}

/** The same for equal options in whatever order they were given. */
export function optionsKey({ options }: StatisticsWish): string {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return JSON.stringify(Object.fromEntries(given.sort(([one], [other]) => (one < other ? -1 : 1))));
}

const resultColumns = ['id', 'as_of', 'judgments', 'took_ms', 'result', 'finished_at'] as const;

/** The newest result of a wish, or the one with this id. One that another version stored in another shape counts as not there. */
export async function findResult(db: Executor, { projectId, wish }: Wanted, snapshotId?: string) {
  const results = db
    .selectFrom('statistics')
    .select(resultColumns)
    .where('project_id', '=', projectId)
    .where('kind', '=', wish.kind)
    .where('state', '=', 'ready')
    .where('shape', '=', shapeOf(wish.kind));
  return snapshotId === undefined
    ? results.where('options_key', '=', optionsKey(wish)).orderBy('id', 'desc').limit(1).executeTakeFirst()
    : results.where('id', '=', snapshotId).executeTakeFirst();
}
export type ResultRow = NonNullable<Awaited<ReturnType<typeof findResult>>>;

/** The newest attempt at a wish, whatever came of it. */
export async function findAttempt(db: Executor, { projectId, wish }: Wanted) {
  return db
    .selectFrom('statistics')
    .select(['state', 'error'])
    .where('project_id', '=', projectId)
    .where('kind', '=', wish.kind)
    .where('options_key', '=', optionsKey(wish))
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/**
 * Whether anything that this statistic is made from changed since: judged, taken back, set aside or taken in again, withdrawn or
 * returned; for a
 * leaderboard also who is in which team, for one of decisions what reviewers decided or withdrew, for annotators what was expected
 * of gold comparisons.
 */
export async function changedSince(
  db: Executor,
  { projectId, wish }: Wanted,
  asOf: string,
): Promise<boolean> {
  const isBoard = wish.kind === 'leaderboard';
  const ofDecisions = isBoard && wish.options.labels === 'adjudicated';
  const ofRound = 'round' in wish.options && wish.options.round !== undefined;
  const { rows } = await sql<{ behind: boolean }>`
    select exists (select from judgments where project_id = ${projectId} and created_at > ${asOf}::timestamptz)
      or exists (select from exclusions e where e.project_id = ${projectId}
        and greatest(e.created_at, e.heartbeat_at, e.ended_at) > ${asOf}::timestamptz)
      or exists (select from projects p where p.id = ${projectId} and p.withdrawals_changed_at > ${asOf}::timestamptz)
      or (${isBoard}::boolean and exists (select from projects p where p.id = ${projectId} and p.teams_changed_at > ${asOf}::timestamptz))
      or (${wish.kind === 'annotators'}::boolean and exists (select from projects p where p.id = ${projectId} and p.gold_changed_at > ${asOf}::timestamptz))
      or (${ofRound}::boolean and exists (select from batches b where b.project_id = ${projectId} and b.round_changed_at > ${asOf}::timestamptz))
      or (${ofDecisions}::boolean and exists (select from review_decisions d where d.project_id = ${projectId}
        and greatest(d.decided_at, d.withdrawn_at) > ${asOf}::timestamptz)) as behind`.execute(db);
  return rows[0]?.behind === true;
}

/** Asks for it, unless it is under way; gives the id of the one that is. */
export async function insertWish(
  db: Executor,
  made: Wanted & { readonly id: string; readonly createdBy: string },
): Promise<string> {
  const key = optionsKey(made.wish);
  const inserted = await db
    .insertInto('statistics')
    .values({
      id: made.id,
      project_id: made.projectId,
      kind: made.wish.kind,
      options: JSON.stringify(made.wish.options),
      options_key: key,
      state: 'queued',
      created_by: made.createdBy,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted !== undefined) return inserted.id;
  const underWay = await db
    .selectFrom('statistics')
    .select('id')
    .where('project_id', '=', made.projectId)
    .where('kind', '=', made.wish.kind)
    .where('options_key', '=', key)
    .where('state', 'in', ['queued', 'running'])
    .executeTakeFirst();
  // It was finished between the two: what is there now is new enough.
  return underWay?.id ?? made.id;
}

/** Takes one up, also one that a killed worker left. Undefined when it is finished or gone. */
export async function beginStatistics(db: Executor, id: string) {
  return db
    .updateTable('statistics')
    .set({ state: 'running', heartbeat_at: sql`now()`, error: null })
    .where('id', '=', id)
    .where('state', 'in', ['queued', 'running'])
    .returning(['id', 'project_id', 'kind', 'options', 'options_key'])
    .executeTakeFirst();
}

export interface Finished {
  readonly kind: StatisticsKind;
  readonly asOf: string;
  readonly judgments: number;
  readonly tookMs: number;
  readonly result: unknown;
}

/** Makes a result visible and lets old ones of the same wish go. */
export async function finishStatistics(db: Executor, id: string, made: Finished): Promise<void> {
  await db
    .updateTable('statistics')
    .set({
      state: 'ready',
      as_of: made.asOf,
      judgments: made.judgments,
      took_ms: made.tookMs,
      result: JSON.stringify(made.result),
      shape: shapeOf(made.kind),
      error: null,
      finished_at: sql`now()`,
    })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .execute();
  await sql`
    delete from statistics s using statistics mine
    where mine.id = ${id} and s.project_id = mine.project_id and s.kind = mine.kind and s.options_key = mine.options_key
      and s.id < (select x.id from statistics x
        where x.project_id = mine.project_id and x.kind = mine.kind and x.options_key = mine.options_key
        order by x.id desc offset ${KEPT - 1} limit 1)`.execute(db);
}

/** Writes down why it failed for good. */
export async function failStatistics(db: Executor, id: string, error: JobError): Promise<void> {
  await db
    .updateTable('statistics')
    .set({ state: 'failed', error: JSON.stringify(error), finished_at: sql`now()` })
    .where('id', '=', id)
    .where('state', 'in', ['queued', 'running'])
    .execute();
}

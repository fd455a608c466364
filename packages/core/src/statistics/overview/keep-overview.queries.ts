import { type RawBuilder, sql } from 'kysely';
import type { Executor } from '@pairwright/db/database';
import type { Tx } from '@pairwright/db/transaction';
import { countExported, newestVersions } from '../../projects/counts.queries.ts';
import { partsOf } from './parts.sql.ts';

/** How far the sums of a project are. */
export interface Progress {
  readonly project_id: string;
  readonly after_rank: number | null;
  readonly after_id: string | null;
  /** Every comparison is in, or noted. */
  readonly whole: boolean;
  /** Something in them was deleted: they are no longer read. */
  readonly broken: boolean;
}

export async function readProgress(db: Executor, projectId: string): Promise<Progress | undefined> {
  return db
    .selectFrom('overview_progress')
    .select(['project_id', 'after_rank', 'after_id', 'whole', 'broken'])
    .where('project_id', '=', projectId)
    .executeTakeFirst();
}

/** One transaction at a time moves the sums of a project: by what is read after this, the sums are what was read before. */
export async function lockSums(db: Tx, projectId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('overview ' || ${projectId}, 0))`.execute(db);
}

/**
 * Begins the sums of a project with how many texts it has. What was noted of that and is seen here is in the count, what is
 * noted and not seen is not: the transaction has to be of one snapshot.
 */
export async function beginSums(db: Tx, projectId: string): Promise<void> {
  const { numInsertedOrUpdatedRows: begun } = await db
    .insertInto('overview_progress')
    .columns(['project_id'])
    .expression((eb) => eb.selectFrom('projects').select('id').where('id', '=', projectId))
    .onConflict((oc) => oc.doNothing())
    .executeTakeFirstOrThrow();
  if (begun !== 1n) return;
  await db.deleteFrom('overview_additions').where('project_id', '=', projectId).execute();
  await addToSums(
    db,
    projectId,
    sql`select 'prompts' as measure, '{}'::text[] as key, count(*) as n from prompts where project_id = ${projectId} having count(*) > 0
      union all
      select 'responses', array[r.model], count(*) from prompts p join responses r on r.prompt_id = p.id
      where p.project_id = ${projectId} group by r.model`,
  );
}

/** Takes up to so many notes of comparisons that changed, by their keys however many there are; gives the comparisons, each once. Needs the lock. */
export async function takeNotes(
  db: Tx,
  projectId: string,
  limit: number,
): Promise<{ readonly notes: number; readonly comparisonIds: readonly string[] }> {
  const { rows } = await sql<{ id: string }>`
    delete from overview_changes where id = any(array(
      select id from overview_changes where project_id = ${projectId} order by id limit ${limit}::int
    )) returning comparison_id as id`.execute(db);
  return { notes: rows.length, comparisonIds: [...new Set(rows.map(({ id }) => id))] };
}

/**
 * Drops up to so many notes of each kind of a project whose sums are broken: nobody will read them, and sums that are made
 * anew begin with a count of what there is. In one snapshot with the look at the progress: begun since, they need the notes.
 */
export async function dropNotes(db: Tx, projectId: string, limit: number): Promise<number> {
  const drop = (table: 'overview_changes' | 'overview_additions') => sql`
    delete from ${sql.table(table)} where id = any(array(
      select n.id from ${sql.table(table)} n where n.project_id = ${projectId}
        and exists (select from overview_progress o where o.project_id = n.project_id and o.broken)
      order by n.id limit ${limit}::int
    )) returning id`;
  const changes = await drop('overview_changes').execute(db);
  const additions = await drop('overview_additions').execute(db);
  return Math.max(changes.rows.length, additions.rows.length);
}

/** Takes up to so many notes of what was added into the sums; gives how many there were. Needs the lock. */
export async function foldAdditions(db: Tx, projectId: string, limit: number): Promise<number> {
  const { rows } = await sql<{ measure: string; key: string[]; n: number }>`
    delete from overview_additions where id = any(array(
      select id from overview_additions where project_id = ${projectId} order by id limit ${limit}::int
    )) returning measure, key, n`.execute(db);
  if (rows.length > 0)
    await addToSums(
      db,
      projectId,
      sql`select measure, array(select jsonb_array_elements_text(key)) as key, sum(n)::bigint as n
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) x (measure text, key jsonb, n bigint) group by 1, 2`,
    );
  return rows.length;
}

/** The next comparisons that are not in, in the order of their ranks. */
export async function nextToFill(
  db: Tx,
  { project_id: projectId, after_rank: rank, after_id: id }: Progress,
  limit: number,
): Promise<{ readonly rank: number; readonly id: string }[]> {
  const behind = rank === null ? sql`true` : sql`(rank, id) > (${rank}::bigint, ${id}::uuid)`;
  const { rows } = await sql<{ rank: number; id: string }>`
    select rank, id from comparisons where project_id = ${projectId} and ${behind} order by rank, id limit ${limit}::int`.execute(
    db,
  );
  return rows;
}

export async function writeFilled(
  db: Tx,
  projectId: string,
  to: {
    readonly last: { readonly rank: number; readonly id: string } | undefined;
    readonly isWhole: boolean;
  },
): Promise<void> {
  await db
    .updateTable('overview_progress')
    .set({
      whole: to.isWhole,
      ...(to.last === undefined ? {} : { after_rank: to.last.rank, after_id: to.last.id }),
    })
    .where('project_id', '=', projectId)
    .execute();
}

/** Moves the sums by what these comparisons are now instead of what was taken in of them. Needs the lock. */
export async function foldComparisons(
  db: Tx,
  projectId: string,
  comparisonIds: readonly string[],
): Promise<void> {
  if (comparisonIds.length === 0) return;
  await sql`
    with ${partsOf(sql`select unnest(${comparisonIds}::uuid[])`)},
    kept as (
      insert into overview_parts (comparison_id, project_id, judgment_ids, target_judgments, judged, skipped, flagged, state, settled, ranked, paid)
      select (part).comparison_id, (part).project_id, (part).judgment_ids, (part).target_judgments, (part).judged, (part).skipped,
        (part).flagged, (part).state, (part).settled, (part).ranked, (part).paid from changed
      on conflict (comparison_id) do update set judgment_ids = excluded.judgment_ids, target_judgments = excluded.target_judgments,
        judged = excluded.judged, skipped = excluded.skipped, flagged = excluded.flagged, state = excluded.state, settled = excluded.settled, ranked = excluded.ranked,
        paid = excluded.paid
    )
    ${intoSums(projectId, sql`select measure, key, n from contributions`)}`.execute(db);
}

/** Counts the comparisons that were exported anew when there are other versions than those that were counted. Needs nothing. */
export async function keepExported(db: Tx, projectId: string): Promise<void> {
  await sql`
    update overview_progress set exported_of = ${newestIds(projectId)}, exported = (${countExported(projectId)})
    where project_id = ${projectId} and exported_of is distinct from ${newestIds(projectId)}`.execute(db);
}

/** Ids of the newest versions in their order, as one value. */
export function newestIds(projectId: string): RawBuilder<readonly string[]> {
  return sql`array(select x.id from (${newestVersions(projectId)}) x order by x.id)`;
}

async function addToSums(db: Tx, projectId: string, rows: RawBuilder<unknown>): Promise<void> {
  await intoSums(projectId, rows).execute(db);
}

function intoSums(projectId: string, rows: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    insert into overview_sums (project_id, measure, key, n) select ${projectId}::uuid, x.measure, x.key, x.n from (${rows}) x
    on conflict (project_id, measure, key) do update set n = overview_sums.n + excluded.n`;
}

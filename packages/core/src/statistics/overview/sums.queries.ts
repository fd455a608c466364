import { type RawBuilder, sql } from 'kysely';
import type { ProjectCounts } from '@pairwright/contract/project-counts';
import type { Executor } from '@pairwright/db/database';
import { countExported } from '../../projects/counts.queries.ts';
import { newestIds, readProgress } from './keep-overview.queries.ts';
import type { OverviewRows } from './overview.queries.ts';
import { partsOf } from './parts.sql.ts';

/** What an overview is made from, and where the work stands. */
export interface OverviewNumbers extends OverviewRows {
  readonly counts: ProjectCounts;
}

/**
 * The numbers from the sums that are kept, moved by what changed since: the same that counting everything gives, for the cost
 * of what changed. Undefined while the sums of a project are not whole. Needs a transaction of one snapshot.
 */
export async function readSums(db: Executor, projectId: string): Promise<OverviewNumbers | undefined> {
  const progress = await readProgress(db, projectId);
  if (progress === undefined || !progress.whole || progress.broken) return undefined;
  const { rows } = await sql<OverviewRows & { plain: PlainNumbers; exported: number; leased: number }>`
    with ${partsOf(pendingOf(projectId))},
    totals as materialized (
      select measure, key, sum(n)::bigint as n from (
        select measure, key, n from overview_sums where project_id = ${projectId}
        union all select measure, key, n from contributions
        union all select measure, key, n from overview_additions where project_id = ${projectId}
      ) x group by measure, key having sum(n) <> 0
    ),
    days as (
      select x.day, x.judgments, coalesce(i.n, 0) as imported, x.annotators from (
        select key[1] as day, sum(n)::bigint as judgments, count(*) as annotators from totals where measure = 'judgments' group by 1 order by 1 desc limit 366
      ) x left join totals i on i.measure = 'imported' and i.key = array[x.day]
    ),
    outcomes as (
      select key[1] as outcome, ${of('outcome')} as n, ${of('left')} as "leftPicks"
      from totals where measure in ('outcome', 'left') group by 1
    ),
    paid as (
      select key[1]::int as rate, n as judgments from totals where measure = 'earned'
    ),
    agreeing as (
      select key[1]::int as votes, key[2]::int as agreeing, n as comparisons from totals where measure = 'agreeing'
    ),
    models as (
      select key[1] as model, ${of('responses')} as responses, ${of('wins')} as wins, ${of('losses')} as losses, ${of('ties')} as ties
      from totals where measure in ('responses', 'wins', 'losses', 'ties') group by 1 order by wins desc, 1 limit 1000
    )
    select ${list('days', 'x.day')} as "perDay", ${list('outcomes', 'x.outcome')} as outcomes,
      ${list('paid', 'x.rate')} as paid, ${list('agreeing', 'x.votes, x.agreeing')} as agreeing, ${list('models', 'x.wins desc, x.model')} as models,
      (select coalesce(json_object_agg(measure, n), '{}') from totals where key = '{}') as plain,
      (select ${exportedOf(projectId)} from overview_progress o where o.project_id = ${projectId}) as exported, (${leasedOf(projectId)}) as leased`.execute(
    db,
  );
  const { plain, exported, leased, ...read } = rows[0]!;
  return { ...read, counts: toCounts(plain, { exported, leased }) };
}

/**
 * Where the work stands, alone, from the same sums: for requests, where `pendingAtMost` comparisons with a note are too many
 * to be looked up. Undefined then, and while the sums of a project are not whole. What is told is of one statement, and so of
 * one snapshot.
 */
export async function readSummedCounts(
  db: Executor,
  projectId: string,
  pendingAtMost: number,
): Promise<ProjectCounts | undefined> {
  const notes = (table: string) =>
    sql`(select count(*) from (select from ${sql.table(table)} where project_id = ${projectId} limit ${pendingAtMost + 1}) x)`;
  const { rows: pending } = await sql<{ n: number }>`
    select ${notes('overview_changes')} + ${notes('resolution_changes')} as n from overview_progress
    where project_id = ${projectId} and whole and not broken`.execute(db);
  if (pending[0] === undefined || pending[0].n > pendingAtMost) return undefined;
  const { rows } = await sql<{ plain: PlainNumbers; exported: number; leased: number }>`
    with ${partsOf(pendingOf(projectId))},
    totals as (
      select measure, sum(n)::bigint as n from (
        select measure, n from overview_sums where project_id = ${projectId} and measure = any(${plainMeasures}::text[]) and key = '{}'
        union all select measure, n from contributions where key = '{}'
        union all select measure, n from overview_additions where project_id = ${projectId} and key = '{}'
      ) x group by measure
    )
    select (select coalesce(json_object_agg(measure, n), '{}') from totals) as plain, ${exportedOf(projectId)} as exported,
      (${leasedOf(projectId)}) as leased
    from overview_progress o where o.project_id = ${projectId} and o.whole and not o.broken`.execute(db);
  return rows[0] && toCounts(rows[0].plain, rows[0]);
}

/** Comparisons in the newest versions, of a row `o` of the progress; counted where there are others than those that were. */
function exportedOf(projectId: string): RawBuilder<number> {
  return sql`case when o.exported_of = ${newestIds(projectId)} then o.exported else (${countExported(projectId)}) end`;
}

function leasedOf(projectId: string): RawBuilder<number> {
  return sql`select count(*) from assignments where project_id = ${projectId} and state = 'leased' and kind in ('normal', 'imported')`;
}

/**
 * Comparisons with a note that the sums or the labels have not taken in. As an array, which says nothing of how many they are:
 * after an import has been taken in, the statistics of the notes would have all comparisons read for a few of them.
 */
function pendingOf(projectId: string) {
  return sql`
    select unnest(array(
      select comparison_id from overview_changes where project_id = ${projectId}
      union select comparison_id from resolution_changes where project_id = ${projectId}))`;
}

const of = (measure: string) => sql.raw(`coalesce(sum(n) filter (where measure = '${measure}'), 0)::bigint`);

const list = (from: string, order: string) =>
  sql.raw(`(select coalesce(json_agg(x order by ${order}), '[]') from ${from} x)`);

/** Measures of which a project has one number. */
const plainMeasures = [
  'prompts',
  'settled',
  'comparisons',
  'wanted',
  'completed',
  'unfit',
  'judged',
  'skipped',
  'flagged',
  'skips',
  'remaining',
] as const;
type PlainMeasure = (typeof plainMeasures)[number];
type PlainNumbers = Readonly<Partial<Record<PlainMeasure, number>>>;

function toCounts(plain: PlainNumbers, now: Pick<ProjectCounts, 'exported' | 'leased'>): ProjectCounts {
  const n = (measure: PlainMeasure): number => plain[measure] ?? 0;
  return {
    prompts: n('prompts'),
    settled: n('settled'),
    exported: now.exported,
    comparisons: n('comparisons'),
    wanted: n('wanted'),
    completed: n('completed'),
    unfit: n('unfit'),
    judgments: n('judged'),
    leased: now.leased,
    skipped: n('skipped'),
    flagged: n('flagged'),
    skips: n('skips'),
    remaining: n('remaining'),
    asOf: null,
  };
}

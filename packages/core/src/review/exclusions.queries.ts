import { sql } from 'kysely';
import type { Exclusion, ExclusionScope, QuestionedGold } from '@pairwright/contract/exclusions';
import { afterCursor, type Keyset } from '@pairwright/db/cursor';
import type { Executor } from '@pairwright/db/database';
import type { DB } from '@pairwright/db/tables.generated';
import type { Tx } from '@pairwright/db/transaction';
import { questionedGold } from './questioned-gold.ts';

/** Holds back who judges as this person until commit: what they gave before is stored, what they give after knows of it. */
export async function lockExclusions(
  db: Tx,
  of: { readonly projectId: string; readonly annotatorId: string },
): Promise<void> {
  await sql`select pg_advisory_xact_lock(exclusion_lock(${of.projectId}, ${of.annotatorId}))`.execute(db);
}

export interface NewExclusion {
  readonly id: string;
  readonly projectId: string;
  readonly annotatorId: string;
  readonly scope: ExclusionScope;
  readonly reason: string;
  readonly createdBy: string;
}

export async function insertExclusion(db: Tx, made: NewExclusion): Promise<void> {
  const { scope } = made;
  await db
    .insertInto('exclusions')
    .values({
      id: made.id,
      project_id: made.projectId,
      annotator_id: made.annotatorId,
      scope: scope.kind,
      from_at: scope.kind === 'from' ? scope.from : null,
      batch_id: scope.kind === 'batch' ? scope.batchId : null,
      reason: made.reason,
      state: 'applying',
      created_by: made.createdBy,
    })
    .execute();
}

function selectExclusions(db: Executor, projectId: string) {
  return db
    .selectFrom('exclusions as e')
    .innerJoin('users as a', 'a.id', 'e.annotator_id')
    .innerJoin('users as c', 'c.id', 'e.created_by')
    .leftJoin('users as n', 'n.id', 'e.ended_by')
    .leftJoin('batches as b', 'b.id', 'e.batch_id')
    .select([
      'e.id',
      'e.annotator_id as annotatorId',
      'a.name as annotator',
      'e.scope',
      'e.from_at',
      'e.batch_id',
      'b.name as batch',
      'e.reason',
      'e.state',
      'e.effect',
      'e.end_effect as endEffect',
      'c.name as createdBy',
      'e.created_at as createdAt',
      'n.name as endedBy',
      'e.ended_because as endedBecause',
      'e.ended_at as endedAt',
      'e.error',
      questionedGold(projectId, sql`a.exclusion_id = e.id`).as('gold'),
    ])
    .where('e.project_id', '=', projectId);
}

type Row = Awaited<ReturnType<ReturnType<typeof selectExclusions>['execute']>>[number];

function toExclusion({ scope, from_at, batch_id, ...row }: Row): Exclusion {
  const covered =
    scope === 'from'
      ? { kind: scope, from: from_at }
      : scope === 'batch'
        ? { kind: scope, batchId: batch_id }
        : { kind: 'all' };
  return { ...row, scope: covered } as Exclusion;
}

const newestFirst: Keyset<{ e: DB['exclusions'] }, 'e'> = {
  columns: [{ ref: 'e.id', type: 'uuid' }],
  direction: 'desc',
};

/** `limit + 1` exclusions of a project, newest first. */
export async function findExclusions(
  db: Executor,
  page: { readonly projectId: string; readonly cursor?: string | undefined; readonly limit: number },
): Promise<Exclusion[]> {
  const rows = await selectExclusions(db, page.projectId)
    .where(afterCursor(newestFirst, page.cursor) as never)
    .orderBy('e.id', 'desc')
    .limit(page.limit + 1)
    .execute();
  return rows.map(toExclusion);
}

export async function findExclusion(
  db: Executor,
  of: { readonly projectId: string; readonly exclusionId: string },
): Promise<Exclusion | undefined> {
  const row = await selectExclusions(db, of.projectId).where('e.id', '=', of.exclusionId).executeTakeFirst();
  return row === undefined ? undefined : toExclusion(row);
}

/** What an exclusion would cover, over assignment a, comparison c and its judgment j. */
function covered(scope: ExclusionScope) {
  if (scope.kind === 'all') return sql<boolean>`true`;
  if (scope.kind === 'batch') return sql<boolean>`c.batch_id = ${scope.batchId}`;
  return sql<boolean>`coalesce(j.created_at, clock_timestamp()) >= ${scope.from}::timestamptz`;
}

/** Gold comparisons that everybody agreed on, with votes that would be set aside. */
export async function findQuestionedGold(db: Executor, of: CoverageOf): Promise<QuestionedGold[]> {
  const setAside = sql<boolean>`a.annotator_id = ${of.annotatorId} and a.set_aside is null and not j.surplus and ${covered(of.scope)}`;
  const { rows } = await sql<{
    gold: QuestionedGold[];
  }>`select ${questionedGold(of.projectId, setAside)} as gold`.execute(db);
  return rows[0]!.gold;
}

export interface Coverage {
  readonly judgments: number;
  readonly leases: number;
  readonly comparisons: number;
  readonly reopened: number;
}

interface CoverageOf {
  readonly projectId: string;
  readonly annotatorId: string;
  readonly scope: ExclusionScope;
}

/** What `apply_exclusion` would do. */
export async function countCoverage(db: Executor, of: CoverageOf): Promise<Coverage> {
  const { rows } = await sql<Coverage>`
    with covered as (
      select c.id, c.state, c.leased, c.judged, c.target_judgments, c.routable, a.state = 'leased' as leases,
        a.state = 'submitted' and a.set_aside is null and not j.surplus and takes_place(a.kind, a.repeat_number) as counts
      from assignments a join comparisons c on c.id = a.comparison_id left join judgments j on j.id = a.judgment_id
      where a.project_id = ${of.projectId} and a.annotator_id = ${of.annotatorId} and ${covered(of.scope)}
        and (a.state = 'leased' or (a.state = 'submitted' and a.set_aside is distinct from 'excluded'))
    )
    select count(*) filter (where counts) as judgments, count(*) filter (where leases) as leases,
      count(distinct id) as comparisons,
      count(*) filter (where state = 'open' and not routable and (counts or leases) and leased + judged - 1 < target_judgments) as reopened
    from covered`.execute(db);
  return rows[0] as Coverage;
}

/** Comparisons with a judgment that would count no more, and those judgments. */
export async function findCovered(
  db: Executor,
  of: CoverageOf,
): Promise<{ comparisonId: string; judgmentId: string }[]> {
  const { rows } = await sql<{ comparisonId: string; judgmentId: string }>`
    select a.comparison_id as "comparisonId", j.id as "judgmentId"
    from assignments a join comparisons c on c.id = a.comparison_id join judgments j on j.id = a.judgment_id
    where a.project_id = ${of.projectId} and a.annotator_id = ${of.annotatorId} and ${covered(of.scope)}
      and a.state = 'submitted' and a.set_aside is null and not j.surplus and takes_place(a.kind, a.repeat_number)
    order by a.comparison_id`.execute(db);
  return rows;
}

export interface AppliedChunk {
  readonly comparison: string;
  readonly judgments: number;
  readonly leases: number;
  readonly reopened: boolean;
}

export async function applyChunk(db: Tx, exclusionId: string, limit: number): Promise<AppliedChunk[]> {
  const { rows } = await sql<AppliedChunk>`select * from apply_exclusion(${exclusionId}, ${limit})`.execute(
    db,
  );
  return rows;
}

export interface EndedChunk {
  readonly comparison: string;
  readonly counted: number;
  readonly surplus: number;
}

export async function endChunk(db: Tx, exclusionId: string, limit: number): Promise<EndedChunk[]> {
  const { rows } = await sql<EndedChunk>`select * from end_exclusion(${exclusionId}, ${limit})`.execute(db);
  return rows;
}

/** Adds numbers to what an exclusion changed so far. */
export async function addEffect(
  db: Tx,
  exclusionId: string,
  { column, by }: { column: 'effect' | 'end_effect'; by: Readonly<Record<string, number>> },
): Promise<void> {
  await sql`update exclusions set heartbeat_at = clock_timestamp(), ${sql.ref(column)} = (
      select jsonb_object_agg(key, value::int + coalesce((${JSON.stringify(by)}::jsonb ->> key)::int, 0)) from jsonb_each_text(${sql.ref(column)}))
    where id = ${exclusionId}`.execute(db);
}

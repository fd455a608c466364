import { sql } from 'kysely';
import type {
  ComparisonRouting,
  Reservation,
  RoutedBatch,
  RoutedMember,
  RoutingPolicy,
} from '@pairwright/contract/routing';
import type { Executor } from '@pairwright/db/database';
import type { Tx } from '@pairwright/db/transaction';
import { openPolicy } from '@pairwright/domain/routing/policy';

/** Between two priorities there is room for the ranks of any project. */
const PRIORITY_STEP = sql.raw('1099511627776');

export async function findPolicy(db: Executor, projectId: string): Promise<RoutingPolicy | null> {
  const row = await db
    .selectFrom('projects')
    .select('routing')
    .where('id', '=', projectId)
    .executeTakeFirst();
  return (row?.routing ?? null) as RoutingPolicy | null;
}

export async function writePolicy(db: Executor, projectId: string, policy: RoutingPolicy): Promise<void> {
  await db
    .updateTable('projects')
    .set({ routing: JSON.stringify(policy), updated_at: sql<string>`now()` })
    .where('id', '=', projectId)
    .execute();
}

/** Without a policy no claim looks at what batches, comparisons and people say. */
export async function ensurePolicy(db: Tx, projectId: string): Promise<void> {
  await db
    .updateTable('projects')
    .set({ routing: JSON.stringify(openPolicy) })
    .where('id', '=', projectId)
    .where('routing', 'is', null)
    .execute();
}

export async function findBatches(db: Executor, projectId: string): Promise<RoutedBatch[]> {
  const rows = await db
    .selectFrom('batches as b')
    .leftJoin('users as w', 'w.id', 'b.withdrawn_by')
    .select((eb) => [
      'b.withdrawn_because',
      'b.withdrawn_at',
      'w.name as withdrawn_by_name',
      'b.id',
      'b.name',
      'b.created_at as createdAt',
      'b.round',
      'b.priority',
      'b.skills',
      'b.only_for',
      eb
        .selectFrom('comparisons as c')
        .select((of) => of.fn.countAll<number>().as('n'))
        .whereRef('c.batch_id', '=', 'b.id')
        .where('c.project_id', '=', projectId)
        .as('comparisons'),
    ])
    .where('b.project_id', '=', projectId)
    .orderBy('b.id', 'desc')
    .execute();
  return rows.map(
    ({ only_for, comparisons, withdrawn_because, withdrawn_at, withdrawn_by_name, ...row }) => ({
      ...row,
      withdrawal:
        withdrawn_at === null
          ? null
          : { because: withdrawn_because ?? '', by: withdrawn_by_name ?? '', at: withdrawn_at },
      comparisons: comparisons ?? 0,
      onlyFor: reservationOf(only_for),
    }),
  );
}

export async function findComparisonRouting(
  db: Executor,
  of: { projectId: string; comparisonId: string },
): Promise<ComparisonRouting | undefined> {
  const row = await db
    .selectFrom('comparisons as c')
    .innerJoin('batches as b', 'b.id', 'c.batch_id')
    .select(['c.priority', 'c.only_for', 'b.name', 'b.priority as batchPriority'])
    .where('c.id', '=', of.comparisonId)
    .where('c.project_id', '=', of.projectId)
    .executeTakeFirst();
  return (
    row && {
      priority: row.priority,
      batch: { name: row.name, priority: row.batchPriority },
      onlyFor: reservationOf(row.only_for),
    }
  );
}

export async function findRoutedMembers(db: Executor, projectId: string): Promise<RoutedMember[]> {
  return db
    .selectFrom('project_members as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .leftJoin('annotator_cursors as k', (join) =>
      join.onRef('k.project_id', '=', 'm.project_id').onRef('k.annotator_id', '=', 'm.user_id'),
    )
    .leftJoin(leasesNow(db, projectId), (join) => join.onRef('l.annotator_id', '=', 'm.user_id'))
    .leftJoin(judgmentsOfLastDay(db, projectId), (join) => join.onRef('d.annotator_id', '=', 'm.user_id'))
    .select([
      'u.id as userId',
      'u.name',
      'm.languages',
      'm.skills',
      'm.teams',
      'k.paused_at as pausedAt',
      sql<string | null>`case when k.qualified_until = 'infinity' then '9999-12-31T00:00:00Z'::timestamptz
        when k.qualified_until > clock_timestamp() then k.qualified_until end`.as('qualifiedUntil'),
      sql<number>`coalesce(l.n, 0)`.as('leased'),
      sql<number>`coalesce(d.n, 0)`.as('lastDay'),
    ])
    .where('m.project_id', '=', projectId)
    .orderBy('u.name')
    .orderBy('u.id')
    .execute();
}

/** Comparisons that people hold now. */
function leasesNow(db: Executor, projectId: string) {
  return db
    .selectFrom('assignments')
    .select(['annotator_id', sql<number>`count(*)`.as('n')])
    .where('project_id', '=', projectId)
    .where('state', '=', 'leased')
    .where(sql<boolean>`coalesce(lease_expires_at > clock_timestamp(), true)`)
    .groupBy('annotator_id')
    .as('l');
}

/** Judgments that people gave here in the last 24 hours; one that replaces another is counted once. */
function judgmentsOfLastDay(db: Executor, projectId: string) {
  return db
    .selectFrom('judgments')
    .select(['annotator_id', sql<number>`count(distinct assignment_id)`.as('n')])
    .where('project_id', '=', projectId)
    .where(sql<boolean>`created_at > clock_timestamp() - interval '24 hours'`)
    .where('source', '=', 'annotator')
    .groupBy('annotator_id')
    .as('d');
}

/** As the database has it: 'member:<id>' and 'team:<name>'. */
export function tokensOf(reservation: Reservation): string[] | null {
  if (reservation === null) return null;
  return [
    ...reservation.members.map((member) => `member:${member}`),
    ...reservation.teams.map((team) => `team:${team}`),
  ];
}

export function reservationOf(tokens: readonly string[] | null): RoutedBatch['onlyFor'] {
  if (tokens === null) return null;
  const named = (kind: string) =>
    tokens.filter((token) => token.startsWith(kind)).map((token) => token.slice(kind.length));
  return { members: named('member:'), teams: named('team:') };
}

/** Moves the comparisons of a batch that have no priority of their own. */
export async function moveBatch(
  db: Tx,
  batch: { projectId: string; batchId: string; from: number; to: number },
): Promise<void> {
  await sql`update comparisons set shift = shift + (${batch.from - batch.to}::bigint * ${PRIORITY_STEP})
    where project_id = ${batch.projectId} and batch_id = ${batch.batchId} and priority is null`.execute(db);
  await startOver(db, batch.projectId);
}

/** Gives one comparison a priority of its own, or (null) that of its batch. */
export async function moveComparison(
  db: Tx,
  of: { projectId: string; comparisonId: string; priority: number | null },
): Promise<void> {
  await sql`update comparisons c set priority = ${of.priority}::smallint,
      shift = shift + (coalesce(c.priority, b.priority) - coalesce(${of.priority}::smallint, b.priority))::bigint * ${PRIORITY_STEP}
    from batches b where b.id = c.batch_id and c.id = ${of.comparisonId} and c.project_id = ${of.projectId}`.execute(
    db,
  );
  await startOver(db, of.projectId);
}

/** Everybody's next search begins at the head of the order again. */
export async function startOver(db: Tx, projectId: string): Promise<void> {
  await sql`update annotator_cursors set route = default where project_id = ${projectId}`.execute(db);
}

import { sql } from 'kysely';
import type { Executor } from '@pairwright/db/database';
import type { Tx } from '@pairwright/db/transaction';

export interface MyLeases {
  readonly projectId: string;
  readonly annotatorId: string;
  readonly assignmentIds: readonly string[];
}

/**
 * Prolongs live leases of one person. Comparisons are locked before assignments and both in the order of ids, as in all that
 * changes several leases: two such statements, or one and a claim, never wait for each other in a circle.
 */
export async function renewLeases(
  db: Tx,
  mine: MyLeases,
): Promise<{ id: string; lease_expires_at: string }[]> {
  const { rows } = await sql<{ id: string; lease_expires_at: string }>`
    with places as materialized (
      select c.id from comparisons c where c.id in (
        select comparison_id from assignments
        where id = any(${mine.assignmentIds}::uuid[]) and project_id = ${mine.projectId} and annotator_id = ${mine.annotatorId} and state = 'leased'
      ) order by c.id for no key update
    ), live as materialized (
      select a.id from assignments a join places on places.id = a.comparison_id
      where a.id = any(${mine.assignmentIds}::uuid[]) and a.annotator_id = ${mine.annotatorId}
        and a.state = 'leased' and a.lease_expires_at > now()
      order by a.id for no key update of a
    )
    update assignments a set lease_expires_at = clock_timestamp() + make_interval(mins => p.lease_minutes)
    from live, projects p where a.id = live.id and p.id = ${mine.projectId}
    returning a.id, a.lease_expires_at`.execute(db);
  return rows;
}

/** Ends leases of one person, these or all in the project, and frees their places. Locks as `renewLeases` does. */
export async function releaseLeases(
  db: Tx,
  mine: Omit<MyLeases, 'assignmentIds'> & { readonly assignmentIds?: readonly string[] },
): Promise<void> {
  const these = mine.assignmentIds ?? null;
  await sql`
    with places as materialized (
      select c.id from comparisons c where c.id in (
        select comparison_id from assignments
        where (${these}::uuid[] is null or id = any(${these}::uuid[])) and project_id = ${mine.projectId} and annotator_id = ${mine.annotatorId}
          and state = 'leased'
      ) order by c.id for no key update
    ), held as materialized (
      select a.id from assignments a join places on places.id = a.comparison_id
      where (${these}::uuid[] is null or a.id = any(${these}::uuid[])) and a.annotator_id = ${mine.annotatorId} and a.state = 'leased'
      order by a.id for no key update of a
    ), ended as (
      update assignments a set state = 'released', closed_at = clock_timestamp()
      from held where a.id = held.id and a.state = 'leased'
      returning a.comparison_id, a.kind
    )
    update comparisons c set leased = c.leased - e.places
    from (select comparison_id, count(*)::smallint as places from ended where takes_place(kind) group by 1) e where c.id = e.comparison_id`.execute(
    db,
  );
}

/** Ends up to `limit` leases whose time is over, in any project, leaving out rows that somebody is working on. */
export async function expireLeases(db: Executor, limit: number): Promise<number> {
  const { rows } = await sql<{ ended: number }>`select expire_leases(null, ${limit}) as ended`.execute(db);
  return rows[0]?.ended ?? 0;
}

/**
 * Shortens leases that were given at a time to come, since the clock has gone back: they would be held until it is there again. Their
 * holders get the time of a new one. Gives how many.
 */
export async function shortenLeases(db: Executor): Promise<number> {
  const { rows } = await sql<{ shortened: number }>`
    with early as materialized (
      select a.id, p.lease_minutes from assignments a join projects p on p.id = a.project_id
      where a.state = 'leased' and a.lease_expires_at is not null and a.created_at > now() + interval '1 minute'
        and a.lease_expires_at > now() + make_interval(mins => p.lease_minutes)
      order by a.id for no key update of a skip locked
    ), shortened as (
      update assignments a set lease_expires_at = now() + make_interval(mins => e.lease_minutes) from early e where a.id = e.id returning a.id
    )
    select count(*)::int as shortened from shortened`.execute(db);
  return rows[0]!.shortened;
}

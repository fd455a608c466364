import { sql } from 'kysely';
import type { Executor } from '@pairwright/db/database';

export interface MyLeases {
  readonly projectId: string;
  readonly annotatorId: string;
  readonly assignmentIds: readonly string[];
}

/** Prolongs live leases of one person. Locks in the order of ids: two renewals never wait for each other in a circle. */
export async function renewLeases(
  db: Executor,
  mine: MyLeases,
): Promise<{ id: string; lease_expires_at: string }[]> {
  const { rows } = await sql<{ id: string; lease_expires_at: string }>`
    with live as (
      select id from assignments
      where id = any(${mine.assignmentIds}::uuid[]) and project_id = ${mine.projectId} and annotator_id = ${mine.annotatorId}
        and state = 'leased' and lease_expires_at > now()
      order by id for no key update
    )
    update assignments a set lease_expires_at = clock_timestamp() + make_interval(mins => p.lease_minutes)
    from live, projects p where a.id = live.id and p.id = ${mine.projectId}
    returning a.id, a.lease_expires_at`.execute(db);
  return rows;
}

/** Ends leases of one person and frees their places; comparisons are locked before assignments, as everywhere. */
export async function releaseLeases(db: Executor, mine: MyLeases): Promise<void> {
  await sql`
    with places as materialized (
      select c.id from comparisons c where c.id in (
        select comparison_id from assignments
        where id = any(${mine.assignmentIds}::uuid[]) and project_id = ${mine.projectId} and annotator_id = ${mine.annotatorId} and state = 'leased'
      ) order by c.id for no key update
    ), ended as (
      update assignments a set state = 'released', closed_at = clock_timestamp()
      from places where a.comparison_id = places.id and a.id = any(${mine.assignmentIds}::uuid[]) and a.annotator_id = ${mine.annotatorId}
        and a.state = 'leased'
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

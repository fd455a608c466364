import { sql } from 'kysely';
import type { Tx } from '@pairwright/db/transaction';

/** Gives the leases of one person in a project back, so that others get the work at once. Comparisons are locked first. */
export async function releaseLeasesOf(db: Tx, of: { projectId: string; annotatorId: string }): Promise<void> {
  await sql`
    with held as (
      select a.id, a.comparison_id from assignments a join comparisons c on c.id = a.comparison_id
      where a.project_id = ${of.projectId} and a.annotator_id = ${of.annotatorId} and a.state = 'leased'
      order by c.id for no key update of c, a
    ), released as (
      update assignments a set state = 'released', closed_at = clock_timestamp()
      from held where a.id = held.id and a.state = 'leased' returning a.comparison_id, a.kind
    )
    update comparisons c set leased = c.leased - r.places
    from (select comparison_id, count(*)::smallint as places from released where takes_place(kind) group by 1) r where c.id = r.comparison_id`.execute(
    db,
  );
}

import { sql } from 'kysely';
import type { Services } from '../../context.ts';

/** Enqueues a refresh of every project whose sums are behind or not whole, or broken and still collecting notes. Gives how many there are. */
export async function refreshOverviews({ db, queue }: Pick<Services, 'db' | 'queue'>): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select p.id from projects p left join overview_progress o on o.project_id = p.id
    where p.deleted_at is null and (
      not (coalesce(o.whole, false) or coalesce(o.broken, false))
      or exists (select from overview_changes c where c.project_id = p.id)
      or exists (select from overview_additions a where a.project_id = p.id))`.execute(db.db);
  for (const { id } of rows) await queue.enqueue('resolutions.refresh', { projectId: id, learn: false });
  return rows.length;
}

import { sql } from 'kysely';
import type { Executor } from '@pairwright/db/database';

/** The key that signs the links of an export: the one it has, or this one from now on. */
export async function linkKeyOf(db: Executor, exportId: string, fresh: Buffer): Promise<Buffer> {
  const row = await db
    .updateTable('exports')
    .set({ link_key: sql<Buffer>`coalesce(link_key, ${fresh})` })
    .where('id', '=', exportId)
    .returning('link_key')
    .executeTakeFirstOrThrow();
  return row.link_key as Buffer;
}

/** Forgets the key, so that no link made so far is good. */
export async function dropLinkKey(db: Executor, exportId: string): Promise<void> {
  await db.updateTable('exports').set({ link_key: null }).where('id', '=', exportId).execute();
}

/** An export with what its maker may do in its project now; undefined when one of the two is gone or shut out. */
export async function findLinkedExport(
  db: Executor,
  of: { readonly exportId: string; readonly userId: string },
) {
  return db
    .selectFrom('exports as e')
    .innerJoin('users as u', (join) => join.on('u.id', '=', of.userId).on('u.disabled_at', 'is', null))
    .innerJoin('projects as p', (join) =>
      join.onRef('p.id', '=', 'e.project_id').on('p.deleted_at', 'is', null),
    )
    .leftJoin('project_members as m', (join) =>
      join.onRef('m.project_id', '=', 'e.project_id').onRef('m.user_id', '=', 'u.id'),
    )
    .select(['e.state', 'e.files', 'e.link_key', 'u.is_owner', 'm.role'])
    .where('e.id', '=', of.exportId)
    .executeTakeFirst();
}

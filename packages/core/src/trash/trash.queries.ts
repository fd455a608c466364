import { sql } from 'kysely';
import { TRASH_DAYS, type TrashedProject } from '@pairwright/contract/trash';
import type { Executor } from '@pairwright/db/database';
import { reachesSql } from '../access/reach.ts';
import type { Actor } from '../context.ts';
import type { Tx } from '@pairwright/db/transaction';

/** Deleted projects, newest first: for the owner all, else those whose admin this person is. */
export async function findTrashed(db: Executor, actor: Actor): Promise<TrashedProject[]> {
  const { rows } = await sql<TrashedProject>`
    select p.id as "projectId", p.name, p.deleted_at as "deletedAt", u.name as "deletedBy",
      p.deleted_at + make_interval(days => ${TRASH_DAYS}) as "purgedFrom",
      (select count(*) from comparisons c where c.project_id = p.id) as comparisons,
      (select count(*) from judgments j where j.project_id = p.id) as judgments
    from projects p left join users u on u.id = p.deleted_by
    where p.deleted_at is not null
      and ${reachesSql(actor, 'p.id')} and (${actor.isOwner}::boolean or exists (
        select from project_members m where m.project_id = p.id and m.user_id = ${actor.userId} and m.role = 'admin'))
    order by p.deleted_at desc, p.id`.execute(db);
  return rows;
}

/** Deleted projects whose time is over. */
export async function findOverdue(db: Executor): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from projects where deleted_at < now() - make_interval(days => ${TRASH_DAYS}) order by deleted_at`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}

/** Holds the project; undefined when there is none, in the trash or outside of it. */
export async function lockProject(
  db: Tx,
  projectId: string,
  place: 'in_trash' | 'in_use',
): Promise<{ name: string; isOverdue: boolean } | undefined> {
  return db
    .selectFrom('projects')
    .select([
      'name',
      sql<boolean>`coalesce(deleted_at < now() - make_interval(days => ${TRASH_DAYS}), false)`.as(
        'isOverdue',
      ),
    ])
    .where('id', '=', projectId)
    .where('deleted_at', place === 'in_trash' ? 'is not' : 'is', null)
    .forUpdate()
    .executeTakeFirst();
}

export async function setDeleted(db: Tx, projectId: string, by: string | null): Promise<void> {
  await db
    .updateTable('projects')
    .set({
      deleted_at: by === null ? null : sql<string>`now()`,
      deleted_by: by,
      updated_at: sql<string>`now()`,
    })
    .where('id', '=', projectId)
    .execute();
}

/** Removes the rows of a project and gives the prefixes of its files. */
export async function removeProject(db: Tx, projectId: string): Promise<string[]> {
  // Judgments are append-only; deleting whole projects says so first, for this transaction.
  await sql`select set_config('pairwright.purge', 'on', true)`.execute(db);
  const { rows } = await sql<{ prefix: string }>`
    select 'imports/' || id as prefix from imports where project_id = ${projectId}
    union all select 'exports/' || id from exports where project_id = ${projectId}
    union all select 'media/' || ${projectId}`.execute(db);
  // Annotators of its files have no account and no other project.
  const imported = await db
    .selectFrom('imported_annotators')
    .select('user_id')
    .where('project_id', '=', projectId)
    .execute();
  await db.deleteFrom('projects').where('id', '=', projectId).execute();
  // Notes that its labels and sums are to be made anew, which deleting its judgments has left.
  for (const notes of ['resolution_changes', 'overview_changes', 'overview_additions'] as const)
    await db.deleteFrom(notes).where('project_id', '=', projectId).execute();
  const ids = imported.map(({ user_id: id }) => id);
  await sql`delete from users where id = any(${ids}::uuid[]) and kind = 'imported'`.execute(db);
  return rows.map(({ prefix }) => prefix);
}

import { sql } from 'kysely';
import { Problem } from '@pairwright/contract/errors';
import { afterCommit, inTransaction, type Tx } from '@pairwright/db/transaction';
import type { Context } from '../context.ts';
import { mediaPrefix } from '../media/media-key.ts';

/**
 * Removes the demo projects with everything in them, and all demo accounts, also the one that asks: their passwords are
 * public. When no owner is left, the first page makes one again. A demo account that
 * worked in a real project keeps its judgments there and is disabled instead. Throws `not_found` when there is no demo.
 */
export async function deleteDemo(ctx: Context): Promise<void> {
  await inTransaction(
    ctx.db.db,
    async (db) => {
      // Judgments are append-only; deleting whole projects says so first, for this transaction.
      await sql`select set_config('pairwright.purge', 'on', true)`.execute(db);
      const projects = await db.deleteFrom('projects').where('is_demo', '=', true).returning('id').execute();
      // Notes that labels and sums are to be made anew, which deleting judgments has left.
      const ids = projects.map(({ id }) => id);
      for (const notes of ['resolution_changes', 'overview_changes', 'overview_additions'])
        await sql`delete from ${sql.table(notes)} where project_id = any(${ids}::uuid[])`.execute(db);
      const accounts = await removeDemoAccounts(db);
      if (projects.length === 0 && accounts === 0)
        throw new Problem('not_found', { detail: 'There is no demo to remove.' });
      afterCommit(db, async () => {
        for (const { id } of projects) await ctx.artifacts.deletePrefix(mediaPrefix(id));
      });
    },
    { statementTimeoutMs: 0 },
  );
}

const AUTHORED = [
  'projects',
  'guidelines',
  'questions',
  'consent_texts',
  'imports',
  'datasets',
  'dataset_versions',
  'exports',
] as const;

async function removeDemoAccounts(db: Tx): Promise<number> {
  for (const table of AUTHORED) {
    await sql`update ${sql.table(table)} set created_by = null
      where created_by in (select id from users where is_demo)`.execute(db);
  }
  const { rows } = await sql<{ removed: number }>`
    with worked as (
      select u.id from users u where u.is_demo and (
        exists (select from assignments a where a.annotator_id = u.id) or exists (select from judgments j where j.annotator_id = u.id))
    ), disabled as (
      update users u set disabled_at = now(), password_hash = null, is_owner = false from worked
      where u.id = worked.id and u.disabled_at is null returning u.id
    ), ended as (
      delete from sessions s using worked where s.user_id = worked.id
    ), revoked as (
      update api_tokens t set revoked_at = now() from worked where t.user_id = worked.id and t.revoked_at is null
    ), deleted as (
      delete from users u where u.is_demo and u.id not in (select id from worked) returning u.id
    )
    select ((select count(*) from disabled) + (select count(*) from deleted))::int as removed`.execute(db);
  return rows[0]?.removed ?? 0;
}

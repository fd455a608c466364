import { sql } from 'kysely';
import type { Insertable } from 'kysely';
import type { System } from '@pairwright/contract/system';
import type { Executor } from '@pairwright/db/database';
import type { DB } from '@pairwright/db/tables.generated';

/** Keeps that a backup was made. */
export async function insertBackup(db: Executor, backup: Insertable<DB['backups']>): Promise<void> {
  await db.insertInto('backups').values(backup).execute();
}

/** Says that a backup was read through and is whole; false when this database does not know it. */
export async function markVerified(db: Executor, id: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('backups')
    .set({ verified_at: sql`now()` })
    .where('id', '=', id)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** The backup that was finished last; null when none ever was. */
export async function readLastBackup(db: Executor): Promise<System['backup']['last']> {
  const { rows } = await sql<NonNullable<System['backup']['last']>>`
    select finished_at as "finishedAt", greatest(0, extract(epoch from now() - finished_at))::float8 as "ageSeconds",
      bytes::float8 as bytes, destination, host, made_by as "madeBy", encrypted, row_count::float8 as rows,
      artifact_count::float8 as artifacts, artifacts_missing::float8 as "artifactsMissing", verified_at as "verifiedAt"
    from backups order by finished_at desc, id desc limit 1`.execute(db);
  return rows[0] ?? null;
}

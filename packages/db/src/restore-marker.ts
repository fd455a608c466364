import type pg from 'pg';
import { DatabaseUnreachable } from './connect.ts';

/** A table that is there from the first to the last moment of a restore: whoever finds it looks at half a database. */
const MARKER = 'pairwright_restore';

type Queries = Pick<pg.Pool, 'query'>;

/** The backup whose restore into this database has begun and not ended; undefined when there is none. */
export async function readRestoreMarker(
  db: Queries,
): Promise<{ backupId: string; isFilled: boolean } | undefined> {
  const { rows } = await db.query<{ found: boolean }>(`select to_regclass('${MARKER}') is not null as found`);
  if (rows[0]?.found !== true) return undefined;
  const marks = await db.query<{ mark: { backup_id: string; filled_at?: string | null } }>(
    `select to_jsonb(m) as mark from ${MARKER} m`,
  );
  const mark = marks.rows[0]?.mark;
  return { backupId: mark?.backup_id ?? '', isFilled: mark?.filled_at != null };
}

/** Says that a restore begins. */
export async function setRestoreMarker(db: Queries, backupId: string): Promise<void> {
  await db.query(
    `create table if not exists ${MARKER} (backup_id text primary key, started_at timestamptz not null default now())`,
  );
  await db.query(`insert into ${MARKER} (backup_id) values ($1) on conflict do nothing`, [backupId]);
}

/** Says that all rows and files of the backup are there, and what is left must not begin with them anew. */
export async function markFilled(db: Queries): Promise<void> {
  await db.query(`alter table ${MARKER} add column if not exists filled_at timestamptz`);
  await db.query(`update ${MARKER} set filled_at = now()`);
}

/** Says that the restore is complete. */
export async function removeRestoreMarker(db: Queries): Promise<void> {
  await db.query(`drop table ${MARKER}`);
}

/** Throws DatabaseUnreachable while a restore into this database has not ended. */
export async function refuseHalfRestored(db: Queries): Promise<void> {
  const marker = await readRestoreMarker(db);
  if (marker === undefined) return;
  throw new DatabaseUnreachable(
    `The restore of backup ${marker.backupId} into this database has not ended: part of the data is missing. Wait for it, run "pairwright restore" with the same backup again, or use another database.`,
  );
}

import { sql } from 'kysely';
import type { System } from '@pairwright/contract/system';
import type { Executor } from '@pairwright/db/database';

export async function readDatabase(db: Executor): Promise<System['database']> {
  const { rows } = await sql<System['database']>`
    select current_setting('server_version') as version, pg_database_size(current_database())::float8 as bytes,
      (select max(name) from pairwright_migrations) as migration`.execute(db);
  return rows[0] ?? { version: '', bytes: 0, migration: null };
}

/** Bytes that the artifact store was given and that were not removed since. */
export async function readStoredBytes(db: Executor): Promise<System['storage']['bytes']> {
  const { rows } = await sql<System['storage']['bytes']>`
    select
      (select coalesce(sum(size_bytes), 0)::float8 from imports where state not in ('cancelled')) as imports,
      (select coalesce(sum((f ->> 'size')::bigint), 0)::float8 from exports e, jsonb_array_elements(e.files) f where e.state = 'ready') as exports,
      (select coalesce(sum(size_bytes), 0)::float8 from media) as media`.execute(db);
  return rows[0] ?? { imports: 0, exports: 0, media: 0 };
}

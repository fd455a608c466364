import type { Tx } from '@pairwright/db/transaction';
import type { FrozenBy } from '@pairwright/formats/manifest';
import { sql } from 'kysely';
import { BUILT_FROM } from './written-by.ts';

/** Which code and schema freeze, and the name of the snapshot that the transaction reads. */
export async function readFrozenBy(db: Tx): Promise<FrozenBy> {
  const { rows } = await sql<Omit<FrozenBy, 'commit'>>`
    select (select max(name) from pairwright_migrations) as schema, pg_current_snapshot()::text as snapshot`.execute(
    db,
  );
  return { commit: BUILT_FROM, ...rows[0]! };
}

import { sql } from 'kysely';
import type { Executor } from '@pairwright/db/database';

/** Tables that take in votes and leases; dead rows slow each claim down. */
export const HOT_TABLES = [
  'annotator_cursors',
  'assignments',
  'comparisons',
  'drafts',
  'resolutions',
] as const;

export interface TableRows {
  readonly name: string;
  readonly live: number;
  readonly dead: number;
}

/** How many rows the hot tables have, as the database keeps count of them for its own tidying. */
export async function readHotTables(db: Executor): Promise<TableRows[]> {
  const { rows } = await sql<TableRows>`
    select relname::text as name, n_live_tup::float8 as live, n_dead_tup::float8 as dead
    from pg_stat_user_tables where schemaname = 'public' and relname = any (${[...HOT_TABLES]}::text[]) order by 1`.execute(
    db,
  );
  return rows;
}

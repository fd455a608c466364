import type { ClientBase } from 'pg';

/** A table as it goes into a backup: its own columns, not those that the database computes. */
export interface BackupTable {
  readonly name: string;
  readonly columns: readonly string[];
  /** As the planner guesses. */
  readonly estimatedRows: number;
}

/**
 * Rows that mean nothing elsewhere or later: who is signed in, sign-ins and new passwords that are under way, counters of failed
 * sign-ins, signs of life. A copy of a backup signs nobody in. The list of migrations stands in the head; the mark of a
 * restore is of the database alone.
 */
export const LEFT_OUT = [
  'oidc_sign_ins',
  'pairwright_migrations',
  'pairwright_restore',
  'passkey_ceremonies',
  'password_resets',
  'sessions',
  'throttles',
  'worker_heartbeats',
] as const;

const leftOut = new Set<string>(LEFT_OUT);

/** All tables of the schema `public` that a backup holds, by name. The queue's own schema is not among them. */
export async function listTables(client: ClientBase): Promise<BackupTable[]> {
  const { rows } = await client.query<{ name: string; columns: string[]; rows: number }>(`
    select c.relname as name, greatest(c.reltuples, 0)::float8 as rows,
      array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    group by c.oid order by c.relname`);
  return rows
    .filter(({ name }) => !leftOut.has(name))
    .map(({ name, columns, rows: estimatedRows }) => ({ name, columns, estimatedRows }));
}

/** Sequences that belong to columns, with their last value; null: never used. */
export async function listSequences(
  client: ClientBase,
): Promise<{ table: string; column: string; value: string | null }[]> {
  const { rows } = await client.query<{ table: string; column: string; value: string | null }>(`
    select c.relname::text as table, a.attname::text as column,
      pg_sequence_last_value(pg_get_serial_sequence(format('%I.%I', 'public', c.relname), a.attname))::text as value
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
      and pg_get_serial_sequence(format('%I.%I', 'public', c.relname), a.attname) is not null
    order by 1, 2`);
  return rows;
}

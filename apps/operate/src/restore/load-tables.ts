import type pg from 'pg';
import { openRawCopy, quoteName, type RawCopy } from '@pairwright/db/copy-raw';
import type { Head, Manifest } from '../backup/format.ts';
import { listTables } from '../backup/tables.ts';
import { OperateError } from '../operate-error.ts';

/** Rows on their way into the tables, in one transaction. */
export interface TableLoad {
  rows(table: string, text: Buffer): Promise<void>;
  /** Puts back what guards the tables, and commits. */
  end(): Promise<void>;
}

interface Guard {
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}

/**
 * Begins to fill the tables of a database of the backup's level. What comes with the migrations is emptied first; triggers are
 * off and foreign keys away while rows come, so that nothing acts on them and their order does not matter. Throws OperateError.
 */
export async function beginLoad(client: pg.Client, { tables }: Head): Promise<TableLoad> {
  const known = await listTables(client);
  const columnsOf = new Map(tables.map(({ name, columns }) => [name, columns]));
  for (const { name, columns } of tables) refuseOther(name, { wanted: columns, there: known });
  await client.query('begin');
  await client.query(`set local client_encoding = 'UTF8'; set local datestyle = 'ISO'; set local timezone = 'UTC';
    set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0; set local lock_timeout = '10s'`);
  const names = known.map(({ name }) => quoteName(name));
  for (const name of names) await client.query(`alter table ${name} disable trigger user`);
  const guards = await foreignKeys(client);
  for (const { table, name } of guards)
    await client.query(`alter table ${table} drop constraint ${quoteName(name)}`);
  await client.query(`truncate ${names.join(', ')}`);
  let copy: { readonly table: string; readonly into: RawCopy } | undefined;
  const endCopy = async (): Promise<void> => {
    await copy?.into.end();
    copy = undefined;
  };
  return {
    async rows(table, text) {
      if (copy?.table !== table) {
        await endCopy();
        copy = { table, into: openRawCopy(client, { table, columns: columnsOf.get(table) ?? [] }) };
      }
      await copy.into.write(text);
    },
    async end() {
      await endCopy();
      for (const { table, name, definition } of guards)
        await client.query(`alter table ${table} add constraint ${quoteName(name)} ${definition}`);
      for (const name of names) await client.query(`alter table ${name} enable trigger user`);
      await client.query('commit');
    },
  };
}

/** Sets what the sequences give next. */
export async function setSequences(client: pg.Client, sequences: Manifest['sequences']): Promise<void> {
  for (const { table, column, value } of sequences)
    if (value !== null)
      await client.query(
        `select setval(pg_get_serial_sequence(format('%I.%I', 'public', $1::text), $2), $3::bigint)`,
        [table, column, value],
      );
}

async function foreignKeys(client: pg.Client): Promise<Guard[]> {
  const { rows } = await client.query<Guard>(`
    select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
    from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace and conparentid = 0 order by oid`);
  return rows;
}

function refuseOther(
  table: string,
  { wanted, there }: { wanted: readonly string[]; there: Awaited<ReturnType<typeof listTables>> },
): void {
  const found = there.find(({ name }) => name === table);
  const missing = wanted.find((column) => found?.columns.includes(column) !== true);
  if (missing === undefined) return;
  throw new OperateError(
    `The backup has ${table}.${missing}, which the migrations that it names do not make. It was not made by Pairwright as it is, and cannot be restored.`,
  );
}

import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { PoolClient } from 'pg';
import { copyTo } from '@pairwright/db/copy';
import { quoteName } from '@pairwright/db/copy-raw';
import { PART_BYTES, type Part, tablePart } from './format.ts';
import type { BackupTable } from './tables.ts';
import type { TarWriter } from './tar-writer.ts';

const zip = promisify(gzip);
const NEWLINE = 10;

/** Values as text that every supported PostgreSQL writes and reads alike. */
const TEXT_SETTINGS = `
  set local client_encoding = 'UTF8'; set local datestyle = 'ISO'; set local intervalstyle = 'postgres';
  set local timezone = 'UTC'; set local extra_float_digits = 1; set local bytea_output = 'hex';
  set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0; set local search_path = 'public'`;

/** Begins what all tables are read in: one moment of the database, which nobody has to wait for. */
export async function beginSnapshot(client: PoolClient): Promise<void> {
  await client.query('begin isolation level repeatable read read only');
  await client.query(TEXT_SETTINGS);
}

/** The name by which another transaction sees the same moment, as long as this one lasts. */
export async function exportSnapshot(client: PoolClient): Promise<string> {
  const { rows } = await client.query<{ name: string }>('select pg_export_snapshot() as name');
  return rows[0]!.name;
}

export interface CopiedTable {
  readonly rows: number;
  readonly parts: Part[];
}

/** Copies one table into parts of whole rows. `onRows` is told how many more there are. */
export async function copyTable(
  { client, tar }: { client: PoolClient; tar: TarWriter },
  { name, columns }: BackupTable,
  onRows: (rows: number) => void,
): Promise<CopiedTable> {
  const parts: Part[] = [];
  let rows = 0;
  const add = async (text: Buffer): Promise<void> => {
    const more = countRows(text);
    parts.push(await tar.add(tablePart(name, parts.length + 1), await zip(text, { level: 3 })));
    rows += more;
    onRows(more);
  };
  const stream = await copyTo(
    client,
    `copy ${quoteName(name)} (${columns.map(quoteName).join(', ')}) to stdout`,
  );
  let held: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    held.push(chunk);
    size += chunk.length;
    // Rows end with a line feed; one inside a value is written as two other characters.
    const end = chunk.lastIndexOf(NEWLINE);
    if (size < PART_BYTES || end < 0) continue;
    const all = Buffer.concat(held);
    const cut = size - chunk.length + end + 1;
    await add(all.subarray(0, cut));
    held = cut < all.length ? [all.subarray(cut)] : [];
    size -= cut;
  }
  if (size > 0) await add(Buffer.concat(held));
  return { rows, parts };
}

/** Rows in COPY's text format. */
export function countRows(text: Buffer): number {
  let rows = 0;
  for (let at = text.indexOf(NEWLINE); at >= 0; at = text.indexOf(NEWLINE, at + 1)) rows += 1;
  return rows;
}

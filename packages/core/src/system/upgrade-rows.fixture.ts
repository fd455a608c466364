import type { connectClient } from '@pairwright/db/connect';

export type Client = Awaited<ReturnType<typeof connectClient>>;
export type Value = string | number | boolean | null | readonly unknown[];
type Row = Readonly<Record<string, unknown>>;

/** A whole row as it was when the level was done, and what finds it again. */
export interface KeptRow {
  readonly level: string;
  readonly table: string;
  /** Columns of the primary key as it was then. */
  readonly keyColumns: readonly string[];
  readonly key: string;
  readonly row: Row;
}

interface Table {
  readonly columns: ReadonlySet<string>;
  readonly keyColumns: readonly string[];
  readonly keys: Set<string>;
}

const keyOf = (columns: readonly string[]): string =>
  `jsonb_build_array(${columns.map((name) => `t.${name}`).join(', ')})::text`;

/** Puts rows into a database at one level of its schema, and knows them again. */
export class RowKeeper {
  readonly #client: Client;
  readonly #level: string;
  readonly #tables = new Map<string, Table>();

  constructor(client: Client, level: string) {
    this.#client = client;
    this.#level = level;
  }

  async has(table: string, column?: string): Promise<boolean> {
    const { columns } = await this.#tableOf(table);
    return column === undefined ? columns.size > 0 : columns.has(column);
  }

  /** Leaves out columns that the table does not have at this level, and tables that are not there: undefined then. */
  async insert(table: string, values: Readonly<Record<string, Value>>): Promise<Row | undefined> {
    const { columns, keyColumns, keys } = await this.#tableOf(table);
    if (columns.size === 0) return undefined;
    const given = Object.entries(values).filter(([name]) => columns.has(name));
    const { rows } = await this.#client.query<{ key: string; row: Row }>(
      `insert into ${table} as t (${given.map(([name]) => name).join(', ')})
       values (${given.map((_, at) => `$${at + 1}`).join(', ')}) returning ${keyOf(keyColumns)} as key, to_jsonb(t) as row`,
      given.map(([, value]) => value),
    );
    keys.add(rows[0]!.key);
    return rows[0]!.row;
  }

  /** A row that was put in by other means, by its id. */
  async keep(table: string, id: string): Promise<void> {
    (await this.#tableOf(table)).keys.add(JSON.stringify([id]));
  }

  /** Every row that was put in, as it is now. */
  async kept(): Promise<KeptRow[]> {
    const kept: KeptRow[] = [];
    for (const [table, { keyColumns, keys }] of this.#tables) {
      if (keys.size === 0) continue;
      const { rows } = await this.#client.query<{ key: string; row: Row }>(
        `select ${keyOf(keyColumns)} as key, to_jsonb(t) as row from ${table} t where ${keyOf(keyColumns)} = any($1::text[])`,
        [[...keys]],
      );
      if (rows.length !== keys.size) throw new Error(`${table} lost rows while its level was filled.`);
      kept.push(...rows.map((found) => ({ level: this.#level, table, keyColumns, ...found })));
    }
    return kept;
  }

  async #tableOf(table: string): Promise<Table> {
    const known = this.#tables.get(table);
    if (known !== undefined) return known;
    const { rows } = await this.#client.query<{ name: string; place: number | null }>(
      `select a.attname as name, array_position(i.indkey::int2[], a.attnum) as place
       from pg_attribute a left join pg_index i on i.indrelid = a.attrelid and i.indisprimary
       where a.attrelid = to_regclass($1) and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by place`,
      [table],
    );
    const keyColumns = rows.filter(({ place }) => place !== null).map(({ name }) => name);
    const made = { columns: new Set(rows.map(({ name }) => name)), keyColumns, keys: new Set<string>() };
    this.#tables.set(table, made);
    return made;
  }
}

/** How the database differs now from the rows that were put into it, one line a difference; what is allowed is left out. */
export async function differencesOf(
  client: Client,
  kept: readonly KeptRow[],
  isAllowed: (row: KeptRow, column: string | null) => boolean,
): Promise<string[]> {
  const differences: string[] = [];
  const together = new Map<string, KeptRow[]>();
  for (const one of kept) {
    const where = `${one.table} by ${one.keyColumns.join(', ')}`;
    together.set(where, [...(together.get(where) ?? []), one]);
  }
  for (const [where, rows] of together) {
    const { table, keyColumns } = rows[0]!;
    const { rows: now } = await client.query<{ key: string; row: Row }>(
      `select ${keyOf(keyColumns)} as key, to_jsonb(t) as row from ${table} t`,
    );
    const byKey = new Map(now.map(({ key, row }) => [key, row]));
    for (const one of rows) {
      const found = byKey.get(one.key);
      const name = `${where} ${one.key} of ${one.level}`;
      if (found === undefined && !isAllowed(one, null)) differences.push(`${name} is gone`);
      if (found === undefined) continue;
      for (const [column, value] of Object.entries(one.row)) {
        const [before, after] = [JSON.stringify(value), JSON.stringify(found[column])];
        if (before !== after && !isAllowed(one, column))
          differences.push(`${name}: ${column} was ${before} and is ${after}`);
      }
    }
  }
  return differences;
}

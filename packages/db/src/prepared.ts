import { CompiledQuery, type Kysely, type PostgresPool, type PostgresPoolClient } from 'kysely';
import type pg from 'pg';
import type { DB } from './tables.generated.ts';

/** A statement that is parsed and planned once per connection. `name` must be unique per text. */
export interface PreparedStatement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

const nameOfText = new Map<string, string>();
const textOfName = new Map<string, string>();

/**
 * Runs a named prepared statement and gives its rows. Takes the pool, one of its clients, or the Kysely handle or
 * transaction, in which case it runs inside that transaction. Use it for the few statements that run on every vote.
 */
export async function prepared<Row>(
  db: Pick<pg.ClientBase, 'query'> | Kysely<DB>,
  statement: PreparedStatement,
): Promise<Row[]> {
  register(statement);
  if ('executeQuery' in db) {
    const result = await db.executeQuery(CompiledQuery.raw(statement.text, [...statement.values]));
    return result.rows as Row[];
  }
  const result = await db.query({
    name: statement.name,
    text: statement.text,
    values: [...statement.values],
  });
  return result.rows as Row[];
}

function register({ name, text }: PreparedStatement): void {
  const known = textOfName.get(name);
  if (known === text) return;
  if (known !== undefined)
    throw new Error(
      `Two different statements are named ${name}. Give each prepared statement a name of its own.`,
    );
  // PostgreSQL cuts names at 63 bytes; the driver would then mix two statements up.
  if (name.length > 63) throw new Error(`The statement name ${name} is longer than 63 characters.`);
  textOfName.set(name, text);
  nameOfText.set(text, name);
}

export interface ClientSource {
  connect(): Promise<pg.PoolClient>;
  release(client: pg.PoolClient): void;
  end?(): Promise<void>;
}

/** A source of connections as Kysely sees it: texts registered by `prepared` go out as named statements. */
export function namingPool(source: ClientSource): PostgresPool {
  const wrapped = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  return {
    connect: async () => {
      const client = await source.connect();
      const wrapper = wrapped.get(client) ?? wrap(client, source);
      wrapped.set(client, wrapper);
      return wrapper;
    },
    end: async () => source.end?.(),
  };
}

function wrap(client: pg.PoolClient, source: ClientSource): PostgresPoolClient {
  const run = (query: string, values: readonly unknown[] = []): unknown => {
    const name = nameOfText.get(query);
    return name === undefined
      ? client.query(query, [...values])
      : client.query({ name, text: query, values: [...values] });
  };
  // Kysely's type also describes cursors, which are not used here.
  return { query: run, release: () => source.release(client) } as unknown as PostgresPoolClient;
}

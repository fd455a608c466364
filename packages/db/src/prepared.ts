import { CompiledQuery, type Kysely, type PostgresPool, type PostgresPoolClient } from 'kysely';
import type pg from 'pg';

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
export async function prepared<Row>(db: pg.Pool | pg.ClientBase | Kysely<never> | Kysely<any>, statement: PreparedStatement): Promise<Row[]> {
  register(statement);
  if ('executeQuery' in db) {
    const result = await db.executeQuery(CompiledQuery.raw(statement.text, [...statement.values]));
    return result.rows as Row[];
  }
  const result = await (db as pg.Pool).query({ name: statement.name, text: statement.text, values: [...statement.values] });
  return result.rows as Row[];
}

function register({ name, text }: PreparedStatement): void {
  const known = textOfName.get(name);
  if (known === text) return;
  if (known !== undefined) throw new Error(`Two different statements are named ${name}. Give each prepared statement a name of its own.`);
  // PostgreSQL cuts names at 63 bytes; the driver would then mix two statements up.
  if (name.length > 63) throw new Error(`The statement name ${name} is longer than 63 characters.`);
  textOfName.set(name, text);
  nameOfText.set(text, name);
}

const wrapped = new WeakMap<pg.PoolClient, PostgresPoolClient>();

/** The pool as Kysely sees it: texts registered by `prepared` go out as named statements. */
export function namingPool(pool: pg.Pool): PostgresPool {
  return {
    connect: async () => wrap(await pool.connect()),
    end: () => pool.end(),
  };
}

function wrap(client: pg.PoolClient): PostgresPoolClient {
  const known = wrapped.get(client);
  if (known !== undefined) return known;
  const run = (query: unknown, values?: readonly unknown[]): unknown => {
    const name = typeof query === 'string' ? nameOfText.get(query) : undefined;
    if (name === undefined) return client.query(query as string, values as unknown[]);
    return client.query({ name, text: query as string, values: [...(values ?? [])] });
  };
  const wrapper = { query: run, release: () => client.release() } as unknown as PostgresPoolClient;
  wrapped.set(client, wrapper);
  return wrapper;
}

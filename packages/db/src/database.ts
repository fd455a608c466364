import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import {
  clientConfig,
  type ConnectOptions,
  DatabaseUnreachable,
  explainConnectError,
  MINIMUM_POSTGRES_MAJOR,
} from './connect.ts';
import { type ClientSource, namingPool } from './prepared.ts';
import { refuseHalfRestored } from './restore-marker.ts';
import type { DB } from './tables.generated.ts';

/** Everything that reads or writes takes this first and calls it `db`: the pool or a transaction. */
export type Executor = Kysely<DB>;

export interface Database {
  /** Typed queries, each on any free connection of the pool. */
  readonly db: Kysely<DB>;
  /** The same pool for hot paths and COPY. */
  readonly pool: pg.Pool;
  /** Waits for running queries and closes all connections. Safe to call twice. */
  close(): Promise<void>;
}

export interface DatabaseOptions extends ConnectOptions {
  /** Connections at most. */
  readonly poolSize: number;
  /** Told when an idle connection breaks; the pool replaces it by itself. */
  readonly onIdleError?: (error: Error) => void;
}

/**
 * Opens a pool and proves with one query that it works. Statements stop after 30 s and lock waits after 10 s unless
 * the options say otherwise. Throws DatabaseUnreachable when the server cannot be used.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const pool = new pg.Pool({
    ...clientConfig({ statementTimeoutMs: 30_000, lockTimeoutMs: 10_000, ...options }),
    max: options.poolSize,
    idleTimeoutMillis: 30_000,
  });
  // A connection that breaks between two statements of a transaction has no other listener and would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on('error', (error) => options.onIdleError?.(error));
  try {
    await checkServer(pool);
  } catch (error) {
    await pool.end();
    throw explainConnectError(options.url, error);
  }
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool: namingPool(sourceOf(pool)) }) });
  let closing: Promise<void> | undefined;
  return { db, pool, close: () => (closing ??= db.destroy()) };
}

function sourceOf(pool: pg.Pool): ClientSource {
  return { connect: () => pool.connect(), release: (client) => client.release(), end: () => pool.end() };
}

async function checkServer(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ version: string; encoding: string }>(
    `select current_setting('server_version_num') as version, current_setting('server_encoding') as encoding`,
  );
  const major = Math.trunc(Number(rows[0]?.version) / 10_000);
  if (major < MINIMUM_POSTGRES_MAJOR) {
    throw new DatabaseUnreachable(
      `PostgreSQL ${MINIMUM_POSTGRES_MAJOR} or newer is needed; the server is version ${major}. Upgrade it or point DATABASE_URL to a newer one.`,
    );
  }
  if (rows[0]?.encoding !== 'UTF8') {
    throw new DatabaseUnreachable(
      `The database has the encoding ${rows[0]?.encoding}; text needs UTF8. Create it with: createdb -E UTF8 -T template0 <name>.`,
    );
  }
  await refuseHalfRestored(pool);
}

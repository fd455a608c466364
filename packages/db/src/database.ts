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
import { watchSilence } from './silence.ts';
import { timeLimits } from './time-limits.ts';
import type { DB } from './tables.generated.ts';

/** Everything that reads or writes takes this first and calls it `db`: the pool or a transaction. */
export type Executor = Kysely<DB>;

export interface Database {
  /** Typed queries, each on any free connection of the pool. */
  readonly db: Kysely<DB>;
  /** The same pool for hot paths and COPY. */
  readonly pool: pg.Pool;
  /** One connection beside the pool, so that whoever asks whether the database answers does not wait for busy ones. */
  readonly probe: pg.Pool;
  /** Waits for running queries and closes all connections. Safe to call twice. */
  close(): Promise<void>;
}

export interface DatabaseOptions extends ConnectOptions {
  /** Connections at most. */
  readonly poolSize: number;
  /** Told when an idle connection breaks; the pool replaces it by itself. */
  readonly onIdleError?: (error: Error) => void;
  /** A statement that is silent for so long is asked after, see `watchSilence`. Default 15 s. */
  readonly silentMs?: number;
  /** For the restore itself, which keeps everybody else out until it has ended. */
  readonly inRestore?: boolean;
}

/**
 * Opens a pool and proves with one query that it works. Has the time limits of a request unless the options say
 * otherwise. Throws DatabaseUnreachable when the server cannot be used.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const pool = openPool({ limits: timeLimits.request, ...options });
  const probe = openPool({ ...options, limits: timeLimits.probe, poolSize: 1, idleMs: 0 });
  try {
    await checkServer(pool);
    if (options.inRestore !== true) await refuseHalfRestored(pool);
  } catch (error) {
    await pool.end();
    throw explainConnectError(options.url, error);
  }
  return databaseOn(pool, probe);
}

/** A database on pools that are open. */
export function databaseOn(pool: pg.Pool, probe: pg.Pool): Database {
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool: namingPool(sourceOf(pool)) }) });
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await db.destroy();
    await Promise.all([pool.end(), probe.end()]);
  };
  return { db, pool, probe, close: () => (closing ??= close()) };
}

function openPool(options: DatabaseOptions & { readonly idleMs?: number }): pg.Pool {
  const pool = new pg.Pool({
    ...clientConfig(options),
    max: options.poolSize,
    idleTimeoutMillis: options.idleMs ?? 30_000,
  });
  // A connection that breaks between two statements of a transaction has no other listener and would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on('error', (error) => options.onIdleError?.(error));
  watchSilence(pool, options);
  return pool;
}

/** Its end is left to `close`: a Kysely that was never used would not come to it. */
function sourceOf(pool: pg.Pool): ClientSource {
  return { connect: () => pool.connect(), release: (client) => client.release(), end: async () => undefined };
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
}

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { sha256Hex } from '@pairwright/runtime/hash';
import { connectClient } from './connect.ts';
import { refuseHalfRestored } from './restore-marker.ts';

const LEDGER = 'pairwright_migrations';
/** Spells PWMG; taken by every process that migrates, so that many may start at once, and shared by one that needs the schema to stay. */
export const ADVISORY_LOCK = 0x50574d47;
const FILE_NAME = /^\d{8}T\d{6}Z-[a-z0-9]+(-[a-z0-9]+)*\.sql$/;
const NO_TRANSACTION = /^-- no-transaction\s*$/m;

export interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
  readonly inTransaction: boolean;
}

export interface MigrationState {
  readonly applied: readonly string[];
  readonly pending: readonly string[];
  /** Applied files whose text is no longer the one that was applied. */
  readonly changed: readonly string[];
  /** Applied names this code does not have: the database is newer. */
  readonly unknown: readonly string[];
}

/** Why a migration run stopped; the message says what to do. */
export class MigrationError extends Error {
  readonly reason: 'bad_folder' | 'changed' | 'newer_database' | 'busy' | 'failed';

  constructor(reason: MigrationError['reason'], message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'MigrationError';
    this.reason = reason;
  }
}

export interface MigrateOptions {
  readonly url: string;
  /** Folder of `<utc>-<slug>.sql` files; see `findMigrationsDir`. */
  readonly dir: string;
  readonly log?: (message: string) => void;
  /** How long one migration may wait for a lock before it steps back and tries again. Default 5 s. */
  readonly lockTimeoutMs?: number;
  /** Tries per migration when its locks are taken. Default 20. */
  readonly lockTries?: number;
  /** How long to wait for another process that is migrating. Default 10 minutes. */
  readonly waitMs?: number;
  /** For a restore, which has marked the database as its own: applies just these files, the level of the backup. */
  readonly restoreLevel?: ReadonlySet<string>;
}

/**
 * Brings the database up to the files of `dir` and tells which were applied now. Each file runs in its own transaction
 * unless its first line is `-- no-transaction`; such a file holds one statement that may run again after a crash.
 * Safe to call from many processes at once. Throws MigrationError, or DatabaseUnreachable.
 */
export async function migrate(options: MigrateOptions): Promise<{ applied: string[] }> {
  const files = await readMigrations(options.dir);
  const client = await connectClient({ url: options.url, applicationName: 'pairwright-migrate' });
  try {
    await lockOut(client, options);
    if (options.restoreLevel === undefined) await refuseHalfRestored(client);
    await client.query(
      `create table if not exists ${LEDGER} (name text primary key, sha256 text not null, applied_at timestamptz not null default now())`,
    );
    const state = compare(files, await readLedger(client));
    refuseBadState(state);
    const pending = files.filter(
      ({ name }) => state.pending.includes(name) && (options.restoreLevel?.has(name) ?? true),
    );
    for (const file of pending) {
      options.log?.(`Applying migration ${file.name}`);
      await applyPatiently(client, file, options);
    }
    return { applied: pending.map((file) => file.name) };
  } finally {
    await client.end();
  }
}

/** Compares the folder with what the database has. Reads only; works on a database that was never migrated. */
export async function readMigrationState(pool: Pick<pg.Pool, 'query'>, dir: string): Promise<MigrationState> {
  return compare(await readMigrations(dir), await readLedger(pool));
}

/** Names of the files not applied yet, in order. */
export async function pendingMigrations(
  pool: Pick<pg.Pool, 'query'>,
  dir: string,
): Promise<readonly string[]> {
  return (await readMigrationState(pool, dir)).pending;
}

/** Walks up from `startDir` to the first folder `migrations` that holds migration files. */
export async function findMigrationsDir(startDir: string): Promise<string> {
  for (let dir = path.resolve(startDir); ; dir = path.dirname(dir)) {
    const candidate = path.join(dir, 'migrations');
    const names = await readdir(candidate).catch(() => []);
    if (names.some((name) => FILE_NAME.test(name))) return candidate;
    if (path.dirname(dir) === dir) {
      throw new MigrationError(
        'bad_folder',
        `No folder "migrations" with migration files was found in ${startDir} or above it. Run from the checkout, or keep the folder next to the built program.`,
      );
    }
  }
}

/** Reads all migration files of a folder in the order they apply. */
export async function readMigrations(dir: string): Promise<Migration[]> {
  const names = await readdir(dir).catch((error: unknown) => {
    throw new MigrationError('bad_folder', `The migrations folder ${dir} cannot be read.`, error);
  });
  const sqlNames = names.filter((name) => name.endsWith('.sql')).sort();
  const misnamed = sqlNames.filter((name) => !FILE_NAME.test(name));
  if (misnamed.length > 0) {
    throw new MigrationError(
      'bad_folder',
      `Migration files must be named like 20261123T120000Z-add-tags.sql; rename: ${misnamed.join(', ')}.`,
    );
  }
  if (sqlNames.length === 0)
    throw new MigrationError('bad_folder', `The migrations folder ${dir} holds no .sql file.`);
  return Promise.all(
    sqlNames.map(async (name) => {
      // A checkout with CRLF line ends is the same migration.
      const sql = (await readFile(path.join(dir, name), 'utf8')).replaceAll('\r\n', '\n');
      const firstLine = sql.slice(0, sql.indexOf('\n') + 1);
      return { name, sql, sha256: sha256Hex(sql), inTransaction: !NO_TRANSACTION.test(firstLine) };
    }),
  );
}

type Ledger = ReadonlyMap<string, string>;

async function readLedger(client: Pick<pg.Pool, 'query'>): Promise<Ledger> {
  const exists = await client.query<{ found: boolean }>(
    `select to_regclass('${LEDGER}') is not null as found`,
  );
  if (exists.rows[0]?.found !== true) return new Map();
  const { rows } = await client.query<{ name: string; sha256: string }>(
    `select name, sha256 from ${LEDGER} order by name`,
  );
  return new Map(rows.map((row) => [row.name, row.sha256]));
}

function compare(files: readonly Migration[], ledger: Ledger): MigrationState {
  const known = new Map(files.map((file) => [file.name, file.sha256]));
  return {
    applied: [...ledger.keys()],
    pending: files.map((file) => file.name).filter((name) => !ledger.has(name)),
    changed: [...ledger]
      .filter(([name, sha256]) => known.has(name) && known.get(name) !== sha256)
      .map(([name]) => name),
    unknown: [...ledger.keys()].filter((name) => !known.has(name)),
  };
}

function refuseBadState(state: MigrationState): void {
  if (state.unknown.length > 0) {
    throw new MigrationError(
      'newer_database',
      `The database was migrated by a newer version of Pairwright (it has ${state.unknown.join(', ')}, which this version does not know). Start that version or a later one; going back is not supported.`,
    );
  }
  if (state.changed.length > 0) {
    throw new MigrationError(
      'changed',
      `${state.changed.join(', ')} was changed after it had been applied to this database. Restore the file as it was and put the change into a new migration; a database that holds nothing of value may be deleted instead.`,
    );
  }
}

/**
 * Keeps other migrations and backups out until the connection ends. Throws MigrationError `busy`.
 * Polls rather than waiting inside PostgreSQL: a statement that waits holds a snapshot, and a migration that builds an
 * index concurrently would wait for that snapshot for ever.
 */
export async function lockOut(
  client: pg.Client,
  options: Pick<MigrateOptions, 'waitMs' | 'log'>,
): Promise<void> {
  const giveUpAt = Date.now() + (options.waitMs ?? 600_000);
  for (let said = false; ; said = true) {
    const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [
      ADVISORY_LOCK,
    ]);
    if (rows[0]?.got === true) return;
    if (Date.now() > giveUpAt) {
      throw new MigrationError(
        'busy',
        'Another process has been migrating this database, or reading it for a backup, for too long. Look at pg_stat_activity for pairwright-migrate and pairwright-backup.',
      );
    }
    if (!said) options.log?.('Another process is migrating the database or backing it up; waiting for it.');
    await delay(100);
  }
}

async function applyPatiently(client: pg.Client, file: Migration, options: MigrateOptions): Promise<void> {
  const tries = options.lockTries ?? 20;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await apply(client, file, options.lockTimeoutMs ?? 5_000);
      return;
    } catch (error) {
      const code = error instanceof pg.DatabaseError ? error.code : undefined;
      const lockTaken = code === '55P03' || code === '40P01';
      if (!lockTaken || attempt >= tries) throw failure(file, error);
      options.log?.(
        `Migration ${file.name} waits for a lock held by running work (try ${attempt} of ${tries}).`,
      );
      await delay(Math.min(250 * attempt, 2_000));
    }
  }
}

async function apply(client: pg.Client, file: Migration, lockTimeoutMs: number): Promise<void> {
  const record = {
    text: `insert into ${LEDGER} (name, sha256) values ($1, $2)`,
    values: [file.name, file.sha256],
  };
  await client.query(`set lock_timeout = ${Math.trunc(lockTimeoutMs)}`);
  if (!file.inTransaction) {
    await client.query(file.sql);
    await client.query(record);
    return;
  }
  await client.query('begin');
  try {
    await client.query(file.sql);
    await client.query(record);
    await client.query('commit');
  } catch (error) {
    // The connection may be gone; the first error is the one to report.
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

function failure(file: Migration, error: unknown): MigrationError {
  const detail = error instanceof Error ? error.message : String(error);
  const position =
    error instanceof pg.DatabaseError && error.position !== undefined ? Number(error.position) : undefined;
  const line = position === undefined ? '' : ` at line ${file.sql.slice(0, position).split('\n').length}`;
  const undone = file.inTransaction
    ? ' Nothing of this file was kept.'
    : ' It runs outside a transaction: check what it left before the next try.';
  return new MigrationError('failed', `Migration ${file.name} failed${line}: ${detail}.${undone}`, error);
}

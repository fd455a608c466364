import { setTimeout as delay } from 'node:timers/promises';
import { type IsolationLevel, Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import type pg from 'pg';
import { isRetryable } from './errors.ts';
import { namingPool } from './prepared.ts';
import type { Database } from './database.ts';
import type { DB } from './tables.generated.ts';

/** A connection of the pool that is held. */
export type HeldClient = pg.PoolClient;

/** A running transaction. Functions that lock rows or write several tables accept only this. */
export type Tx = Transaction<DB>;

export interface TransactionOptions {
  readonly isolation?: IsolationLevel;
  readonly readOnly?: boolean;
  /** Runs of the whole function when PostgreSQL reports a deadlock or serialization failure. Default 5. */
  readonly tries?: number;
  /** Limit per statement inside this transaction, instead of the pool's; 0 means none (long COPY). */
  readonly statementTimeoutMs?: number;
}

type AfterCommit = () => Promise<void> | void;

const afterCommitOf = new WeakMap<Tx, AfterCommit[]>();

/** What goes into every transaction that is begun with a handle, beside its own work. */
export interface TransactionHooks {
  /** First thing in the transaction; again when it runs again. */
  begun(db: Tx): Promise<void>;
  /** Last thing before the commit, with what the work gave. What it throws undoes the transaction. */
  ending(db: Tx, result: unknown): Promise<void>;
}

const hooksOf = new WeakMap<Kysely<DB>, TransactionHooks>();

/**
 * The same database, by a handle whose writing transactions run the hooks. Statements outside of transactions do not. Hooks that the
 * database had run before these.
 */
export function withHooks(database: Database, hooks: TransactionHooks): Database {
  // A handle of its own on the same pool.
  const db: Kysely<DB> = database.db.withoutPlugins();
  const outer = hooksOf.get(database.db);
  hooksOf.set(db, outer === undefined ? hooks : oneAfterTheOther(outer, hooks));
  return { ...database, db };
}

function oneAfterTheOther(first: TransactionHooks, second: TransactionHooks): TransactionHooks {
  return {
    async begun(db) {
      await first.begun(db);
      await second.begun(db);
    },
    async ending(db, result) {
      await first.ending(db, result);
      await second.ending(db, result);
    },
  };
}

/**
 * Runs `work` in one transaction and gives its result. On a deadlock or serialization failure everything runs again, so
 * `work` must do nothing outside the database; that belongs into `afterCommit`. Inside a running transaction it joins it.
 */
export async function inTransaction<T>(
  db: Kysely<DB> | Tx,
  work: (db: Tx) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  if (db.isTransaction) return work(db as Tx);
  const hooks = options.readOnly === true ? undefined : hooksOf.get(db);
  const tries = options.tries ?? 5;
  for (let attempt = 1; ; attempt += 1) {
    const callbacks: AfterCommit[] = [];
    try {
      const result = await begin(db, options).execute(async (tx) => {
        afterCommitOf.set(tx, callbacks);
        if (options.statementTimeoutMs !== undefined) await limitStatements(tx, options.statementTimeoutMs);
        await hooks?.begun(tx);
        const made = await work(tx);
        await hooks?.ending(tx, made);
        return made;
      });
      await runAfterCommit(callbacks);
      return result;
    } catch (error) {
      if (!isRetryable(error) || attempt >= tries) throw error;
      await delay(Math.random() * 10 * 2 ** attempt);
    }
  }
}

/**
 * Like `inTransaction`, but also hands out the connection the transaction runs on, for COPY. Takes the pool; the
 * connection goes back to it afterwards, or is closed when it broke.
 */
export async function inClientTransaction<T>(
  pool: pg.Pool,
  work: (db: Tx, client: HeldClient) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  const client = await pool.connect();
  try {
    return await inTransactionOn(client, (tx) => work(tx, client), options);
  } finally {
    // The pool drops a client that broke meanwhile.
    client.release();
  }
}

/** Like `inTransaction`, on a connection that the caller holds and keeps: for what belongs to the connection, as locks do. */
export async function inTransactionOn<T>(
  client: HeldClient,
  work: (db: Tx) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  const source = { connect: async () => client, release: () => undefined };
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool: namingPool(source) }) });
  return inTransaction(db, work, options);
}

async function limitStatements(db: Kysely<DB>, timeoutMs: number): Promise<void> {
  await sql`select set_config('statement_timeout', ${String(timeoutMs)}, true)`.execute(db);
}

function begin(db: Kysely<DB>, options: TransactionOptions) {
  let builder = db.transaction();
  if (options.isolation !== undefined) builder = builder.setIsolationLevel(options.isolation);
  if (options.readOnly === true) builder = builder.setAccessMode('read only');
  return builder;
}

/**
 * Runs `callback` once the transaction has committed, in the order given and before `inTransaction` returns; never after
 * a rollback. What fails here cannot undo the commit: it is reported as a process warning and must be healed elsewhere
 * (queue rows by the reconciler).
 */
export function afterCommit(db: Tx, callback: AfterCommit): void {
  const callbacks = afterCommitOf.get(db);
  if (callbacks === undefined) throw new Error('afterCommit needs a transaction begun by inTransaction.');
  callbacks.push(callback);
}

async function runAfterCommit(callbacks: readonly AfterCommit[]): Promise<void> {
  for (const callback of callbacks) {
    try {
      await callback();
    } catch (error) {
      process.emitWarning(error instanceof Error ? error : String(error), 'AfterCommitWarning');
    }
  }
}

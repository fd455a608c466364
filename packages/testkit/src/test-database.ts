import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { openDatabase, type Database } from '@pairwright/db/database';
import type { TimeLimits } from '@pairwright/db/time-limits';
import { aloneAs, withAdmin } from './admin.ts';
import './provided.ts';
import { templateDatabase } from './template-name.ts';

export interface TestDatabase extends Database {
  readonly url: string;
}

export interface EmptyDatabase {
  readonly url: string;
  close(): Promise<void>;
}

async function asAdmin(statement: string): Promise<void> {
  await withAdmin((admin) => admin.query(statement));
}

interface MadeDatabase extends EmptyDatabase {
  readonly name: string;
}

async function createDatabase(options: string): Promise<MadeDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await asAdmin(`create database ${name} ${options}`);
  const url = new URL(inject('postgresUrl'));
  url.pathname = `/${name}`;
  let dropping: Promise<void> | undefined;
  return { name, url: url.href, close: () => (dropping ??= asAdmin(`drop database ${name} with (force)`)) };
}

const cloneOf = (template: string): Promise<MadeDatabase> =>
  createDatabase(`template ${template} strategy file_copy`);

/** A database without any table, for tests of migrations. Dropped by close(). */
export function createEmptyDatabase(): Promise<EmptyDatabase> {
  return createDatabase('template template0');
}

export interface TestDatabaseOptions {
  readonly poolSize?: number;
  readonly limits?: TimeLimits;
}

/**
 * A migrated database of its own for one test file, cloned from the template in some milliseconds, with an open pool.
 * close() ends the pool and drops the database, also when somebody is still connected.
 */
export async function createTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  return openMade(await cloneOf(templateDatabase), options);
}

/** Like a test database, with what `fill` puts into it: it is filled once in a run for all who give the same name. */
export async function createFilledDatabase(
  name: string,
  fill: (database: TestDatabase) => Promise<void>,
): Promise<TestDatabase> {
  const filled = `${templateDatabase}_${name}`;
  await aloneAs(filled, async (admin) => {
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [filled]);
    if (rowCount !== 0) return;
    const made = await cloneOf(templateDatabase);
    const { close, ...database } = await openPool(made, {});
    try {
      await fill({ ...database, url: made.url, close });
    } finally {
      await close();
    }
    await admin.query(`alter database ${made.name} rename to ${filled}`);
  });
  return openMade(await cloneOf(filled));
}

async function openMade(made: MadeDatabase, options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const { close, ...database } = await openPool(made, options);
  const closeAll = async (): Promise<void> => {
    await close();
    await made.close();
  };
  return { ...database, url: made.url, close: closeAll };
}

async function openPool({ url }: MadeDatabase, options: TestDatabaseOptions): Promise<Database> {
  const { db, pool, probe, close } = await openDatabase({
    url,
    applicationName: 'test',
    poolSize: options.poolSize ?? 4,
    ...(options.limits === undefined ? {} : { limits: options.limits }),
  });
  return { db, pool, probe, close };
}

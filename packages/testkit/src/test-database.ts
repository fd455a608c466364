import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { openDatabase, type Database } from '@pairwright/db/database';
import type { TimeLimits } from '@pairwright/db/time-limits';
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
  const admin = new pg.Client({ connectionString: inject('postgresUrl') });
  await admin.connect();
  try {
    await admin.query(statement);
  } finally {
    await admin.end();
  }
}

async function createDatabase(options: string): Promise<EmptyDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await asAdmin(`create database ${name} ${options}`);
  const url = new URL(inject('postgresUrl'));
  url.pathname = `/${name}`;
  let dropping: Promise<void> | undefined;
  return { url: url.href, close: () => (dropping ??= asAdmin(`drop database ${name} with (force)`)) };
}

/** A database without any table, for tests of migrations. Dropped by close(). */
export function createEmptyDatabase(): Promise<EmptyDatabase> {
  return createDatabase('template template0');
}

/**
 * A migrated database of its own for one test file, cloned from the template in some milliseconds, with an open pool.
 * close() ends the pool and drops the database, also when somebody is still connected.
 */
export async function createTestDatabase(
  options: { poolSize?: number; limits?: TimeLimits } = {},
): Promise<TestDatabase> {
  const made = await createDatabase(`template ${templateDatabase} strategy file_copy`);
  const { db, pool, probe, close } = await openDatabase({
    url: made.url,
    applicationName: 'test',
    poolSize: options.poolSize ?? 4,
    ...(options.limits === undefined ? {} : { limits: options.limits }),
  });
  const closeAll = async (): Promise<void> => {
    await close();
    await made.close();
  };
  return { url: made.url, db, pool, probe, close: closeAll };
}

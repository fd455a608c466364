import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createEmptyDatabase, type EmptyDatabase } from '@pairwright/testkit/test-database';
import { connectClient } from './connect.ts';
import { type Database, openDatabase } from './database.ts';
import {
  findMigrationsDir,
  migrate,
  type MigrationError,
  pendingMigrations,
  readMigrationState,
} from './migrate.ts';

const first = '20260101T000000Z-first.sql';
const second = '20260102T000000Z-second.sql';

let dir: string;
let database: EmptyDatabase;
let opened: Database;
let pool: Database['pool'];

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'pairwright-migrations-'));
  database = await createEmptyDatabase();
  opened = await openDatabase({ url: database.url, applicationName: 'test', poolSize: 3 });
  ({ pool } = opened);
  await file(first, 'create table a (id int);');
});
afterEach(async () => {
  await opened.close();
  await database.close();
  await rm(dir, { recursive: true });
});

const file = (name: string, text: string): Promise<void> => writeFile(path.join(dir, name), text);
const run = (more: Partial<Parameters<typeof migrate>[0]> = {}) =>
  migrate({ url: database.url, dir, ...more });
const reasonOf = (promise: Promise<unknown>): Promise<MigrationError> =>
  promise.then(
    () => Promise.reject(new Error('no error')),
    (error: MigrationError) => error,
  );

it('applies pending files in order, once', async () => {
  await file(second, 'insert into a values (1);');
  expect(await pendingMigrations(pool, dir)).toEqual([first, second]);
  expect(await run()).toEqual({ applied: [first, second] });
  expect(await run()).toEqual({ applied: [] });
  expect(await pendingMigrations(pool, dir)).toEqual([]);
  expect((await pool.query('select * from a')).rowCount).toBe(1);
});

it('applies each file once when many processes start together', async () => {
  await file(second, 'insert into a values (1);');
  const results = await Promise.all(Array.from({ length: 6 }, () => run()));
  expect(results.flatMap(({ applied }) => applied).sort()).toEqual([first, second]);
  expect((await pool.query('select * from a')).rowCount).toBe(1);
});

it('keeps nothing of a file that fails and names file and line', async () => {
  await file(second, 'create table b (id int);\n\ncreate table c (id nonsense);');
  const error = await reasonOf(run());
  expect(error.reason).toBe('failed');
  expect(error.message).toMatch(
    /20260102T000000Z-second\.sql failed at line 3: type "nonsense" does not exist\. Nothing of this file was kept/,
  );
  expect((await pool.query(`select to_regclass('b') as b`)).rows).toEqual([{ b: null }]);
  expect(await pendingMigrations(pool, dir)).toEqual([second]);
});

it('refuses an applied file that was changed, but not other line ends', async () => {
  await file(first, 'create table a (id int);\n-- end\n');
  await run();
  await file(first, 'create table a (id int);\r\n-- end\r\n');
  expect(await run()).toEqual({ applied: [] });
  await file(first, 'create table a (id bigint);');
  const error = await reasonOf(run());
  expect(error.reason).toBe('changed');
  expect(error.message).toMatch(/Restore the file as it was and put the change into a new migration/);
});

it('refuses a database that is newer than the code', async () => {
  await file(second, 'select 1;');
  await run();
  await rm(path.join(dir, second));
  expect((await reasonOf(run())).reason).toBe('newer_database');
  expect((await readMigrationState(pool, dir)).unknown).toEqual([second]);
});

it('runs a file outside a transaction when its first line says so', async () => {
  await file(second, '-- no-transaction\ncreate index concurrently if not exists a_id on a (id);');
  // The others that wait must not keep the index from being built.
  const results = await Promise.all([run(), run(), run()]);
  expect(results.flatMap(({ applied }) => applied).sort()).toEqual([first, second]);
});

it('waits for a lock that running work holds', async () => {
  await run();
  await file(second, 'alter table a add column b int;');
  const worker = await pool.connect();
  await worker.query('begin; insert into a values (1);');
  const said: string[] = [];
  let release: () => void = () => undefined;
  const waited = new Promise<void>((resolve) => (release = resolve));
  const migrating = run({
    lockTimeoutMs: 20,
    log: (message) => (said.push(message), message.includes('waits for a lock') && release()),
  });
  await waited;
  await worker.query('commit');
  worker.release();
  expect(await migrating).toEqual({ applied: [second] });
});

it('gives up with the reason when the lock is never free', async () => {
  await run();
  await file(second, 'alter table a add column b int;');
  const worker = await pool.connect();
  await worker.query('begin; insert into a values (1);');
  expect((await reasonOf(run({ lockTimeoutMs: 10, lockTries: 2 }))).message).toMatch(/lock timeout/);
  await worker.query('rollback');
  worker.release();
});

it('refuses misnamed files and empty folders', async () => {
  await file('3-more.sql', 'select 1;');
  expect((await reasonOf(run())).message).toMatch(/rename: 3-more\.sql/);
  expect((await reasonOf(run({ dir: path.join(dir, 'none') }))).reason).toBe('bad_folder');
});

it('finds the folder of this repository', async () => {
  const found = await findMigrationsDir(import.meta.dirname);
  expect(path.basename(found)).toBe('migrations');
  await expect(findMigrationsDir(tmpdir())).rejects.toThrow(/No folder "migrations"/);
});

it('names the place and the fix when the database is away, and no password', async () => {
  const url = new URL(database.url);
  url.port = '1';
  url.password = 'hunter2';
  const away = await connectClient({ url: url.href, applicationName: 'test' }).catch(
    (error: Error) => error.message,
  );
  expect(away).toMatch(
    /The database at 127\.0\.0\.1:1\/test_\w+ as user \w+ cannot be used\. Nothing listens there: start PostgreSQL/,
  );
  expect(away).not.toContain('hunter2');
  const missing = new URL(database.url);
  missing.pathname = '/missing';
  await expect(connectClient({ url: missing.href, applicationName: 'test' })).rejects.toThrow(
    /The database does not exist: create it/,
  );
  await expect(connectClient({ url: 'not a url', applicationName: 'test' })).rejects.toThrow(
    /Write it like postgres:\/\//,
  );
});

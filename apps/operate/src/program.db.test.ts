import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { processEnv } from '@pairwright/runtime/env';
import { buildProgram, type BuiltProgram } from '@pairwright/testkit/program';
import { createEmptyDatabase } from '@pairwright/testkit/test-database';
import { BackupStand, PASSPHRASE } from './backup-stand.fixture.ts';
import { dumpTables, type Filled, folderStoreIn, until } from './backup.fixture.ts';
import { runOperate } from './program.ts';

const on = await BackupStand.open();
let filled: Filled;
let program: BuiltProgram;
const children: ChildProcess[] = [];

beforeAll(async () => {
  filled = await on.fill(await folderStoreIn(on.path));
  program = await buildProgram(path.join(import.meta.dirname, 'main.ts'));
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await program.remove();
  await on.close();
});

/** What a command line writes, and how it ends. */
async function run(env: Record<string, string>, ...argv: string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const said = { out: '', err: '' };
  stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString('utf8')));
  stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString('utf8')));
  const code = await runOperate(
    argv,
    { PAIRWRIGHT_DATA: on.path, DATABASE_URL: filled.database.url, ...env },
    {
      stdout,
      stderr,
      stdin: new PassThrough(),
      folder: on.path,
    },
  );
  return { code, ...said };
}

test('backup, verify and restore by one command each', async () => {
  const made = await run(
    { PAIRWRIGHT_BACKUP_PASSPHRASE: PASSPHRASE },
    '--json',
    'backup',
    '--encrypt',
    'one.tar.enc',
  );
  expect(made.err).toBe('');
  expect(made.code).toBe(0);
  const { id, ...result } = JSON.parse(made.out) as Record<string, unknown>;
  expect(result).toMatchObject({
    encrypted: true,
    missing: [],
    place: path.join(on.path, 'one.tar.enc'),
  });

  const passphraseFile = path.join(on.path, 'passphrase');
  await writeFile(passphraseFile, `${PASSPHRASE}\n`);
  const verified = await run({}, 'backup', '--verify', 'one.tar.enc', '--passphrase-file', 'passphrase');
  expect(verified).toMatchObject({ code: 0 });
  expect(verified.out).toMatch(/is whole: \d+ rows of \d+ tables and \d+ files\.\n$/);
  expect(verified.err).toMatch(/Verifying: 100 % \(\d/);
  const { rows } = await filled.database.pool.query(
    'select verified_at is not null as verified from backups where id = $1',
    [id],
  );
  expect(rows).toEqual([{ verified: true }]);

  const target = await createEmptyDatabase();
  const elsewhere = { DATABASE_URL: target.url, PAIRWRIGHT_DATA: path.join(on.path, 'elsewhere') };
  const restored = await run(elsewhere, 'restore', 'one.tar.enc', '--passphrase-file', 'passphrase');
  expect(restored).toMatchObject({ code: 0 });
  expect(restored.out).toMatch(
    /^Restored the backup of .*Everybody signs in again\.\nWhoever was erased since this backup is back: .*--erased.*\n$/,
  );
  expect((await dumpTables(target.url)).get('judgments')).toEqual(
    (await dumpTables(filled.database.url)).get('judgments'),
  );
  expect((await run(elsewhere, 'restore', 'one.tar.enc', '--passphrase-file', 'passphrase')).err).toMatch(
    /The database is not empty/,
  );
  await target.close();
});

test('a destination that ends in a slash is a folder, in which the time is the name', async () => {
  const made = await run({}, 'backup', 'nightly/');
  expect(made).toMatchObject({ code: 0 });
  const [name, ...others] = await readdir(path.join(on.path, 'nightly'));
  expect(others).toEqual([]);
  expect(name).toMatch(/^pairwright-\d{8}T\d{6}Z\.tar$/);
  expect(await run({}, 'backup', '--verify', `nightly/${name}`)).toMatchObject({ code: 0 });
});

test('wrong command lines and passphrases end with one sentence', async () => {
  expect(await run({}, 'backup', '--encrypt', 'x.tar')).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^A passphrase is needed to encrypt: set PAIRWRIGHT_BACKUP_PASSPHRASE.*\n$/),
  });
  expect(await run({ PAIRWRIGHT_BACKUP_PASSPHRASE: 'short' }, 'backup', '--encrypt', 'x.tar')).toMatchObject({
    code: 1,
    err: 'The passphrase has 5 characters and needs at least 12: who has the file can try as many as they like.\n',
  });
  expect(await run({}, 'backup', '--verify', 'nowhere.tar')).toMatchObject({
    code: 1,
    err: `There is no backup at ${path.join(on.path, 'nowhere.tar')}. Correct the name.\n`,
  });
  await writeFile(path.join(on.path, 'text'), 'This is a letter and no backup at all.');
  expect((await run({}, 'restore', 'text')).err).toMatch(/is not a backup of Pairwright/);
  expect((await run({}, 'backup', 'ftp://host/x')).err).toMatch(/neither a path nor an address like s3:/);
  expect(await run({}, 'restore')).toMatchObject({ code: 2 });
  expect((await run({ DATABASE_URL: '', PORT: 'x' }, 'backup')).code).toBe(2);
  const nobody = await run(
    { DATABASE_URL: 'postgres://u:hunter2@127.0.0.1:1/x' },
    '--json',
    'backup',
    'y.tar',
  );
  expect(nobody.code).toBe(1);
  expect(JSON.parse(nobody.err)).toMatchObject({
    error: { message: expect.stringMatching(/127\.0\.0\.1:1\/x as user u cannot be used/) },
  });
  expect(nobody.err).not.toContain('hunter2');
  expect((await readdir(on.path)).filter((name) => /^x|^y/.test(name))).toEqual([]);
});

test('a backup that is killed leaves no file under its name, and the next one is not hindered', async () => {
  const blocker = await filled.database.pool.connect();
  await blocker.query('begin; lock table users in access exclusive mode');
  const out = path.join(on.path, 'killed');
  await mkdir(out);
  const child = spawn(process.execPath, [program.file, 'backup', path.join(out, 'night.tar')], {
    env: {
      PATH: processEnv()['PATH'] ?? '',
      DATABASE_URL: filled.database.url,
      PAIRWRIGHT_DATA: on.path,
    },
    stdio: 'ignore',
    cwd: on.path,
  });
  children.push(child);
  // It has copied the tables before this one, and waits.
  await until(async () => {
    const { rows } = await filled.database.pool.query(
      `select 1 from pg_stat_activity where application_name = 'pairwright-backup' and wait_event_type = 'Lock'`,
    );
    expect(rows.length).toBe(1);
  });
  expect((await readdir(out)).every((name) => name.endsWith('.unfinished'))).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await blocker.query('rollback');
  blocker.release();
  expect((await readdir(out)).filter((name) => !name.endsWith('.unfinished'))).toEqual([]);
  expect(
    (await filled.database.pool.query(`select 1 from backups where destination like '%night.tar'`)).rowCount,
  ).toBe(0);
  const next = await run({}, 'backup', path.join(out, 'night.tar'));
  expect(next).toMatchObject({ code: 0 });
  expect((await readFile(path.join(out, 'night.tar'))).length).toBeGreaterThan(10_000);
});

test('what the program writes is for its owner alone', async () => {
  const child = spawn(process.execPath, [program.file, 'backup', path.join(on.path, 'mine.tar')], {
    env: {
      PATH: processEnv()['PATH'] ?? '',
      DATABASE_URL: filled.database.url,
      PAIRWRIGHT_DATA: on.path,
    },
    stdio: 'ignore',
  });
  children.push(child);
  const [code] = (await once(child, 'exit')) as [number];
  expect(code).toBe(0);
  expect((await stat(path.join(on.path, 'mine.tar'))).mode & 0o077).toBe(0);
});

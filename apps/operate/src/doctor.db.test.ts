import { chmod, mkdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';
import S3rver from 's3rver';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { beatHeart } from '@pairwright/core/system/worker-heartbeat.queries';
import { bringUpToDate } from '@pairwright/core/system/bring-up-to-date';
import { openDatabase } from '@pairwright/db/database';
import { setRestoreMarker } from '@pairwright/db/restore-marker';
import { startLocalPostgres } from '@pairwright/local-postgres/start';
import { findRedisServer, startRedisServer } from '@pairwright/queue/fixtures/redis-server';
import { openQueue } from '@pairwright/queue/queue';
import { processEnv } from '@pairwright/runtime/env';
import { systemIds } from '@pairwright/runtime/ids';
import { createLogger } from '@pairwright/runtime/logger';
import { folderStoreIn, oneOf, until } from './backup.fixture.ts';
import {
  type Case,
  examined,
  findsIn,
  insertBackup,
  listening,
  onServer,
  openInstallation,
  runIn,
  setForServer,
} from './doctor.fixture.ts';
import { exitCodeOf } from './doctor/examine.ts';
import { faultCodes, type FaultName } from './doctor/faults.ts';
import { lookAtNode } from './doctor/look-at-settings.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 });

const log = createLogger({ name: 'test', level: 'silent' });
const installation = await openInstallation();
const { folder, migrationsDir, server, db, url, publicUrl, ending } = installation;
const finds = (names: readonly FaultName[], given: Case = {}): Promise<string> =>
  findsIn(installation, names, given);

afterAll(() => installation.close());
beforeEach(async () => {
  await beatHeart(db.db, '01900000-0000-7000-8000-000000000001', { host: 'a', version: '0.1.0' });
  await db.pool.query('truncate backups');
  await insertBackup(installation, '1 hour');
});

test('a healthy installation says so', async () => {
  const text = await finds([]);
  expect(text).toMatch(/\nThis installation is healthy\.$/);
  expect(exitCodeOf(await examined(installation), true)).toBe(0);
  expect(new Set(Object.values(faultCodes)).size).toBe(Object.keys(faultCodes).length);
});

test('a database that is away, and a wrong password', async () => {
  const away = await finds(['database_unreachable'], { url: 'postgres://u:hunter2@127.0.0.1:1/x' });
  expect(away).toMatch(
    /FAULT {4}database: database_unreachable \(12\)\. The database at 127\.0\.0\.1:1\/x as user u cannot be used/,
  );
  expect(away).not.toContain('hunter2');
  const wrong = new URL(url);
  wrong.password = 'hunter3';
  expect(await finds(['database_unreachable'], { url: wrong.href })).toMatch(
    /The password is wrong: correct it in DATABASE_URL/,
  );
});

test('a database that is too old, or not in UTF8', async () => {
  expect(await finds(['database_version'], { limits: { minimumPostgresMajor: 99 } })).toMatch(
    /99 or newer is needed/,
  );
  await onServer(server, `create database latin encoding 'LATIN1' locale 'C' template template0`);
  const latin = server.url('latin');
  expect(await finds(['database_version', 'migrations_missing'], { url: latin })).toMatch(
    /has the encoding LATIN1/,
  );
});

test('migrations that are missing, changed or newer, and half a restore', async () => {
  await onServer(server, 'create database bare');
  expect(await finds(['migrations_missing'], { url: server.url('bare') })).toMatch(
    /\d+ migrations are not applied/,
  );
  await db.pool.query(
    `insert into pairwright_migrations (name, sha256) values ('29990101T000000Z-later.sql', 'x')`,
  );
  expect(await finds(['database_newer'])).toMatch(/29990101T000000Z-later\.sql/);
  await db.pool.query(`delete from pairwright_migrations where name like '2999%'`);
  await db.pool.query(`update pairwright_migrations set sha256 = 'x' || sha256 where name like '%-core.sql'`);
  expect(await finds(['migrations_changed'])).toMatch(/-core\.sql/);
  await db.pool.query(
    `update pairwright_migrations set sha256 = substr(sha256, 2) where name like '%-core.sql'`,
  );
  await onServer(server, 'create database half');
  const client = new pg.Client({ connectionString: server.url('half') });
  await client.connect();
  await setRestoreMarker(client, systemIds.next());
  await client.end();
  expect(await finds(['half_restored'], { url: server.url('half') })).toMatch(/has not ended/);
});

test('too few connections for the pools', async () => {
  expect(await finds(['connections_too_few'], { env: { WORKER_CONCURRENCY: '60' } })).toMatch(
    /takes 9\d connections, and one API with 1 worker may need 154/,
  );
});

test('accounts that own the tables, may do too much, or lack something', async () => {
  const program = await openDatabase({ url, applicationName: 'pairwright-api', poolSize: 2 });
  ending.push(() => program.close());
  await program.pool.query('select 1');
  expect(await finds(['account_too_mighty'])).toMatch(
    /warning {2}accounts: account_too_mighty \(34\)\. The api works as postgres, who owns the tables/,
  );
  await program.close();
  const as = (user: string): string => Object.assign(new URL(url), { username: user, password: 'p' }).href;
  const accounts = { api: as('the_api'), worker: as('the_worker') };
  const env = { DATABASE_API_URL: accounts.api, DATABASE_WORKER_URL: accounts.worker };
  expect(await finds(['rights_missing'], { env })).toMatch(/The user the_api of the api does not exist/);
  await bringUpToDate({ url, dir: migrationsDir, accounts });
  const worker = await openDatabase({
    url: accounts.worker,
    applicationName: 'pairwright-worker',
    poolSize: 2,
  });
  ending.push(() => worker.close());
  await worker.pool.query('select 1');
  expect(await finds([])).toMatch(/ok +accounts: the worker is the_worker/);
  expect(await finds([], { env })).toMatch(/ok +accounts: the worker is the_worker, the api is the_api/);
  await onServer(server, 'grant delete on judgments to the_api', 'pairwright');
  expect(await finds(['account_too_mighty'], { env })).toMatch(
    /what it does not need: delete on "public"\."judgments"/,
  );
  await onServer(server, 'revoke insert on judgments from the_worker', 'pairwright');
  // Also asked by an account that owns nothing.
  expect(
    await finds(['rights_missing', 'account_too_mighty'], {
      env: { ...env, DATABASE_URL: as('postgres') },
      url: accounts.worker,
    }),
  ).toMatch(/lacks insert on "public"\."judgments"/);
  await worker.close();
});

test('votes that are not durable', async () => {
  await onServer(server, 'alter database pairwright set synchronous_commit = off');
  expect(await finds(['database_not_durable'])).toMatch(
    /synchronous_commit is off in the database pairwright/,
  );
  await onServer(server, 'alter database pairwright reset synchronous_commit');
  await setForServer(installation, 'fsync', 'off');
  expect(await finds(['database_not_durable'])).toMatch(/fsync is off .* may be damaged/);
  await setForServer(installation, 'fsync', 'on');
});

test('tables that nobody tidies up', async () => {
  await setForServer(installation, 'autovacuum', 'off');
  expect(await finds(['autovacuum'])).toMatch(/Autovacuum is off: tables grow/);
  await setForServer(installation, 'autovacuum', 'on');
  await db.pool.query('alter table comparisons set (autovacuum_enabled = false)');
  expect(await finds(['autovacuum'])).toMatch(/off for the table comparisons/);
  await db.pool.query('alter table comparisons reset (autovacuum_enabled)');
});

test('clocks that differ', async () => {
  const text = await finds(['clock_skew'], { now: () => Date.now() + 600_000 });
  expect(text).toMatch(/The clock of the database and the clock of this machine are 600 s apart/);
  expect(text).toMatch(/The clock of the server that answers and the clock of this machine are \d+ s apart/);
});

const redisBinary = await findRedisServer(processEnv()['PATH'] ?? '');
test('a Redis that is away, evicts, or forgets', async ({ skip }) => {
  if (redisBinary === undefined) skip('There is no redis-server or valkey-server on PATH.');
  const redis = await startRedisServer(redisBinary ?? '');
  const env = { REDIS_URL: redis.url };
  const client = new Redis(redis.url);
  try {
    await finds([], { env });
    await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
    expect(await finds(['queue_evicts'], { env })).toMatch(/maxmemory-policy of Redis is allkeys-lru/);
    await client.config('SET', 'maxmemory-policy', 'noeviction');
    await client.config('SET', 'appendonly', 'no');
    expect(await finds(['queue_not_durable'], { env })).toMatch(/warning {2}redis: queue_not_durable/);
    await client.config('SET', 'requirepass', 'hunter2');
    expect(await finds(['queue_unreachable'], { env })).toMatch(/refuses this user or password/);
  } finally {
    client.disconnect();
    await redis.stop();
  }
  expect(await finds(['queue_unreachable'], { env })).toMatch(/does not answer/);
});

test('no worker, and a queue that nobody works on', async () => {
  await db.pool.query(`update worker_heartbeats set seen_at = now() - interval '5 minutes'`);
  expect(await finds(['no_worker'])).toMatch(/No worker runs \(the last was seen 30\d s ago\)/);
  await beatHeart(db.db, '01900000-0000-7000-8000-000000000001', { host: 'a', version: '0.1.0' });
  const queue = await openQueue({ connection: { databaseUrl: url }, log });
  await queue.enqueue('export.run', { exportId: systemIds.next() });
  await until(async () => expect((await queue.depths())[0]!.oldestWaitingSeconds).toBeGreaterThan(0));
  expect(await finds(['queue_stuck'], { limits: { queueSeconds: 0 } })).toMatch(
    /A job in the line "work" has waited/,
  );
  await queue.close();
  await db.pool.query('drop schema bullmq cascade');
});

test('a disk that is nearly full', async () => {
  const limits = { freeBytes: Number.MAX_SAFE_INTEGER };
  expect(await finds(['disk_nearly_full'], { limits })).toMatch(/Only \d+ MiB are free/);
});

test('a folder that cannot be written', async ({ skip }) => {
  if (process.getuid?.() === 0) skip('This user is root, whom no permission keeps from writing.');
  const locked = path.join(folder, 'locked');
  await mkdir(path.join(locked, 'artifacts'), { recursive: true });
  await chmod(path.join(locked, 'artifacts'), 0o500);
  expect(await finds(['store_unusable'], { env: { PAIRWRIGHT_DATA: locked } })).toMatch(/this user may not/);
});

test('a data folder that is a file', async () => {
  const store = await folderStoreIn(path.join(folder, 'other'));
  await store.write('media/x', oneOf(Buffer.from('x')));
  const env = { PAIRWRIGHT_DATA: path.join(folder, 'other/artifacts/media/x') };
  expect(await finds(['store_unusable'], { env })).toMatch(/PAIRWRIGHT_DATA/);
});

test('an S3-compatible store with a wrong bucket or key, or away', async () => {
  const s3 = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory: path.join(folder, 's3'),
    configureBuckets: [{ name: 'artifacts', configs: [] }],
  });
  const { port } = await s3.run();
  const env = {
    S3_ENDPOINT: `http://127.0.0.1:${port}`,
    S3_REGION: 'us-east-1',
    S3_BUCKET: 'artifacts',
    S3_ACCESS_KEY_ID: 'S3RVER',
    S3_SECRET_ACCESS_KEY: 'S3RVER',
    SECRET_KEYS: '0123456789abcdef'.repeat(4),
  };
  try {
    await finds([], { env });
    expect(await finds(['store_unusable'], { env: { ...env, S3_BUCKET: 'missing' } })).toMatch(
      /bucket missing: it does not exist/,
    );
    const wrong = await finds(['store_unusable'], {
      env: { ...env, S3_ACCESS_KEY_ID: 'NOBODY', S3_SECRET_ACCESS_KEY: 'hunter2' },
    });
    expect(wrong).toMatch(/correct S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY/);
    expect(wrong).not.toContain('hunter2');
  } finally {
    await s3.close();
  }
  expect(await finds(['store_unusable'], { env })).toMatch(/cannot be reached; correct S3_ENDPOINT/);
});

test('files that rows name and the store does not have', async () => {
  const project = systemIds.next();
  await db.pool.query(
    `insert into projects (id, slug, name, template, language, target_judgments, lease_minutes) values ($1, 'holes', 'Holes', 'pair_7', 'en', 1, 1)`,
    [project],
  );
  await db.pool.query(
    `insert into media (project_id, sha256, type, width, height, size_bytes) select $1, lpad(to_hex(n), 64, '0'), 'image/png', 1, 1, 1 from generate_series(1, 1500) n`,
    [project],
  );
  const store = await folderStoreIn(folder);
  for (let n = 1; n < 1_500; n += 1) {
    await store.write(`media/${project}/${n.toString(16).padStart(64, '0')}`, oneOf(Buffer.from('x')));
  }
  // A sample may miss the only one; all of them cannot.
  expect(await finds(['artifacts_missing'], { deep: true })).toMatch(
    /1 of 1500 files that the database names is not in the artifact store: media\/\S+5dc\./,
  );
  await store.deletePrefix('media');
  expect(await finds(['artifacts_missing'])).toMatch(/200 of 200 files/);
  await db.pool.query('delete from media');
});

test('addresses, cookies and proxies that do not fit', async () => {
  const env = (more: Record<string, string>) => ({ env: more });
  expect(await finds(['public_url'], env({ PUBLIC_URL: 'http://127.0.0.1:1' }))).toMatch(
    /Nothing that speaks for Pairwright answers/,
  );
  const stranger = await listening(
    ending,
    createServer((_request, response) => response.end('{"hello":1}')),
  );
  expect(await finds(['public_url'], env({ PUBLIC_URL: stranger }))).toMatch(
    /\(status 200\) is not Pairwright/,
  );
  const secure = { PUBLIC_URL: 'https://127.0.0.1:1' };
  expect(await finds(['public_url'], env(secure))).toMatch(/TRUST_PROXY is not set/);
  expect(
    await finds(['public_url'], env({ ...secure, COOKIE_SECURE: 'false', TRUST_PROXY: '10.0.0.1' })),
  ).toMatch(/Leave COOKIE_SECURE out/);
  expect(await finds(['public_url'], env({ PUBLIC_URL: 'http://localhost.invalid' }))).toMatch(
    /cross the network in the clear/,
  );
});

test('a mail server that is away or refuses the password', async () => {
  const mail = (url: string) => ({ env: { SMTP_URL: url, MAIL_FROM: 'a@example.org' } });
  expect(await finds(['mail_unreachable'], mail('smtp://127.0.0.1:1'))).toMatch(
    /The mail server at 127\.0\.0\.1:1 cannot be used/,
  );
  const smtp = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    onAuth: ({ password }, _session, done) =>
      done(password === 'right' ? null : new Error('no'), { user: 'u' }),
  });
  await new Promise<void>((resolve) => void smtp.listen(0, '127.0.0.1', resolve));
  const at = `127.0.0.1:${(smtp.server.address() as AddressInfo).port}`;
  try {
    const wrong = await finds(['mail_unreachable'], mail(`smtp://u:hunter2@${at}`));
    expect(wrong).toMatch(/refuses user or password/);
    expect(wrong).not.toContain('hunter2');
    await finds([], mail(`smtp://u:right@${at}`));
  } finally {
    await new Promise<void>((resolve) => smtp.close(resolve));
  }
});

test('a sign-in provider that is away, or calls itself otherwise', async () => {
  const oidc = (issuer: string) => ({
    env: { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: 'a', OIDC_CLIENT_SECRET: 'hunter2' },
  });
  expect(await finds(['provider_unreachable'], oidc('http://127.0.0.1:1'))).toMatch(
    /does not answer at http:\/\/127\.0\.0\.1:1\/\.well-known/,
  );
  let issuer = '';
  const provider = createServer((_request, response) => response.end(JSON.stringify({ issuer })));
  const address = await listening(ending, provider);
  issuer = `${address}/`;
  expect(await finds(['provider_unreachable'], oidc(address))).toMatch(
    /calls itself "http:.*\/", and OIDC_ISSUER is/,
  );
  issuer = address;
  await finds([], oidc(address));
});

test('no backup, or an old one', async () => {
  await db.pool.query('truncate backups');
  expect(await finds(['no_recent_backup'])).toMatch(/No backup was ever made/);
  await insertBackup(installation, '9 days');
  expect(await finds(['no_recent_backup'])).toMatch(/The last backup is 9 days old \(\/backups\/one\.tar\)/);
  await finds([], { env: { BACKUP_WARN_DAYS: '10' } });
});

test('an old Node', () => {
  expect(lookAtNode('v18.20.0')).toMatchObject([{ fault: 'node_version', severity: 'fault' }]);
  expect(['v20.19.0', 'v22.12.0', 'v24.1.0'].flatMap(lookAtNode)).toEqual([]);
});

test('the command finds the embedded server of a data folder, and ends with the code of the first fault', async () => {
  const env = { PUBLIC_URL: publicUrl };
  const healthy = await runIn(installation, env, '--json', '--data', '.', 'doctor', '--min-free', '1');
  expect(JSON.parse(healthy.out())).toMatchObject({ healthy: true });
  expect(healthy.code).toBe(0);
  await db.pool.query('truncate backups');
  expect((await runIn(installation, env, '--data', '.', 'doctor', '--min-free', '1')).code).toBe(0);
  expect((await runIn(installation, env, '--data', '.', 'doctor', '--min-free', '1', '--strict')).code).toBe(
    faultCodes.no_recent_backup,
  );
  await db.pool.query(`update worker_heartbeats set seen_at = now() - interval '5 minutes'`);
  expect((await runIn(installation, env, '--data', '.', 'doctor', '--min-free', '1')).code).toBe(
    faultCodes.no_worker,
  );
  const wrong = await runIn(installation, { PORT: 'many', S3_BUCKET: 'UPPER' }, '--json', 'doctor');
  expect(wrong.code).toBe(faultCodes.configuration);
  expect(wrong.out()).toMatch(/PORT must be a whole number/);
  const nothing = await runIn(installation, {}, '--data', 'nowhere', 'doctor');
  expect(nothing.code).toBe(faultCodes.database_unreachable);
  expect(nothing.out()).toMatch(/There is no installation in .*nowhere/);
});

test('an embedded installation is backed up while it runs, and restored into another folder', async () => {
  await db.pool.query(
    `insert into users (id, kind, email, name) values ($1, 'person', 'who@example.org', '谁')`,
    [systemIds.next()],
  );
  expect((await runIn(installation, {}, '--data', '.', 'backup', 'embedded.tar')).code).toBe(0);
  expect((await runIn(installation, {}, '--data', '.', 'restore', 'embedded.tar')).code).toBe(1);
  expect((await runIn(installation, {}, '--data', 'fresh', 'restore', 'embedded.tar')).code).toBe(0);
  const restored = await startLocalPostgres({ dataDir: path.join(folder, 'fresh/postgres') });
  try {
    const client = new pg.Client({ connectionString: restored.url('pairwright') });
    await client.connect();
    const { rows } = await client.query('select email, name from users');
    await client.end();
    expect(rows).toEqual([{ email: 'who@example.org', name: '谁' }]);
  } finally {
    await restored.stop();
  }
  // Without anybody running it, the command starts the server and stops it again.
  const again = await runIn(installation, {}, '--data', 'fresh', 'backup', 'again.tar');
  expect(again.code).toBe(0);
  expect(again.out()).toMatch(/again\.tar\n\d+ rows of \d+ tables and 0 files/);
});

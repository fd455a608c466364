import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import S3rver from 's3rver';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Health } from '@pairwright/contract/system';
import { findRedisServer } from '@pairwright/queue/fixtures/redis-server';
import { createEmptyDatabase, type EmptyDatabase } from '@pairwright/testkit/test-database';
import { type ComposeFile, interpolateAll, readComposeFile, root } from './compose-file.ts';

/**
 * Runs the very commands of docker-compose.yml without Docker: api, worker and migrate as built, against a PostgreSQL, a
 * Redis protocol server (Debian's redis-server stands in for Valkey) and an S3 protocol server (s3rver stands in for
 * versitygw, which no package registry holds) on loopback.
 */
const redisBinary = await findRedisServer(process.env['PATH'] ?? '');
if (redisBinary === undefined)
  console.log(
    'compose: without redis-server the services run with the queue in PostgreSQL. Install one (apt-get install redis-server) to run them as composed.',
  );

const patience = { timeout: 60_000, interval: 200 };
const secrets = {
  POSTGRES_PASSWORD: 'p',
  VALKEY_PASSWORD: 'valkey-secret',
  S3_ACCESS_KEY_ID: 'S3RVER',
  S3_SECRET_ACCESS_KEY: 'S3RVER',
};

let compose: ComposeFile;
let folder: string;
let database: EmptyDatabase;
let s3: S3rver;
let apiPort: number;
let env: Record<string, string>;
const running: ChildProcess[] = [];

beforeAll(async () => {
  compose = await readComposeFile();
  folder = await mkdtemp(path.join(tmpdir(), 'pairwright-compose-'));
  database = await createEmptyDatabase();
  s3 = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory: folder,
    configureBuckets: [{ name: 'pairwright', configs: [] }],
  });
  const { port } = await s3.run();
  apiPort = await freePort();
  env = {
    DATABASE_URL: database.url,
    S3_ENDPOINT: `http://127.0.0.1:${port}`,
    REDIS_URL: await startValkey(),
  };
  if (env['REDIS_URL'] === '') delete env['REDIS_URL'];
});

afterAll(async () => {
  for (const child of running.reverse()) await stop(child);
  await s3.close();
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

/** The service's own command line, on a free port; '' without a server program. */
async function startValkey(): Promise<string> {
  if (redisBinary === undefined) return '';
  const port = await freePort();
  const [, , script] = compose.services['valkey']!.command!;
  const words = script!
    .replaceAll('$$', '$')
    .replace('exec valkey-server', `exec "${redisBinary}" --port ${port} --bind 127.0.0.1 --dir "${folder}"`);
  running.push(
    spawn('sh', ['-c', words], {
      env: { ...process.env, VALKEY_PASSWORD: secrets.VALKEY_PASSWORD },
      stdio: 'ignore',
    }),
  );
  return `redis://:${secrets.VALKEY_PASSWORD}@127.0.0.1:${port}/0`;
}

/** The service's environment with hosts of the composed network replaced by ours. */
function environmentOf(name: string): Record<string, string> {
  const composed = interpolateAll(compose.services[name]!.environment!, secrets);
  const ours = {
    ...composed,
    ...env,
    PAIRWRIGHT_DATA: path.join(folder, name),
    ...(name === 'api' ? { PORT: String(apiPort), HOST: '127.0.0.1' } : {}),
  };
  if (env['REDIS_URL'] === undefined) delete (ours as Record<string, string>)['REDIS_URL'];
  return { PATH: process.env['PATH'] ?? '', ...ours };
}

function start(name: string): ChildProcess {
  const [, ...args] = compose.services[name]!.command!;
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: environmentOf(name),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  return child;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}

/** A health check of the file, pointed at our api. */
async function checkHealth(name: string): Promise<number | null> {
  const [kind, , ...args] = compose.services[name]!.healthcheck!.test;
  expect(kind).toBe('CMD');
  const ours = args.map((arg) =>
    arg.replace(/http:\/\/(127\.0\.0\.1|api):3000/, `http://127.0.0.1:${apiPort}`),
  );
  const [code] = (await once(spawn(process.execPath, ours, { stdio: 'ignore' }), 'exit')) as [number | null];
  return code;
}

describe('the commands of docker-compose.yml', () => {
  it('migrate, serve, work, and say that they are healthy', async () => {
    const migrate = start('migrate');
    let said = '';
    for (const stream of [migrate.stdout!, migrate.stderr!])
      stream.on('data', (text: Buffer) => (said += text.toString()));
    const [code] = (await once(migrate, 'exit')) as [number];
    expect(code, said).toBe(0);

    expect(await checkHealth('api')).toBe(1);
    start('api');
    await vi.waitFor(async () => expect(await checkHealth('api')).toBe(0), patience);
    expect(await checkHealth('worker')).toBe(1);
    start('worker');
    await vi.waitFor(async () => expect(await checkHealth('worker')).toBe(0), patience);
    const health = (await (await fetch(`http://127.0.0.1:${apiPort}/health`)).json()) as Health;
    expect(health).toMatchObject({
      status: 'ok',
      database: { status: 'ok' },
      migrations: { status: 'ok' },
      worker: { status: 'ok' },
    });
    expect(health.queue.detail).toContain(redisBinary === undefined ? 'postgres' : 'redis');
  });

  it('serve the pages and ask for an owner, as there is no account by default', async () => {
    const page = await fetch(`http://127.0.0.1:${apiPort}/`);
    expect(await page.text()).toContain('<html');
    const setup = await (await fetch(`http://127.0.0.1:${apiPort}/api/v1/setup`)).json();
    expect(setup).toEqual({ needsOwner: true, demoAccounts: [] });
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import S3rver from 's3rver';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Client, createClient } from '@pairwright/contract/client';
import type { Health } from '@pairwright/contract/system';
import { usualView } from '@pairwright/core/annotate/usual-view';
import { findRedisServer } from '@pairwright/queue/fixtures/redis-server';
import { withAdmin } from '@pairwright/testkit/admin';
import { createEmptyDatabase, type EmptyDatabase } from '@pairwright/testkit/test-database';
import { freePort } from '../support/free-port.ts';
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
  SECRET_KEYS: '0123456789abcdef'.repeat(4),
  DATABASE_API_PASSWORD: 'api-secret',
  DATABASE_WORKER_PASSWORD: 'worker-secret',
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
    S3_ENDPOINT: `http://127.0.0.1:${port}`,
    REDIS_URL: await startValkey(),
  };
  if (env['REDIS_URL'] === '') delete env['REDIS_URL'];
});

afterAll(async () => {
  for (const child of running.reverse()) await stop(child);
  await s3.close();
  await database.close();
  await withAdmin((admin) => admin.query(`drop role if exists ${accountOf('api')}, ${accountOf('worker')}`));
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

/** Users are those of the whole server of this run: named after the database, ours hinder nobody else. */
const accountOf = (kind: string): string => `${kind}_${new URL(database.url).pathname.slice(1)}`;

/** A composed URL of the database, on the server of this run; its owner is whom the server belongs to. */
function databaseUrl(composed: string): string {
  const url = new URL(database.url);
  const { username, password } = new URL(composed);
  const [, kind] = username.split('_');
  return kind === undefined ? url.href : Object.assign(url, { username: accountOf(kind), password }).href;
}

/** The service's environment with hosts of the composed network replaced by ours. */
function environmentOf(name: string): Record<string, string> {
  const composed = interpolateAll(compose.services[name]!.environment!, secrets);
  const databases = Object.entries(composed).filter(([key]) => key.startsWith('DATABASE_'));
  const ours = {
    ...composed,
    ...Object.fromEntries(databases.map(([key, url]) => [key, databaseUrl(url)])),
    ...Object.fromEntries(Object.entries(env).filter(([key]) => key in composed)),
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

  it('import, collect and export by the command line, through queue and bucket', async () => {
    const baseUrl = `http://127.0.0.1:${apiPort}`;
    const owner = { email: 'owner@example.org', name: 'Owner', password: 'correct horse battery' };
    const cookie = await makeOwner(baseUrl, owner);
    const client = createClient({
      baseUrl,
      fetch: (input, init) =>
        fetch(input, { ...init, headers: { ...init?.headers, cookie, origin: baseUrl } }),
    });
    const project = await client.call('createProject', {
      body: { name: 'Composed', template: 'pair_7', language: 'en', targetJudgments: 1 },
    });
    const file = path.join(folder, 'rows.jsonl');
    await writeFile(file, [...rows(12), '{"broken": true}'].join('\n'));

    expect(
      await cli(baseUrl, ['login', '--email', owner.email, '--password-stdin'], owner.password),
    ).toMatchObject({ code: 0 });
    const rejects = path.join(folder, 'rejects.jsonl');
    const imported = await cli(baseUrl, ['--json', 'import', file, '-p', project.slug, '--rejects', rejects]);
    expect(imported.code, imported.stderr).toBe(6);
    expect(JSON.parse(imported.stdout)).toMatchObject({
      import: { state: 'succeeded', rowsAccepted: 12, rowsRejected: 1, comparisonsAdded: 12 },
    });
    expect(await readFile(rejects, 'utf8')).toContain('{"broken": true}');

    const shown = await voteAll(client, project.id);
    expect(shown).toHaveLength(12);
    const output = path.join(folder, 'out');
    const exported = await cli(baseUrl, ['--json', 'export', project.slug, '-o', `${output}/`, '--margin']);
    expect(exported.code, exported.stderr).toBe(0);
    expect((await readdir(output)).sort()).toEqual(['README.md', 'manifest.json', 'train.jsonl']);
    const lines = (await readFile(path.join(output, 'train.jsonl'), 'utf8')).trimEnd().split('\n');
    const chosen = lines.map(
      (line) =>
        (JSON.parse(line) as { chosen: { content: string }[]; margin: number }).chosen.at(-1)?.content,
    );
    expect(chosen.sort()).toEqual(shown.sort());

    await pullTwice(baseUrl, project.slug);

    const status = await cli(baseUrl, ['--json', 'status']);
    expect(JSON.parse(status.stdout)).toMatchObject({
      health: { status: 'ok' },
      user: owner.email,
      projects: [{ slug: project.slug, counts: { judgments: 12, completed: 12 } }],
    });
    // Nothing of it lies in a local folder: the bucket has the upload and the export.
    const stored = await readdir(path.join(folder, 'pairwright'), { recursive: true });
    expect(stored.some((name) => name.includes('train.jsonl'))).toBe(true);
  });
});

/** Pulls the version in parts; what is there stays, what is broken goes on, what is wrong is fetched again. */
async function pullTwice(baseUrl: string, project: string): Promise<void> {
  const target = path.join(folder, 'pulled');
  const pull = async () => {
    const pulled = await cli(baseUrl, [
      '--json',
      'pull',
      `${project}/export@1`,
      '-o',
      target,
      '--container',
      'parquet',
      '--shard-rows',
      '5',
    ]);
    expect(pulled.code, pulled.stderr).toBe(0);
    return (JSON.parse(pulled.stdout) as { files: { path: string; sha256: string; kept: boolean }[] }).files;
  };
  const first = await pull();
  const names = [0, 1, 2].map((index) => `train-0000${index}-of-00003.parquet`);
  expect(first.map((file) => path.basename(file.path))).toEqual([...names, 'manifest.json', 'README.md']);
  expect(first.every(({ kept }) => !kept)).toBe(true);

  const [, broken, wrong] = first as [unknown, (typeof first)[0], (typeof first)[0]];
  const bytes = await readFile(broken.path);
  await rm(broken.path);
  await writeFile(
    `${broken.path}.${broken.sha256.slice(0, 16)}.part`,
    bytes.subarray(0, Math.floor(bytes.length / 2)),
  );
  await writeFile(wrong.path, 'something else');
  const second = await pull();
  expect(second.map(({ sha256 }) => sha256)).toEqual(first.map(({ sha256 }) => sha256));
  expect(second.map(({ kept }) => kept)).toEqual([true, false, false, true, true]);
  expect(await readFile(broken.path)).toEqual(bytes);
  expect((await readdir(target)).sort()).toEqual([...names, 'README.md', 'manifest.json'].sort());
}

async function makeOwner(
  baseUrl: string,
  owner: { email: string; name: string; password: string },
): Promise<string> {
  const answer = await fetch(`${baseUrl}/api/v1/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: baseUrl },
    body: JSON.stringify(owner),
  });
  expect(answer.status).toBe(201);
  return answer.headers
    .getSetCookie()
    .map((each) => each.split(';', 1)[0])
    .join('; ');
}

function rows(count: number): string[] {
  return Array.from({ length: count }, (_, index) =>
    JSON.stringify({
      prompt_id: `q-${index}`,
      messages: [{ role: 'user', content: `Question ${index}? 问题` }],
      responses: [
        { model: 'm-1', content: `First answer to ${index}` },
        { model: 'm-2', content: `Second answer to ${index}` },
      ],
    }),
  );
}

/** Prefers the response on the left in every comparison; gives the texts preferred. */
async function voteAll(client: Client, projectId: string): Promise<(string | null | undefined)[]> {
  const preferred: (string | null | undefined)[] = [];
  for (;;) {
    const { items } = await client.call('claimAssignments', { params: { projectId }, body: { count: 20 } });
    if (items.length === 0) return preferred;
    for (const assignment of items) {
      const receipt = await client.call('submitJudgment', {
        params: { projectId, assignmentId: assignment.id },
        body: {
          id: v7(),
          answer: { outcome: 'scale', position: 1 },
          activeMs: 1000,
          view: usualView,
          questionVersion: 1,
          guidelinesVersion: 1,
        },
      });
      expect(receipt.status).toBe('counted');
      preferred.push(assignment.responses[0]?.messages.at(-1)?.content);
    }
  }
}

/** The built command line with a configuration of its own. */
async function cli(
  baseUrl: string,
  args: readonly string[],
  input = '',
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(
    process.execPath,
    [path.join(root, 'apps/cli/dist/main.js'), '--server', baseUrl, ...args],
    {
      env: { PATH: process.env['PATH'] ?? '', PAIRWRIGHT_CONFIG: path.join(folder, 'cli.json') },
    },
  );
  const text = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (text.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text.stderr += chunk.toString()));
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...text };
}

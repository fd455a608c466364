import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { connectClient } from '@pairwright/db/connect';
import { findLocalPostgres } from '@pairwright/local-postgres/running';
import { StartProcess, type Ended } from './start-process.ts';

const patience = { timeout: 60_000, interval: 50 };

let scratch: string;
let made = 0;
const running: StartProcess[] = [];

beforeAll(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'pairwright-start-'));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((started) => started.stop()));
});
afterAll(async () => {
  await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
});

/** As whom api and worker are connected to the embedded database. */
async function accountsAtWork(dataDir: string): Promise<unknown[]> {
  const { url } = await findLocalPostgres(path.join(dataDir, 'postgres'));
  const client = await connectClient({ url: url!('pairwright'), applicationName: 'test' });
  const { rows } = await client.query<object>(
    `select distinct application_name as program, usename::text as account from pg_stat_activity
     where application_name in ('pairwright-api', 'pairwright-worker') order by 1`,
  );
  await client.end();
  return rows;
}

function freshData(): string {
  made += 1;
  return path.join(scratch, `data ${made}`);
}

function start(args: string[], env?: Record<string, string>): StartProcess {
  const started = new StartProcess(args, env);
  running.push(started);
  return started;
}

const startOn = (dataDir: string): StartProcess => start(['--no-demo', '--port', '0', '--data', dataDir]);

async function serverPid(dataDir: string): Promise<number> {
  return Number(
    (await readFile(path.join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8')).split('\n')[0],
  );
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function answers(address: string): Promise<boolean> {
  return fetch(`${address}/health`).then(
    () => true,
    () => false,
  );
}

/** Ends by itself with one message and code 1; no stack. */
async function refusal(started: StartProcess): Promise<string> {
  const { code, output }: Ended = await started.ended;
  expect(output).not.toMatch(/^\s+at /m);
  expect(code).toBe(1);
  return output;
}

const owner = { email: 'owner@example.org', name: 'Owner', password: 'correct horse battery' };

describe('npm start', () => {
  test('serves the pages, stops everything on SIGTERM, and keeps all data for the next start', async () => {
    const dataDir = freshData();
    const first = startOn(dataDir);
    const address = await first.address();
    expect(await (await fetch(`${address}/health`)).json()).toMatchObject({
      status: 'ok',
      worker: { status: 'ok' },
    });
    expect(await (await fetch(address)).text()).toContain('<html');
    const created = await fetch(`${address}/api/v1/setup`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: address },
      body: JSON.stringify(owner),
    });
    expect(created.status).toBe(201);
    expect(await accountsAtWork(dataDir)).toEqual([
      { program: 'pairwright-api', account: 'pairwright_api' },
      { program: 'pairwright-worker', account: 'pairwright_worker' },
    ]);
    const database = await serverPid(dataDir);
    expect(await first.stop()).toMatchObject({ code: 0, signal: null });
    expect(exists(database)).toBe(false);
    expect(await answers(address)).toBe(false);

    const again = await startOn(dataDir).address();
    expect(await (await fetch(`${again}/api/v1/setup`)).json()).toMatchObject({ needsOwner: false });
  });

  test('stops everything when npm gets the SIGTERM', async () => {
    const dataDir = freshData();
    const started = new StartProcess(['--no-demo', '--port', '0', '--data', dataDir], {}, 'npm');
    running.push(started);
    await started.address();
    const database = await serverPid(dataDir);
    started.signal('SIGTERM');
    await vi.waitFor(() => expect(exists(database)).toBe(false), patience);
  });

  test('a killed start leaves nothing that blocks the next one', async () => {
    const dataDir = freshData();
    const first = startOn(dataDir);
    const address = await first.address();
    first.signal('SIGKILL');
    await first.ended;
    // On the same port, which the killed run's server may still hold for a moment.
    const next = await start(['--no-demo', '--port', new URL(address).port, '--data', dataDir]).address();
    expect(next).toBe(address);
    expect(await (await fetch(`${next}/health`)).json()).toMatchObject({ status: 'ok' });
  });

  test('a second Ctrl-C ends at once, and the database all the same', async () => {
    const dataDir = freshData();
    const started = startOn(dataDir);
    await started.address();
    const database = await serverPid(dataDir);
    started.signal('SIGINT');
    started.signal('SIGINT');
    await started.ended;
    await vi.waitUntil(() => !exists(database), patience);
  });

  test('stops in the middle of the start', async () => {
    const dataDir = freshData();
    const started = startOn(dataDir);
    const database = await vi.waitUntil(() => serverPid(dataDir).catch(() => undefined), patience);
    expect(await started.stop()).toMatchObject({ code: 0 });
    expect(exists(database)).toBe(false);
  });

  test('two on one data folder: the second is told', async () => {
    const dataDir = freshData();
    await startOn(dataDir).address();
    expect(await refusal(startOn(dataDir))).toMatch(
      /The data folder .* is in use by process \d+: Pairwright already runs there/,
    );
  });
});

describe('what cannot start says why and how to mend it', () => {
  test('a busy port', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const output = await refusal(start(['--port', String(port), '--data', freshData()]));
    other.close();
    expect(output).toContain(`Port ${port} is in use by another program`);
    expect(output).toContain(`--port ${port + 1}`);
  });

  test('a folder that cannot be written', async () => {
    const file = path.join(scratch, 'file');
    await writeFile(file, '');
    expect(await refusal(startOn(path.join(file, 'data')))).toMatch(
      /The data folder .* cannot be used .* --data DIR/,
    );
  });

  test('a damaged database', async () => {
    const dataDir = freshData();
    const first = startOn(dataDir);
    await first.address();
    await first.stop();
    await rm(path.join(dataDir, 'postgres/cluster/PG_VERSION'));
    expect(await refusal(startOn(dataDir))).toMatch(/is damaged: .*PG_VERSION is missing.* backup/);
  });

  test.each([
    [
      'nobody there',
      'postgres://me:secret@127.0.0.1:1/pairwright',
      /127\.0\.0\.1:1\/pairwright as user me cannot be used\. Nothing listens there/,
    ],
    [
      'not a database',
      'mysql://me:secret@127.0.0.1/pairwright',
      /DATABASE_URL: must be a URL that begins with postgres/,
    ],
  ])('a wrong DATABASE_URL: %s', async (_name, url, message) => {
    const output = await refusal(start(['--port', '0', '--data', freshData()], { DATABASE_URL: url }));
    expect(output).toMatch(message);
    expect(output).not.toContain('secret');
  });

  test('a wrong REDIS_URL', async () => {
    const output = await refusal(
      start(['--no-demo', '--port', '0', '--data', freshData()], { REDIS_URL: 'redis://127.0.0.1:1' }),
    );
    expect(output).toContain('Redis at REDIS_URL cannot be used: start it or correct the URL.');
  });

  test('a wrong flag', async () => {
    expect(await refusal(start(['--prot', '1']))).toContain("Unknown option '--prot'");
  });
});

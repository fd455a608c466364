import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { findBinaries } from './binaries.ts';
import { dataDirAt } from './data-dir.ts';
import { processExists } from './lock.ts';
import { launch } from './postmaster.ts';
import { chooseRunAs } from './run-as.ts';
import { settingArguments } from './settings.ts';
import { startLocalPostgres, type LocalPostgres } from './start.ts';

// Durability is off only for speed; nothing here cuts the power.
const settings = { fsync: 'off', shared_buffers: '16MB' };
const deadline = { timeout: 30_000, interval: 20 };

let scratch: string;
let made = 0;
const opened: LocalPostgres[] = [];
const held: ChildProcess[] = [];

beforeAll(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'pairwright-pg-'));
});
afterEach(async () => {
  for (const child of held.splice(0)) child.kill('SIGKILL');
  await Promise.all(opened.splice(0).map((server) => server.stop()));
});
afterAll(async () => {
  await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
});

function freshDir(): string {
  made += 1;
  return path.join(scratch, `data ${made}`);
}

async function start(
  dataDir: string,
  more: { ephemeral?: boolean; log?: (text: string) => void } = {},
): Promise<LocalPostgres> {
  const server = await startLocalPostgres({ dataDir, settings, ...more });
  opened.push(server);
  return server;
}

let left: Promise<string> | undefined;

/** A folder in which a server was made, ran and was stopped. It is made once; the others are copies. */
async function usedDir(): Promise<string> {
  left ??= (async () => {
    const dataDir = freshDir();
    await (await start(dataDir)).stop();
    return dataDir;
  })();
  const copy = freshDir();
  // With its owner, whom PostgreSQL runs as.
  if (process.platform === 'win32') await cp(await left, copy, { recursive: true });
  else await promisify(execFile)('cp', ['-a', await left, copy]);
  return copy;
}

async function query<T extends pg.QueryResultRow>(url: string, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}

/** A server started by another process, which can be killed. */
async function hold(options: object): Promise<{ child: ChildProcess; url: string; pid: number }> {
  const child = spawn(
    process.execPath,
    [path.join(import.meta.dirname, 'fixtures/hold-server.mjs'), JSON.stringify({ settings, ...options })],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  held.push(child);
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, ...(JSON.parse(line.toString()) as { url: string; pid: number }) };
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** A server that nobody watches over, as after the loss of a whole session. */
async function abandonServer(dataDir: string): Promise<number> {
  const dir = dataDirAt(dataDir);
  const runAs = await chooseRunAs(dir.cluster);
  const context = { dir, runAs, binaries: await findBinaries(runAs, dataDir), log: () => {} };
  const port = (JSON.parse(await readFile(dir.record, 'utf8')) as { port: number }).port;
  const result = await launch(context, await settingArguments({ ephemeral: false, port, settings }));
  if (!result.ready) throw new Error(result.log);
  return result.postmaster.pid;
}

describe('a server of its own', { timeout: 60_000 }, () => {
  test('keeps data and port from start to start and leaves nothing running', async () => {
    const dataDir = freshDir();
    const first = await start(dataDir);
    await query(first.url(), 'create table kept as select 42 as answer');
    await first.stop();
    await first.stop();
    expect(processExists(first.pid)).toBe(false);
    const second = await start(dataDir);
    expect(second.port).toBe(first.port);
    expect(await query(second.url(), 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  test('listens on this machine only and asks for the password, which only its owner can read', async () => {
    const dataDir = freshDir();
    const server = await start(dataDir);
    expect(
      await query(
        server.url(),
        `select current_setting('listen_addresses') as at, current_setting('unix_socket_directories') as socket`,
      ),
    ).toEqual([{ at: '127.0.0.1', socket: '' }]);
    const wrong = new URL(server.url());
    wrong.password = 'guess';
    await expect(query(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
    expect(
      await query(
        server.url(),
        `select rolpassword ~ '^SCRAM-SHA-256' as scram from pg_authid where rolname = 'postgres'`,
      ),
    ).toEqual([{ scram: true }]);
    if (process.platform !== 'win32')
      expect((await stat(path.join(dataDir, 'password'))).mode & 0o777).toBe(0o600);
  });

  test('takes another port when the remembered one is busy', async () => {
    const dataDir = await usedDir();
    const first = await start(dataDir);
    await first.stop();
    const squatter = createServer().listen(first.port, '127.0.0.1');
    await once(squatter, 'listening');
    const second = await start(dataDir);
    squatter.close();
    expect(second.port).not.toBe(first.port);
    expect(await query(second.url(), 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('makes a new password when the file is lost', async () => {
    const dataDir = await usedDir();
    const first = await start(dataDir);
    await first.stop();
    await rm(path.join(dataDir, 'password'));
    const second = await start(dataDir);
    expect(second.url()).not.toBe(first.url());
    expect(await query(second.url(), 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('one folder serves one process at a time', async () => {
    const dataDir = await usedDir();
    await start(dataDir);
    await expect(start(dataDir)).rejects.toMatchObject({
      code: 'data_dir_in_use',
      message: expect.stringContaining(String(process.pid)),
    });
  });

  test('of many that start at once one wins, the others are told', async () => {
    const dataDir = freshDir();
    const results = await Promise.allSettled(Array.from({ length: 4 }, () => start(dataDir)));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'data_dir_in_use' });
  });
});

describe('after a crash', { timeout: 60_000 }, () => {
  test('a killed parent takes its server along, and an ephemeral folder', async () => {
    const dataDir = freshDir();
    const { child, pid } = await hold({ dataDir, ephemeral: true });
    await kill(child);
    await vi.waitUntil(() => !processExists(pid), deadline);
    await vi.waitUntil(async () => (await stat(dataDir).catch(() => undefined)) === undefined, deadline);
  });

  test('the next start works at once after the parent was killed, and committed rows are there', async () => {
    const dataDir = await usedDir();
    const { child, url } = await hold({ dataDir });
    await query(url, 'create table kept as select 1 as one');
    await kill(child);
    const next = await start(dataDir);
    expect(await query(next.url(), 'select one from kept')).toEqual([{ one: 1 }]);
  });

  test('a server left behind is stopped and replaced', async () => {
    const dataDir = await usedDir();
    const left = await abandonServer(dataDir);
    const said: string[] = [];
    const next = await start(dataDir, { log: (text) => said.push(text) });
    expect(said).toEqual(['Stopping the database server that an earlier run left behind.']);
    expect(next.pid).not.toBe(left);
    expect(processExists(left)).toBe(false);
    expect(await query(next.url(), 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('a server that was killed is noticed and recovers', async () => {
    const dataDir = await usedDir();
    const first = await start(dataDir);
    await query(first.url(), 'create table kept as select 1 as one');
    process.kill(first.pid, 'SIGKILL');
    await first.exited;
    await first.stop();
    const next = await start(dataDir);
    expect(await query(next.url(), 'select one from kept')).toEqual([{ one: 1 }]);
  });

  test('a stale process file that names a living stranger does not block the start', async () => {
    const dataDir = await usedDir();
    const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1 << 30)'], { stdio: 'ignore' });
    held.push(stranger);
    await writeFile(
      path.join(dataDir, 'cluster/postmaster.pid'),
      `${stranger.pid}\n/elsewhere\n1700000000\n5432\n\n127.0.0.1\n\nready   \n`,
    );
    const next = await start(dataDir);
    expect(await query(next.url(), 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(processExists(stranger.pid!)).toBe(true);
  });

  test('a lock whose holder is gone is taken over', async () => {
    const dataDir = freshDir();
    await mkdir(dataDir);
    await writeFile(
      path.join(dataDir, 'lock.json'),
      JSON.stringify({ pid: process.pid, port: 1, token: 'gone' }),
    );
    await expect(start(dataDir)).resolves.toMatchObject({ pid: expect.any(Number) });
  });

  test('a start interrupted while it made the database begins anew', async () => {
    const dataDir = freshDir();
    await mkdir(path.join(dataDir, 'cluster.unfinished/base'), { recursive: true });
    await writeFile(path.join(dataDir, 'cluster.unfinished/PG_VERSION'), '18\n');
    await start(dataDir);
    expect(await readdir(dataDir)).not.toContain('cluster.unfinished');
  });
});

describe('what cannot start says why and what to do', { timeout: 60_000 }, () => {
  test('a folder that cannot be made', async () => {
    const file = path.join(scratch, 'a-file');
    await writeFile(file, '');
    await expect(start(path.join(file, 'data'))).rejects.toMatchObject({
      code: 'data_dir_unwritable',
      message: expect.stringContaining('--data DIR'),
    });
  });

  const damages: Record<string, (cluster: string) => Promise<void>> = {
    'PG_VERSION is missing': (cluster) => rm(path.join(cluster, 'PG_VERSION')),
    'PG_VERSION is garbage': (cluster) => writeFile(path.join(cluster, 'PG_VERSION'), '???'),
    'the control file is empty': (cluster) => truncate(path.join(cluster, 'global/pg_control')),
    'the control file is garbage': (cluster) =>
      writeFile(path.join(cluster, 'global/pg_control'), Buffer.alloc(8192, 7)),
    'the write-ahead log is gone': async (cluster) => {
      for (const name of await readdir(path.join(cluster, 'pg_wal'))) {
        if (/^[0-9A-F]{24}$/.test(name)) await rm(path.join(cluster, 'pg_wal', name));
      }
    },
    'the catalog is gone': (cluster) => rm(path.join(cluster, 'base'), { recursive: true }),
    'the cluster is gone': (cluster) => rm(cluster, { recursive: true }),
  };

  test.each(Object.keys(damages))('damage: %s', async (name) => {
    const dataDir = await usedDir();
    await damages[name]!(path.join(dataDir, 'cluster'));
    await expect(start(dataDir)).rejects.toMatchObject({
      code: 'data_dir_damaged',
      message: expect.stringMatching(/is damaged: .+ backup/),
    });
    expect(await readdir(dataDir)).not.toContain('lock.json');
  });

  test('a password file of another database', async () => {
    const dataDir = await usedDir();
    await writeFile(path.join(dataDir, 'password'), 'another\n');
    await expect(start(dataDir)).rejects.toMatchObject({
      code: 'data_dir_damaged',
      message: expect.stringContaining('delete it'),
    });
    await rm(path.join(dataDir, 'password'));
    await expect(start(dataDir)).resolves.toMatchObject({ pid: expect.any(Number) });
  });

  test('a database of another PostgreSQL major', async () => {
    const dataDir = await usedDir();
    await writeFile(path.join(dataDir, 'cluster/PG_VERSION'), '17\n');
    await expect(start(dataDir)).rejects.toMatchObject({
      code: 'data_dir_wrong_major',
      message: expect.stringContaining('PostgreSQL 17'),
    });
  });
});

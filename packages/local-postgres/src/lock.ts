import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, connect, type AddressInfo, type Server } from 'node:net';
import type { DataDir } from './data-dir.ts';
import { errorCode, fileProblem, LocalPostgresError } from './errors.ts';

interface Holder {
  pid: number;
  port: number;
  token: string;
}

export interface Lock {
  release(): Promise<void>;
}

const answerMillis = 2_000;

/**
 * One process at a time works with a data folder. The holder listens on a port of its own and answers with its
 * token: a process number alone proves nothing, because a killed holder's number may belong to somebody else by now.
 */
export async function takeLock(dir: DataDir): Promise<Lock> {
  const token = randomUUID();
  const server = await answerWith(token);
  const mine: Holder = { pid: process.pid, port: (server.address() as AddressInfo).port, token };
  try {
    await claim(dir, mine);
  } catch (error) {
    server.close();
    throw fileProblem(dir.root, error);
  }
  return {
    async release() {
      await rm(dir.lock, { force: true });
      server.close();
    },
  };
}

function answerWith(token: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.end(token);
    });
    server.unref();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

async function claim(dir: DataDir, mine: Holder): Promise<void> {
  // Written aside and linked, so that nobody ever reads a half-written lock.
  const draft = `${dir.lock}.${mine.token}`;
  await writeFile(draft, JSON.stringify(mine), { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      if (await linkIfFree(draft, dir.lock)) return;
      await evictStale(dir);
    }
    throw inUse(dir, 'another process');
  } finally {
    await rm(draft, { force: true });
  }
}

async function linkIfFree(draft: string, lock: string): Promise<boolean> {
  try {
    await link(draft, lock);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    // Some file systems know no hard links.
    await writeFile(lock, await readFile(draft), { flag: 'wx', mode: 0o600 });
    return true;
  }
}

/** Removes the lock of a holder that is gone; throws when the holder lives. */
async function evictStale(dir: DataDir): Promise<void> {
  const seen = await readFile(dir.lock, 'utf8').catch(() => undefined);
  if (seen === undefined) return;
  const holder = parseHolder(seen);
  if (holder !== undefined && (await isAlive(holder))) throw inUse(dir, `process ${holder.pid}`);
  const aside = `${dir.lock}.${randomUUID()}`;
  await rename(dir.lock, aside).catch(() => {});
  const moved = await readFile(aside, 'utf8').catch(() => undefined);
  // Somebody quicker may have put a living lock there after it was read: that one goes back.
  if (moved !== undefined && moved !== seen) await link(aside, dir.lock).catch(() => {});
  await rm(aside, { force: true });
}

function parseHolder(text: string): Holder | undefined {
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return undefined;
  }
}

function isAlive(holder: Holder): Promise<boolean> {
  return new Promise((resolve) => {
    let heard = '';
    const socket = connect(holder.port, '127.0.0.1');
    // A holder that accepts and stays silent is stopped or busy, but there.
    socket.setTimeout(answerMillis, () => {
      resolve(processExists(holder.pid));
      socket.destroy();
    });
    socket.setEncoding('utf8').on('data', (text: string) => (heard += text));
    socket.on('error', () => resolve(false));
    socket.on('close', () => resolve(heard === holder.token));
  });
}

export function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

function inUse(dir: DataDir, who: string): LocalPostgresError {
  return new LocalPostgresError(
    'data_dir_in_use',
    `The data folder ${dir.root} is in use by ${who}: Pairwright already runs there. ` +
      'Stop that one first, or choose another folder with --data DIR.',
  );
}

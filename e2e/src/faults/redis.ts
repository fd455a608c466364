import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Running } from './supervised.ts';

/** A Redis with an append-only file in this folder; the same port and folder again are the same server. */
export async function startRedis(binary: string, folder: string, port: number): Promise<Running> {
  await mkdir(folder, { recursive: true });
  const durable = ['--dir', folder, '--appendonly', 'yes', '--save', '', '--maxmemory-policy', 'noeviction'];
  const child = spawn(binary, ['--port', `${port}`, '--bind', '127.0.0.1', ...durable], { stdio: 'ignore' });
  const exited = once(child, 'exit');
  await untilItAnswers(port, child);
  return {
    exited,
    kill: () => void child.kill('SIGKILL'),
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** Says one thing to the server and gives its answer. */
export async function sayToRedis(port: number, words: string): Promise<string> {
  const socket = net.connect(port, '127.0.0.1');
  try {
    socket.write(`${words}\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    return answer.toString('utf8').trim();
  } finally {
    socket.destroy();
  }
}

async function untilItAnswers(port: number, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`redis-server ended with code ${child.exitCode}.`);
    if ((await sayToRedis(port, 'PING').catch(() => '')) === '+PONG') return;
    await delay(20);
  }
}

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';

export interface WorkerProcess {
  /** The most memory it has held so far, in MB of 1,000,000 bytes. */
  peakMemory(): number;
  stop(): Promise<void>;
}

/** Starts the built worker program as operators do. */
export async function startWorkerProcess(
  root: string,
  env: Readonly<Record<string, string>>,
): Promise<WorkerProcess> {
  const child = spawn(process.execPath, [path.join(root, 'apps/worker/dist/main.js')], {
    env: { ...process.env, LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit').then(() => {
    throw new Error('The worker ended before it was ready. Its message is above.');
  });
  ended.catch(() => undefined);
  await Promise.race([once(child, 'message'), ended]);
  let sampled = 0;
  const sampler =
    process.platform === 'linux'
      ? undefined
      : setInterval(() => (sampled = Math.max(sampled, residentNow(child))), 100);
  return {
    peakMemory: () => (sampler === undefined ? highWaterMark(child) : sampled),
    async stop() {
      clearInterval(sampler);
      if (child.exitCode !== null) return;
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
    },
  };
}

/** The kernel's own high-water mark. */
function highWaterMark({ pid }: ChildProcess): number {
  const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return (Number(kilobytes) * 1024) / 1e6;
}

function residentNow({ pid }: ChildProcess): number {
  if (process.platform === 'win32') return 0;
  return (Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) * 1024) / 1e6;
}

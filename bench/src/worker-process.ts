import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { workerFlags } from '@pairwright/runtime/worker-flags';
import { highWaterMark, residentNow } from '@pairwright/e2e/support/process-memory';

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
  const child = spawn(process.execPath, [...workerFlags, path.join(root, 'apps/worker/dist/main.js')], {
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
      : setInterval(() => (sampled = Math.max(sampled, residentNow(child.pid!))), 100);
  return {
    peakMemory: () => (sampler === undefined ? highWaterMark(child.pid!) : sampled),
    async stop() {
      clearInterval(sampler);
      if (child.exitCode !== null) return;
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
    },
  };
}

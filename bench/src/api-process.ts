import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Bench, BenchDatabase } from './benchmark.ts';

export interface RunningApi {
  readonly baseUrl: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts the built API, which serves the built web too, as operators do. */
export async function startApi(bench: Bench, database: BenchDatabase): Promise<RunningApi> {
  const env = {
    ...process.env,
    DATABASE_URL: database.url,
    PAIRWRIGHT_DATA: path.join(bench.folder, 'data'),
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'warn',
  };
  const child = fork(path.join(bench.root, 'apps/api/dist/main.js'), {
    env,
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const baseUrl = await new Promise<string>((resolve, reject) => {
    child.once('message', (message: { address: string }) => resolve(message.address));
    child.once('exit', (code) => reject(new Error(`The API ended with code ${code}.`)));
  });
  return {
    baseUrl,
    pid: child.pid!,
    stop: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}

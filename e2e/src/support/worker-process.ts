import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { workerFlags } from '@pairwright/runtime/worker-flags';

const program = path.resolve(import.meta.dirname, '../../../apps/worker/dist/main.js');

export interface WorkerProcess {
  readonly child: ChildProcess;
  /** The end of what it wrote. */
  said(): string;
  /** Takes the process down like a crash would; settles when it is gone. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the built worker in a process of its own; settles when it takes jobs. */
export async function startWorkerProcess(options: {
  databaseUrl: string;
  dataDir: string;
  env?: Readonly<Record<string, string>>;
}): Promise<WorkerProcess> {
  const env = {
    ...process.env,
    DATABASE_URL: options.databaseUrl,
    PAIRWRIGHT_DATA: options.dataDir,
    LOG_LEVEL: 'warn',
    ...options.env,
  };
  const child = fork(program, {
    env,
    execArgv: ['--enable-source-maps', ...workerFlags],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-20_000)));
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (code) => reject(new Error(`The worker ended with code ${code}:\n${output}`)));
    child.once('error', reject);
  });
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  return { child, said: () => output, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
}

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const built = path.resolve(import.meta.dirname, '../../../apps/api/dist/main.js');

export interface ApiProcess {
  readonly child: ChildProcess;
  /** Like http://127.0.0.1:41234. */
  readonly baseUrl: string;
  /** The end of what it wrote. */
  said(): string;
  /** Takes the process down like a crash would; settles when it is gone. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export interface ApiProcessOptions {
  readonly databaseUrl: string;
  readonly dataDir: string;
  /** Default: a free one. */
  readonly port?: number;
  /** More of its configuration. */
  readonly env?: Readonly<Record<string, string>>;
  /** Another build of it. */
  readonly program?: string;
  /** How far its clock is ahead of the real one. */
  readonly clockSkewMs?: number;
}

/** Starts the built API in a process of its own on a free port; settles when it answers. */
export async function startApiProcess(options: ApiProcessOptions): Promise<ApiProcess> {
  const env = {
    ...process.env,
    DATABASE_URL: options.databaseUrl,
    PAIRWRIGHT_DATA: options.dataDir,
    HOST: '127.0.0.1',
    PORT: String(options.port ?? 0),
    LOG_LEVEL: 'warn',
    ...options.env,
  };
  const child = fork(options.program ?? built, {
    env,
    execArgv: ['--enable-source-maps', ...wrongClock(options.clockSkewMs ?? 0)],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-20_000)));
  child.stderr?.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-20_000)));
  const baseUrl = await new Promise<string>((resolve, reject) => {
    child.once('message', (message: { address: string }) => resolve(message.address));
    child.once('exit', (code) => reject(new Error(`The API ended with code ${code}:\n${output}`)));
    child.once('error', reject);
  });
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  return { child, baseUrl, said: () => output, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
}

/** Arguments that make a process read another time from its clock. */
function wrongClock(skewMs: number): string[] {
  if (skewMs === 0) return [];
  const code = `const Right = Date; globalThis.Date = class Date extends Right {
    constructor(...given) { if (given.length === 0) super(Right.now() + ${skewMs}); else super(...given); }
    static now() { return Right.now() + ${skewMs}; }
  };`;
  return ['--import', `data:text/javascript,${encodeURIComponent(code)}`];
}

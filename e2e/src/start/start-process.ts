import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../../..');

/** What a start reads from the environment; tests say it themselves. */
const ours = [
  'PORT',
  'HOST',
  'PAIRWRIGHT_DATA',
  'DATABASE_URL',
  'REDIS_URL',
  'PUBLIC_URL',
  'LOG_LEVEL',
  'INIT_CWD',
];

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

/** `npm start` as a person runs it; without npm unless asked for. */
export class StartProcess {
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcess;
  #output = '';

  constructor(args: string[], env: Record<string, string> = {}, program: 'node' | 'npm' = 'node') {
    const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.includes(name)));
    const [command, before] =
      program === 'npm' ? ['npm', ['start', '--']] : [process.execPath, [path.join(root, 'tools/start.mjs')]];
    this.#child = spawn(command, [...before, '--no-open', ...args], {
      cwd: root,
      env: { ...clean, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout!, this.#child.stderr!]) {
      stream.setEncoding('utf8').on('data', (text: string) => (this.#output += text));
    }
    this.ended = once(this.#child, 'close').then(([code, signal]) => ({
      code: code as number | null,
      signal: signal as NodeJS.Signals | null,
      output: this.#output,
    }));
  }

  /** The address it prints when everything is up. Throws with all output when it ends before. */
  async address(): Promise<string> {
    const printed = new Promise<string>((resolve) => {
      const look = (): void => {
        const address = /^Pairwright is ready: (\S+)$/m.exec(this.#output)?.[1];
        if (address !== undefined) resolve(address);
      };
      this.#child.stdout!.on('data', look);
      look();
    });
    const tooEarly = this.ended.then(({ code, output }) => {
      throw new Error(`It ended with code ${code} before it was ready:\n${output}`);
    });
    return Promise.race([printed, tooEarly]);
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  async stop(): Promise<Ended> {
    this.#child.kill('SIGTERM');
    return this.ended;
  }
}

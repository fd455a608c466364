import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { LogFile } from './log-file.ts';
import type { Say } from './say.ts';
import { StartError } from './start-error.ts';

export interface ProgramOptions {
  readonly name: string;
  /** The built file that Node runs. */
  readonly file: string;
  /** Of Node, beside our own. */
  readonly flags?: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly log: LogFile;
  readonly say: Say;
  /** How often it may end by itself before that is a failure. Default 5. */
  readonly restarts?: number;
  /** After running for so long, earlier ends are forgotten. Default ten minutes. */
  readonly forgetMs?: number;
  /** Pause before the first restart; doubles each time. Default 500 ms. */
  readonly pauseMs?: number;
}

export interface Program {
  /** From now on an unexpected end means a restart; before, it means that the start failed. */
  markReady(): void;
  /** Rejects when the program cannot be kept running; never settles otherwise. */
  readonly failed: Promise<never>;
  /** Asks the program to finish what it does. Killed after the deadline. */
  stop(deadlineMs: number): Promise<void>;
}

/**
 * Loaded into the program before its own code. When the channel to this process closes, by stop() or because this process
 * was killed, the program gets what a SIGTERM would give it (Windows has no such signal), unless it listens for that
 * itself; and a last deadline.
 */
const endWithParent = `data:text/javascript,${encodeURIComponent(`
process.channel?.unref();
process.on('disconnect', () => {
  setTimeout(() => process.exit(1), 60000).unref();
  if (process.listenerCount('disconnect') > 1) return;
  if (!process.emit('SIGTERM', 'SIGTERM')) process.exit(143);
});
process.channel?.unref();
`)}`;

interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Something that ends once a month must not run out of restarts. */
export const FORGET_MS = 600_000;

/** Runs a program as a child process and starts it again when it ends by itself. */
export function runProgram(options: ProgramOptions): Program {
  const { say, log, name, restarts = 5, pauseMs = 500, forgetMs = FORGET_MS } = options;
  const halt = new AbortController();
  let ready = false;
  let child = spawnChild(options);
  let ended = ending(child);

  const watch = async (before: number): Promise<void> => {
    const begun = performance.now();
    const end = await ended;
    const used = performance.now() - begun > forgetMs ? 0 : before;
    if (halt.signal.aborted) return;
    if (!ready) throw new StartError(`The ${name} could not start:\n${log.lastWords() || how(end)}`);
    if (used >= restarts)
      throw new StartError(
        `The ${name} ended by itself ${used + 1} times (${how(end)}). Its log is ${log.path}:\n${log.lastWords()}`,
      );
    say(
      `The ${name} ended by itself (${how(end)}); starting it again (${used + 1} of ${restarts}). Its log is ${log.path}.`,
    );
    await delay(pauseMs * 2 ** used, undefined, { signal: halt.signal }).catch(() => undefined);
    if (halt.signal.aborted) return;
    child = spawnChild(options);
    ended = ending(child);
    await watch(used + 1);
  };
  const failed = new Promise<never>((_resolve, reject) => void watch(0).catch(reject));
  failed.catch(() => undefined); // Whoever races against it sees it.

  return {
    failed,
    markReady: () => (ready = true),
    async stop(deadlineMs) {
      halt.abort();
      if (child.connected) child.disconnect();
      const late = setTimeout(() => {
        say(`The ${name} did not stop in time and was ended.`);
        child.kill('SIGKILL');
      }, deadlineMs);
      await ended;
      clearTimeout(late);
    },
  };
}

function spawnChild({ file, env, log, flags = [] }: ProgramOptions): ChildProcess {
  const output = log.open();
  try {
    return spawn(process.execPath, ['--enable-source-maps', ...flags, '--import', endWithParent, file], {
      env,
      stdio: ['ignore', output, output, 'ipc'],
      // A session of its own: Ctrl-C in the terminal comes here alone, and this process stops all in order.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
  } finally {
    log.close(output);
  }
}

function ending(child: ChildProcess): Promise<Ending> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', () => resolve({ code: 127, signal: null }));
  });
}

function how({ code, signal }: Ending): string {
  return signal === null ? `exit code ${code}` : `signal ${signal}`;
}

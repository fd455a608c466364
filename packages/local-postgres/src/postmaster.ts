import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { clusterArgument, type ClusterContext } from './create-cluster.ts';
import type { DataDir } from './data-dir.ts';
import { errorCode } from './errors.ts';
import { processExists } from './lock.ts';
import { isServerOf, readPidFile } from './pid-file.ts';
import { runCommand, serverEnv } from './run-command.ts';

export interface Postmaster {
  pid: number;
  /** Settles when the process has ended. */
  exited: Promise<void>;
}

const pollMillis = 20;
const logLimit = 10 * 1024 * 1024;

/** The server writes to a file, never to a pipe: it must be able to go on when this process is gone. */
function openLog(file: string): { fd: number; start: number } {
  try {
    if (statSync(file).size > logLimit) renameSync(file, `${file}.old`);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
  const fd = openSync(file, 'a', 0o600);
  return { fd, start: statSync(file).size };
}

export type LaunchResult = { ready: true; postmaster: Postmaster } | { ready: false; log: string };

/** Starts the server and waits until it takes connections or has ended; then its log of this attempt is given. */
export async function launch(context: ClusterContext, settings: string[]): Promise<LaunchResult> {
  const { fd, start } = openLog(context.dir.log);
  let postmaster: Postmaster | undefined;
  try {
    postmaster =
      process.platform === 'win32'
        ? await launchOnWindows(context, settings)
        : launchHere(context, settings, fd);
  } finally {
    closeSync(fd);
  }
  if (postmaster !== undefined && (await untilReady(context, postmaster))) return { ready: true, postmaster };
  return { ready: false, log: readFileSync(context.dir.log).subarray(start).toString('utf8') };
}

function launchHere(context: ClusterContext, settings: string[], log: number): Postmaster | undefined {
  const { dir, binaries, runAs } = context;
  const child = spawn(binaries.postgres, ['-D', clusterArgument(dir.cluster, runAs), ...settings], {
    ...runAs,
    cwd: dir.cluster,
    env: serverEnv(),
    // A session of its own: Ctrl-C in the terminal must reach the applications first and the database last.
    detached: true,
    stdio: ['ignore', log, log],
  });
  const exited = once(child, 'exit').then(
    () => {},
    () => {},
  );
  child.unref();
  return child.pid === undefined ? undefined : { pid: child.pid, exited };
}

/** Windows administrators may not run the server themselves; pg_ctl gives up the rights first. */
async function launchOnWindows(context: ClusterContext, settings: string[]): Promise<Postmaster | undefined> {
  const { dir, binaries } = context;
  const quoted = settings.map((part) => `"${part}"`).join(' ');
  await runCommand(binaries.pgCtl, ['start', '-D', dir.cluster, '-l', dir.log, '-W', '-o', quoted]);
  for (let waited = 0; waited < 10_000; waited += pollMillis) {
    const file = await readPidFile(dir);
    if (file !== undefined && processExists(file.pid))
      return { pid: file.pid, exited: untilGone(dir, file.pid) };
    await delay(pollMillis);
  }
  return undefined;
}

async function untilGone(dir: DataDir, pid: number): Promise<void> {
  while (await isServerOf(dir, pid)) await delay(50, undefined, { ref: false });
}

async function untilReady(context: ClusterContext, postmaster: Postmaster): Promise<boolean> {
  let ended = false;
  void postmaster.exited.then(() => (ended = true));
  const begun = Date.now();
  let told = false;
  while (!ended) {
    const file = await readPidFile(context.dir);
    if (file?.pid === postmaster.pid && file.ready) return true;
    if (!told && Date.now() - begun > 5_000) {
      told = true;
      context.log('The database is recovering from an unclean end; this can take a few minutes.');
    }
    await delay(pollMillis);
  }
  return false;
}

async function within(exited: Promise<void>, millis: number): Promise<boolean> {
  const timer = new AbortController();
  try {
    return await Promise.race([
      exited.then(() => true),
      delay(millis, false, { signal: timer.signal }).catch(() => false),
    ]);
  } finally {
    timer.abort();
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}

/**
 * Fast shutdown: open transactions are rolled back, everything committed is written. After the deadline the server is
 * ended the hard way, which loses nothing committed either but makes the next start recover.
 */
export async function stopPostmaster(
  context: ClusterContext,
  pid: number,
  options: { deadlineMillis: number; exited?: Promise<void> },
): Promise<void> {
  const exited = options.exited ?? untilGone(context.dir, pid);
  if (process.platform === 'win32') {
    const seconds = String(Math.ceil(options.deadlineMillis / 1000));
    await runCommand(context.binaries.pgCtl, [
      'stop',
      '-D',
      context.dir.cluster,
      '-m',
      'fast',
      '-t',
      seconds,
    ]);
  } else {
    signal(pid, 'SIGINT');
  }
  if (await within(exited, options.deadlineMillis)) return;
  context.log('The database did not stop in time; ending it at once. The next start recovers.');
  signal(pid, 'SIGQUIT');
  if (await within(exited, 5_000)) return;
  signal(pid, 'SIGKILL');
  await within(exited, 5_000);
}

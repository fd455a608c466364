import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findBinaries } from './binaries.ts';
import { createCluster, ensurePassword, superuser, type ClusterContext } from './create-cluster.ts';
import { dataDirAt, inspectCluster, prepareDataDir, readRecord, writeRecord } from './data-dir.ts';
import { LocalPostgresError } from './errors.ts';
import { freePort } from './free-port.ts';
import { takeLock, type Lock } from './lock.ts';
import { disarmPidFile, isServerOf, readPidFile } from './pid-file.ts';
import { proveConnection } from './prove-connection.ts';
import { launch, stopPostmaster, type Postmaster } from './postmaster.ts';
import { chooseRunAs } from './run-as.ts';
import { settingArguments, type Settings } from './settings.ts';
import { explainFailure, isBusyPort, isStillInUse } from './start-failure.ts';
import { startWatchdog } from './watchdog.ts';

export interface LocalPostgresOptions {
  /** The folder that holds the database, its password and its log. Made when absent. */
  dataDir: string;
  /** Gets a sentence about anything unusual: recovery, a server left by a killed run. */
  log?: (message: string) => void;
  /** PostgreSQL settings over the built-in ones. */
  settings?: Settings;
  /** For tests: no durability, much faster; the folder is deleted at the end, also when this process is killed. */
  ephemeral?: boolean;
}

export interface LocalPostgres {
  /** Connection URL of a database on this server, with the superuser's password in it. Default: "postgres". */
  url(database?: string): string;
  /** On 127.0.0.1; the same from start to start while it is free. */
  port: number;
  /** The server's process. */
  pid: number;
  /** Settles when the server has ended, by stop() or by itself. */
  exited: Promise<void>;
  /** Fast shutdown; after `deadlineMillis` (default 30,000) the hard way. Safe to call twice. */
  stop(options?: { deadlineMillis?: number }): Promise<void>;
}

/**
 * Starts the PostgreSQL server that comes with Pairwright on a folder of its own, making the database at first.
 * Takes down a server that a killed run left behind. Throws LocalPostgresError with one message that names the fix.
 */
export async function startLocalPostgres(options: LocalPostgresOptions): Promise<LocalPostgres> {
  const dir = dataDirAt(path.resolve(options.dataDir));
  await prepareDataDir(dir);
  const lock = await takeLock(dir);
  try {
    return await startLocked(options, dir, lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function startLocked(
  options: LocalPostgresOptions,
  dir: ReturnType<typeof dataDirAt>,
  lock: Lock,
): Promise<LocalPostgres> {
  const runAs = await chooseRunAs(dir.cluster);
  const binaries = await findBinaries(runAs, dir.root);
  const context: ClusterContext = { dir, binaries, runAs, log: options.log ?? (() => {}) };
  const ephemeral = options.ephemeral ?? false;
  if ((await inspectCluster(dir, binaries.major)) === 'absent') await createCluster(context, { ephemeral });
  await takeDownLeftOver(context);
  const password = await ensurePassword(context);
  const { postmaster, port } = await launchOnFreePort(context, {
    ephemeral,
    settings: options.settings ?? {},
  });
  const server = handle(context, { postmaster, port, password, lock, ephemeral });
  try {
    await proveConnection(dir, server.url());
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

/** A server of a killed run is stopped, not adopted: its clients are gone and its settings may be old. */
async function takeDownLeftOver(context: ClusterContext): Promise<void> {
  const left = await readPidFile(context.dir);
  if (left === undefined) return;
  if (await isServerOf(context.dir, left.pid)) {
    context.log('Stopping the database server that an earlier run left behind.');
    await stopPostmaster(context, left.pid, { deadlineMillis: 30_000 });
  } else {
    await disarmPidFile(context.dir, left);
  }
}

interface LaunchOptions {
  ephemeral: boolean;
  settings: Settings;
}

async function launchOnFreePort(
  context: ClusterContext,
  options: LaunchOptions,
): Promise<{ postmaster: Postmaster; port: number }> {
  const remembered = (await readRecord(context.dir))?.port;
  const giveUp = Date.now() + 20_000;
  for (let attempt = 0; ; attempt += 1) {
    const port = await freePort(attempt === 0 ? remembered : undefined);
    if (port === undefined) {
      throw new LocalPostgresError(
        'port_unavailable',
        'The database found no free port on 127.0.0.1. Close programs that hold ports and start again.',
      );
    }
    const result = await launch(context, await settingArguments({ ...options, port }));
    if (result.ready) {
      if (port !== remembered) await writeRecord(context.dir, { major: context.binaries.major, port });
      return { postmaster: result.postmaster, port };
    }
    const retry =
      (isBusyPort(result.log) && attempt < 5) || (isStillInUse(result.log) && Date.now() < giveUp);
    if (!retry) throw explainFailure(context.dir, result.log);
    await delay(200);
  }
}

interface Running {
  postmaster: Postmaster;
  port: number;
  password: string;
  lock: Lock;
  ephemeral: boolean;
}

function handle(context: ClusterContext, running: Running): LocalPostgres {
  const { dir, binaries } = context;
  const { postmaster, port, password, lock, ephemeral } = running;
  const watchdog = startWatchdog({
    pid: postmaster.pid,
    pidFile: path.join(dir.cluster, 'postmaster.pid'),
    stopCommand:
      process.platform === 'win32' ? [binaries.pgCtl, 'stop', '-D', dir.cluster, '-m', 'fast'] : undefined,
    remove: ephemeral ? dir.root : undefined,
  });
  let stopping: Promise<void> | undefined;
  const stop = async (deadlineMillis: number): Promise<void> => {
    await stopPostmaster(context, postmaster.pid, { deadlineMillis, exited: postmaster.exited });
    await lock.release();
    if (ephemeral) await rm(dir.root, { recursive: true, force: true, maxRetries: 5 });
    watchdog.dismiss();
  };
  return {
    url: (database = 'postgres') =>
      `postgres://${superuser}:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`,
    port,
    pid: postmaster.pid,
    exited: postmaster.exited,
    stop: (options = {}) => (stopping ??= stop(options.deadlineMillis ?? (ephemeral ? 5_000 : 30_000))),
  };
}

import path from 'node:path';
import { bringUpToDate } from '@pairwright/core/system/bring-up-to-date';
import { findMigrationsDir } from '@pairwright/db/migrate';
import { closeInOrder, type Closable } from '@pairwright/runtime/close';
import { workerFlags } from '@pairwright/runtime/worker-flags';
import { announce, openBrowser } from './announce.ts';
import { openDatabase, type RunningDatabase } from './database.ts';
import { loadDemoOnce } from './demo.ts';
import { waitForHealth } from './health.ts';
import { logFile } from './log-file.ts';
import { makeDataDir } from './data-dir.ts';
import type { LocalOptions } from './options.ts';
import { runProgram, type Program } from './program.ts';
import { portOfKilledRun, writeRunRecord } from './run-record.ts';
import type { Say } from './say.ts';
import { StopAsked } from './start-error.ts';
import { takePort } from './take-port.ts';

export interface Running {
  /** Rejects when something could not be kept running. */
  readonly failed: Promise<never>;
}

export interface Start {
  /** Settles when all is up; rejects with the reason when it is not. */
  readonly started: Promise<Running>;
  /** Stops whatever is there, in order, also in the middle of the start. */
  stop(): Promise<void>;
}

const programDeadlineMs = 30_000;
const killedRunPatienceMs = 15_000;

/** Starts database, api and worker of one machine and tells where to go. */
export function startEverything(options: LocalOptions, say: Say): Start {
  const halt = new AbortController();
  // What was started last is stopped first.
  const parts: Closable[] = [];
  const started = start(options, { say, parts, signal: halt.signal });
  return {
    started,
    async stop() {
      halt.abort(new StopAsked('stopped'));
      await started.catch(() => undefined);
      await closeInOrder(parts);
    },
  };
}

interface StartContext {
  readonly say: Say;
  readonly parts: Closable[];
  readonly signal: AbortSignal;
}

async function start(options: LocalOptions, context: StartContext): Promise<Running> {
  const { config } = options;
  const { say, parts, signal } = context;
  await makeDataDir(config.dataDir);
  const patienceMs = (await portOfKilledRun(config.dataDir)) === config.port ? killedRunPatienceMs : 0;
  const port = await takePort({ host: config.host, port: config.port, patienceMs });
  const database = await openDatabase(config, say);
  parts.unshift({ name: 'database', close: database.stop, deadlineMs: 60_000 });
  // Nobody else works in this folder now.
  parts.push({
    name: 'note of this run',
    close: await writeRunRecord(config.dataDir, port),
    deadlineMs: 5_000,
  });
  signal.throwIfAborted();
  await bringUpToDate({ ...database, dir: await findMigrationsDir(options.root), log: say });
  signal.throwIfAborted();
  if (options.loadDemo) await loadDemoOnce({ config, url: database.url, say });
  signal.throwIfAborted();

  const programs = (['worker', 'api'] as const).map((name) =>
    startProgram(name, environmentOf(name, { options, port, database }), { options, context }),
  );
  parts.unshift({
    name: 'api and worker',
    close: async () => void (await Promise.all(programs.map((program) => program.stop(programDeadlineMs)))),
    deadlineMs: programDeadlineMs + 5_000,
  });
  const failed = Promise.race([database.failed, ...programs.map((program) => program.failed)]);
  failed.catch(() => undefined);
  const origin = `http://${reachable(config.host)}:${port}`;
  await Promise.race([waitForHealth(origin, { signal, say }), failed]);
  for (const program of programs) program.markReady();
  // With port 0 nobody could know the address before.
  const address = config.port === port || options.env['PUBLIC_URL'] !== undefined ? config.publicUrl : origin;
  await announce(say, { origin, address, dataDir: config.dataDir, host: config.host });
  if (options.openBrowser) openBrowser(address);
  return { failed };
}

/** No process is given the account of another one. */
function environmentOf(
  name: 'worker' | 'api',
  { options, port, database }: { options: LocalOptions; port: number; database: RunningDatabase },
): NodeJS.ProcessEnv {
  const { DATABASE_API_URL: _api, DATABASE_WORKER_URL: _worker, ...env } = options.env;
  return { ...env, PORT: String(port), DATABASE_URL: database.accounts?.[name] ?? database.url };
}

function startProgram(
  name: string,
  env: NodeJS.ProcessEnv,
  { options, context }: { options: LocalOptions; context: StartContext },
): Program {
  return runProgram({
    name,
    file: path.join(options.root, 'apps', name, 'dist/main.js'),
    ...(name === 'worker' ? { flags: workerFlags } : {}),
    env,
    log: logFile(path.join(options.config.dataDir, 'logs'), name),
    say: context.say,
  });
}

function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

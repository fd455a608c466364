import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { connectClient } from '@pairwright/db/connect';
import { type Database, openDatabase } from '@pairwright/db/database';
import { findMigrationsDir, migrate } from '@pairwright/db/migrate';
import { type Program, startProgram } from '@pairwright/testkit/program';
import { quickWorker } from '@pairwright/testkit/quick-worker';
import { type ApiProcess, startApiProcess } from '../support/api-process.ts';
import { startPostgres, type RunningPostgres } from './postgres.ts';
import { type Running, Supervised } from './supervised.ts';

export type Part = 'api' | 'worker' | 'postgres';

export interface MachineOptions {
  /** More variables of api and worker. */
  readonly env?: Readonly<Record<string, string>>;
  /** A database that somebody else looks after, as api and worker reach it, and as the test does; else PostgreSQL is a part of the machine. */
  readonly database?: { readonly url: string; readonly direct: string };
  /** Made already, and removed by whoever made it. */
  readonly dataDir?: string;
  /** Within which all works again by itself; default: a minute. */
  readonly readyWithinMs?: number;
}

/** Node in a process of its own. */
interface RunningProcess extends Running {
  signal(name: NodeJS.Signals): void;
}
interface RunningApi extends RunningProcess, Pick<ApiProcess, 'baseUrl'> {}

const READY_WITHIN_MS = 60_000;

/** A whole installation on one machine: PostgreSQL, api and worker, each started again whenever it ends. */
export class Machine {
  readonly dataDir: string;
  readonly parts: {
    readonly postgres: Supervised<RunningPostgres>;
    readonly api: Supervised<RunningApi>;
    readonly worker: Supervised<RunningProcess>;
  };
  /** Connections of the test's own. */
  database!: Database;
  #databaseUrl = '';
  #port = 0;
  readonly #options: MachineOptions;

  private constructor(dataDir: string, worker: Program, options: MachineOptions) {
    const { env = {} } = options;
    this.#options = options;
    this.dataDir = dataDir;
    this.parts = {
      postgres: new Supervised(() => startPostgres(dataDir)),
      api: new Supervised(async () => {
        const api = await startApiProcess({
          databaseUrl: this.#databaseUrl,
          dataDir,
          port: this.#port,
          env: { LOG_LEVEL: 'silent', ...env },
        });
        this.#port = Number(new URL(api.baseUrl).port);
        return { ...api, ...ofProcess(api.child) };
      }),
      worker: new Supervised(async () => {
        const started = await startProgram(worker, {
          DATABASE_URL: this.#databaseUrl,
          PAIRWRIGHT_DATA: dataDir,
          LOG_LEVEL: 'warn',
          ...env,
        });
        return { ...ofProcess(started.process), stop: () => started.kill('SIGTERM') };
      }),
    };
  }

  static async start(options: MachineOptions = {}): Promise<Machine> {
    const worker = await quickWorker();
    const dataDir = options.dataDir ?? (await mkdtemp(path.join(tmpdir(), 'pairwright-faults-')));
    const machine = new Machine(dataDir, worker, options);
    try {
      await machine.#start();
    } catch (error) {
      await machine.stop();
      throw error;
    }
    return machine;
  }

  async #start(): Promise<void> {
    const { url, direct } = this.#options.database ?? (await this.#startPostgres());
    this.#databaseUrl = url;
    this.database = await openDatabase({ url: direct, applicationName: 'faults', poolSize: 4 });
    await Promise.all([this.parts.api.start(), this.parts.worker.start()]);
  }

  async #startPostgres(): Promise<{ url: string; direct: string }> {
    const { url, server } = await this.parts.postgres.start();
    const admin = await connectClient({ url: server.url(), applicationName: 'faults' });
    await admin.query('create database pairwright');
    await admin.end();
    await migrate({ url, dir: await findMigrationsDir(import.meta.dirname) });
    return { url, direct: url };
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Takes parts down in one moment. Gives those that ran. */
  async kill(parts: readonly Part[]): Promise<Part[]> {
    const struck = await Promise.all(parts.map((part) => this.parts[part].kill()));
    return parts.filter((_part, index) => struck[index]);
  }

  /** Waits until everything says that it works, by itself. Throws what is missing when it does not come. */
  async untilReady(): Promise<void> {
    const giveUp = Date.now() + (this.#options.readyWithinMs ?? READY_WITHIN_MS);
    for (let said = 'nothing'; ; await delay(25)) {
      try {
        const answer = await fetch(`${this.baseUrl}/health`, { signal: AbortSignal.timeout(5_000) });
        said = await answer.text();
        if ((JSON.parse(said) as { status: string }).status === 'ok' && this.#allRun()) return;
      } catch (error) {
        said = String(error);
      }
      if (Date.now() > giveUp) throw new Error(`The services did not come back by themselves: ${said}`);
    }
  }

  #allRun(): boolean {
    const { api, worker, postgres } = this.parts;
    const wanted = this.#options.database === undefined ? [api, worker, postgres] : [api, worker];
    return wanted.every(({ current }) => current !== undefined);
  }

  async stop(): Promise<void> {
    const { api, worker, postgres } = this.parts;
    await Promise.all([api.stop(), worker.stop()]);
    await this.database?.close();
    await postgres.stop();
    if (this.#options.dataDir === undefined) await rm(this.dataDir, { recursive: true, force: true });
  }
}

function ofProcess(child: ApiProcess['child']): Omit<RunningProcess, 'stop'> {
  return {
    exited: new Promise<void>((resolve) => void child.once('exit', () => resolve())),
    kill: () => void child.kill('SIGKILL'),
    signal: (name) => void child.kill(name),
  };
}

import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inject } from 'vitest';
import { loadDemo } from '@pairwright/demo/load-demo';
import { absentQueue } from '@pairwright/queue/absent-queue';
import { openFolderStore } from '@pairwright/runtime/artifacts/folder-store';
import { systemClock } from '@pairwright/runtime/clock';
import { systemIds } from '@pairwright/runtime/ids';
import { createLogger } from '@pairwright/runtime/logger';
import { Sealer } from '@pairwright/runtime/sealed-secrets';
import {
  createFilledDatabase,
  createTestDatabase,
  type TestDatabase,
} from '@pairwright/testkit/test-database';
import { type ApiProcess, startApiProcess } from './api-process.ts';
import { makeNarrowAccounts } from './narrow-accounts.ts';
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts';

/** The whole product on a database of its own: built api, worker and web, with the accounts that installations give them. */
export interface Product {
  /** Like http://127.0.0.1:41234; it stays the same over restarts. */
  readonly baseUrl: string;
  readonly database: TestDatabase;
  /** The end of what api and worker wrote. */
  said(): string;
  /** Takes the API down like a crash would. */
  killApi(): Promise<void>;
  /** Brings the API back at the same address. */
  startApi(): Promise<void>;
  stop(): Promise<void>;
}

export interface ProductOptions {
  /** Whether the demo projects and accounts are there. Without them nobody has an account yet. */
  readonly demo: boolean;
  /** Port of the API; default: a free one. */
  readonly port?: number;
  /** Further variables of api and worker. */
  readonly env?: Readonly<Record<string, string>>;
  /** More of them for the api alone. */
  readonly apiEnv?: Readonly<Record<string, string>>;
}

/** Builds what is out of date and starts api and worker, as `npm start` does. */
export async function startProduct({ demo, port, env = {}, apiEnv = {} }: ProductOptions): Promise<Product> {
  const database = await (demo ? createFilledDatabase('demo', fillWithDemo) : createTestDatabase());
  const dataDir = await mkdtemp(path.join(tmpdir(), 'pairwright-journey-'));
  if (demo) await cp(demoFolder(), path.join(dataDir, 'artifacts'), { recursive: true });
  const accounts = await makeNarrowAccounts(database.url);
  const at = { databaseUrl: accounts.worker, dataDir, env };
  const ofApi = { ...at, databaseUrl: accounts.api, env: { ...env, ...apiEnv } };
  const [firstApi, worker]: [ApiProcess, WorkerProcess] = await Promise.all([
    startApiProcess({ ...ofApi, ...(port === undefined ? {} : { port }) }),
    startWorkerProcess(at),
  ]);
  let api = firstApi;
  const { baseUrl } = api;
  return {
    baseUrl,
    database,
    said: () => `${api.said()}\n${worker.said()}`,
    killApi: () => api.kill(),
    async startApi() {
      api = await startApiProcess({ ...ofApi, port: Number(new URL(baseUrl).port) });
    },
    async stop() {
      await Promise.all([api.stop(), worker.stop()]);
      await database.close();
      await accounts.remove();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function fillWithDemo(database: TestDatabase): Promise<void> {
  const artifacts = await openFolderStore(demoFolder());
  await loadDemo({
    db: database,
    queue: absentQueue(),
    artifacts,
    clock: systemClock,
    ids: systemIds,
    sealer: Sealer.ofOneRun(),
    log: createLogger({ name: 'demo', level: 'warn' }),
  });
  await artifacts.close();
}

/** Where the files of the demo lie while a run lasts. */
const demoFolder = (): string => path.join(inject('sharedFolder'), 'demo');

import { afterAll, afterEach, beforeAll, describe, expect, vi } from 'vitest';
import { processEnv } from '@pairwright/runtime/env';
import { createLogger } from '@pairwright/runtime/logger';
import { createEmptyDatabase } from '@pairwright/testkit/test-database';
import type { BackendKind, QueueConnection } from './backend.ts';
import { type TestJobs, testJobs } from './fixtures/jobs.ts';
import { findRedisServer, startRedisServer } from './fixtures/redis-server.ts';
import { openQueue, type Queue } from './queue.ts';
import type { Handlers } from './registry-types.ts';
import { openWorker, type Worker, type WorkerOptions } from './worker.ts';

export const log = createLogger({ level: 'silent', name: 'test' });
export const until = (condition: () => unknown) =>
  vi.waitFor(async () => expect(await condition()).toBeTruthy(), { timeout: 30_000, interval: 20 });

const nothing = async (): Promise<void> => undefined;
export const idleHandlers: Handlers<TestJobs> = {
  'test.work': nothing,
  'test.once': nothing,
  'test.tick': nothing,
  'test.clock': nothing,
  'test.night': nothing,
};

interface Server {
  readonly connection: QueueConnection;
  stop(): Promise<void>;
}

export const redisBinary = await findRedisServer(processEnv()['PATH'] ?? '');
if (redisBinary === undefined) {
  console.log(
    'The queue is not tested on Redis: there is no redis-server or valkey-server on PATH. Install one (apt-get install redis-server) to test it.',
  );
}

const backends: [BackendKind, () => Promise<Server>][] = [
  [
    'postgres',
    async () => {
      const database = await createEmptyDatabase();
      return { connection: { databaseUrl: database.url }, stop: () => database.close() };
    },
  ],
];
if (redisBinary !== undefined) {
  backends.push([
    'redis',
    async () => {
      const server = await startRedisServer(redisBinary);
      return { connection: { redisUrl: server.url }, stop: () => server.stop() };
    },
  ]);
}

/** A queue on a server of its own, and the workers that a test opens on it; all is there once the tests run. */
export class QueueStand {
  readonly kind: BackendKind;
  connection!: QueueConnection;
  queue!: Queue<TestJobs>;
  readonly #start: () => Promise<Server>;
  #server: Server | undefined;
  #workers: Worker[] = [];

  constructor(kind: BackendKind, start: () => Promise<Server>) {
    this.kind = kind;
    this.#start = start;
  }

  async open(): Promise<void> {
    this.#server = await this.#start();
    this.connection = this.#server.connection;
    this.queue = await openQueue({ connection: this.connection, log, registry: testJobs });
  }

  async work(
    handlers: Partial<Handlers<TestJobs>>,
    options: Partial<WorkerOptions<TestJobs>> = {},
  ): Promise<Worker> {
    const worker = await openWorker<TestJobs>({
      connection: this.connection,
      registry: testJobs,
      log,
      concurrency: 4,
      handlers: { ...idleHandlers, ...handlers },
      ...options,
    });
    this.#workers.push(worker);
    return worker;
  }

  readonly idle = async (): Promise<boolean> => {
    const { waiting, active } = await this.queue.health();
    return waiting + active === 0;
  };

  async endWorkers(): Promise<void> {
    await Promise.all(this.#workers.splice(0).map((worker) => worker.close()));
  }

  async close(): Promise<void> {
    await this.queue.close();
    await this.#server?.stop();
  }
}

/** The tests once for each server that a queue can be on. */
export function describeOnEach(what: string, tests: (on: QueueStand) => void): void {
  describe.each(backends)(`${what} on %s`, (kind, start) => {
    const on = new QueueStand(kind, start);
    beforeAll(() => on.open());
    afterEach(() => on.endWorkers());
    afterAll(() => on.close());
    tests(on);
  });
}

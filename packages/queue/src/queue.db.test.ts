import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Redis } from 'ioredis';
import pg from 'pg';
import { processEnv } from '@pairwright/runtime/env';
import { createLogger } from '@pairwright/runtime/logger';
import { createEmptyDatabase } from '@pairwright/testkit/test-database';
import { startTroubledNetwork } from '@pairwright/testkit/troubled-network';
import { lanes, type QueueConnection, REDIS_PREFIX } from './backend.ts';
import { type TestJobs, testJobs } from './fixtures/jobs.ts';
import { findRedisServer, startRedisServer } from './fixtures/redis-server.ts';
import { openQueue, type Queue } from './queue.ts';
import { type Handlers, type JobRun, PermanentFailure } from './registry-types.ts';
import { openWorker, type Worker, type WorkerOptions } from './worker.ts';

const log = createLogger({ level: 'silent', name: 'test' });
const until = (condition: () => unknown) =>
  vi.waitFor(async () => expect(await condition()).toBeTruthy(), { timeout: 30_000, interval: 20 });

interface Server {
  readonly connection: QueueConnection;
  stop(): Promise<void>;
}

const redisBinary = await findRedisServer(processEnv()['PATH'] ?? '');
if (redisBinary === undefined) {
  console.log(
    'The queue is not tested on Redis: there is no redis-server or valkey-server on PATH. Install one (apt-get install redis-server) to test it.',
  );
}

const backends: [string, () => Promise<Server>][] = [
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

describe.each(backends)('queue on %s', (kind, start) => {
  let server: Server;
  let queue: Queue<TestJobs>;
  const workers: Worker[] = [];

  beforeAll(async () => {
    server = await start();
    queue = await openQueue({ connection: server.connection, log, registry: testJobs });
  });
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.close()));
  });
  afterAll(async () => {
    await queue.close();
    await server.stop();
  });

  const nothing = async (): Promise<void> => undefined;
  async function work(
    handlers: Partial<Handlers<TestJobs>>,
    options: Partial<WorkerOptions<TestJobs>> = {},
  ): Promise<Worker> {
    const worker = await openWorker<TestJobs>({
      connection: server.connection,
      registry: testJobs,
      log,
      concurrency: 4,
      handlers: {
        'test.work': nothing,
        'test.once': nothing,
        'test.tick': nothing,
        'test.clock': nothing,
        'test.night': nothing,
        ...handlers,
      },
      ...options,
    });
    workers.push(worker);
    return worker;
  }

  const idle = async (): Promise<boolean> => {
    const { waiting, active } = await queue.health();
    return waiting + active === 0;
  };

  it('runs each job once with its payload', async () => {
    const seen: string[] = [];
    await work({
      'test.work': async ({ payload, attempt, lastAttempt }) =>
        void seen.push(`${payload.id} ${attempt} ${lastAttempt}`),
    });
    await Promise.all(['a', 'b', 'c'].map((id) => queue.enqueue('test.work', { id })));
    await until(() => seen.length >= 3);
    await until(idle);
    expect(seen.sort()).toEqual(['a 1 false', 'b 1 false', 'c 1 false']);
  });

  it('refuses a payload of another shape', async () => {
    await expect(queue.enqueue('test.work', { name: 'x' } as unknown as { id: string })).rejects.toThrow();
    await expect(queue.enqueue('none' as 'test.work', { id: 'x' })).rejects.toThrow(
      'There is no job named none.',
    );
  });

  it('tries again with a pause, says which try is the last, and then gives up', async () => {
    const seen: [number, boolean][] = [];
    await work({
      'test.work': async ({ attempt, lastAttempt }) => {
        seen.push([attempt, lastAttempt]);
        throw new Error('no luck');
      },
    });
    const failedBefore = (await queue.health()).failed;
    await queue.enqueue('test.work', { id: 'failing' });
    await until(async () => (await queue.health()).failed === failedBefore + 1);
    expect(seen).toEqual([
      [1, false],
      [2, false],
      [3, true],
    ]);
  });

  it('does not try again what cannot succeed', async () => {
    let runs = 0;
    await work({
      'test.work': async () => {
        runs += 1;
        throw new PermanentFailure('the row is gone');
      },
    });
    const failedBefore = (await queue.health()).failed;
    await queue.enqueue('test.work', { id: 'permanent' });
    await until(async () => (await queue.health()).failed === failedBefore + 1);
    expect(runs).toBe(1);
  });

  it('has one live job per id, and takes the id again after it finished or failed', async () => {
    await Promise.all(Array.from({ length: 10 }, () => queue.enqueue('test.once', { id: 'same' })));
    let runs = 0;
    let finish: (error?: Error) => void = () => undefined;
    await work({
      'test.once': () =>
        new Promise((resolve, reject) => {
          runs += 1;
          finish = (error) => (error === undefined ? resolve() : reject(error));
        }),
    });
    await until(() => runs === 1);
    await queue.enqueue('test.once', { id: 'same' });
    finish();
    await until(idle);
    expect(runs).toBe(1);
    await queue.enqueue('test.once', { id: 'same' });
    await until(() => runs === 2);
    finish(new Error('failed this time'));
    await until(idle);
    await queue.enqueue('test.once', { id: 'same' });
    await until(() => runs === 3);
    finish();
    await until(idle);
  });

  it('runs repeating jobs, once for all workers', async () => {
    let ticks = 0;
    const tick = async (): Promise<void> => void (ticks += 1);
    await work({ 'test.tick': tick });
    await work({ 'test.tick': tick });
    await until(() => ticks >= 3);
  });

  it('runs jobs at the times that their pattern says', async () => {
    const seconds: number[] = [];
    await work({ 'test.clock': async () => void seconds.push(Math.floor(Date.now() / 1_000)) });
    await until(() => seconds.length >= 3);
    // Not twice at one time.
    expect(new Set(seconds).size).toBe(seconds.length);
  });

  it('reports health, and workers that are connected', async () => {
    await until(async () => (await queue.health()).workers === 0);
    await work({});
    await until(async () => (await queue.health()).workers === 1);
    expect(await queue.health()).toMatchObject({ ok: true, backend: kind });
    // What repeats waits for a moment now and then.
    await until(async () => (await queue.health()).waiting === 0);
  });

  it('puts aborted jobs back in line when it stops, without using up a try', async () => {
    let started: () => void = () => undefined;
    const running = new Promise<void>((resolve) => (started = resolve));
    const first = await work({
      'test.once': ({ signal }) =>
        new Promise((_resolve, reject) => {
          started();
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        }),
    });
    await queue.enqueue('test.once', { id: 'interrupted' });
    await running;
    await first.close();
    const seen: JobRun<{ id: string }>[] = [];
    await work({ 'test.once': async (run) => void seen.push(run) });
    await until(() => seen.length === 1);
    expect(seen[0]).toMatchObject({ payload: { id: 'interrupted' }, attempt: 1 });
    await until(idle);
  });

  it('does not begin a job again while it stops', async () => {
    // The stopping worker sometimes takes the job that it has just put back; twenty rounds meet that.
    for (let round = 0; round < 20; round += 1) {
      let started: () => void = () => undefined;
      const running = new Promise<void>((resolve) => (started = resolve));
      let begun = 0;
      const stopping = await work({
        'test.once': ({ signal }) =>
          new Promise((_resolve, reject) => {
            begun += 1;
            started();
            signal.addEventListener('abort', () => reject(signal.reason as Error));
          }),
      });
      await queue.enqueue('test.once', { id: `round-${round}` });
      await running;
      await stopping.close();
      expect(begun).toBe(1);
      const next = await work({ 'test.once': async () => undefined });
      await until(idle);
      await next.close();
    }
  });

  it('stops in bounded time even if a job does not, and the job is run again elsewhere', async () => {
    let started: () => void = () => undefined;
    const running = new Promise<void>((resolve) => (started = resolve));
    const stubborn = await work(
      { 'test.once': () => (started(), new Promise(() => undefined)) },
      { stopMs: 50, lockMs: 500 },
    );
    await queue.enqueue('test.once', { id: 'stubborn' });
    await running;
    await stubborn.close();
    let again = 0;
    await work({ 'test.once': async () => void (again += 1) }, { lockMs: 500, stalledCheckMs: 200 });
    await until(() => again === 1);
    await until(idle);
  });

  it('gives the jobs of a killed process to another worker', async () => {
    const child = fork(
      path.join(import.meta.dirname, 'fixtures/holding-worker.mjs'),
      [JSON.stringify(server.connection)],
      { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
    );
    const held = new Set<string>();
    child.on(
      'message',
      (message: { holding?: string }) => message.holding !== undefined && held.add(message.holding),
    );
    const ids = ['k1', 'k2', 'k3', 'k4'];
    await Promise.all(ids.map((id) => queue.enqueue('test.work', { id })));
    await until(() => held.size === 4);
    child.kill('SIGKILL');
    await once(child, 'exit');
    // The reconciler may ask for them meanwhile: they are alive and must not double.
    await Promise.all(ids.map((id) => queue.enqueue('test.work', { id })));
    const seen: string[] = [];
    await work(
      { 'test.work': async ({ payload, attempt }) => void seen.push(`${payload.id} ${attempt}`) },
      { lockMs: 1_000, stalledCheckMs: 200 },
    );
    await until(() => seen.length >= 4);
    await until(idle);
    expect(seen.sort()).toEqual(ids.map((id) => `${id} 1`));
  });

  it('gives a job up that gets no further while its worker ends each time, tells so, and begins to count anew', async () => {
    let started: () => void = () => undefined;
    const running = new Promise<void>((resolve) => (started = resolve));
    // A worker that is cut off without a word leaves its job as a killed one does.
    const deadly = await work(
      { 'test.once': () => (started(), new Promise(() => undefined)) },
      { stopMs: 1, lockMs: 200 },
    );
    await queue.enqueue('test.once', { id: 'deadly' });
    await running;
    await setEnds(server.connection, 9);
    await deadly.close();
    const givenUp: string[] = [];
    let runs = 0;
    await work(
      { 'test.once': async () => void (runs += 1) },
      {
        lockMs: 200,
        stalledCheckMs: 100,
        giveUps: { 'test.once': async ({ id }, error) => void givenUp.push(`${id}: ${error.message}`) },
      },
    );
    const mine = async () => (await queue.failedJobs(50)).filter(({ reason }) => /worker ended/.test(reason));
    await until(async () => (await mine()).length === 1);
    expect(givenUp).toEqual(['deadly: Its worker ended 10 times while it ran.']);
    expect(runs).toBe(0);
    expect(await queue.retryFailed((await mine())[0]!)).toBe(true);
    await until(() => runs === 1);
    await until(idle);
  });

  it('enters repeating jobs anew that the server forgot, or that are due at no sensible time', async () => {
    let ticks = 0;
    const tick = async (): Promise<void> => void (ticks += 1);
    await work({ 'test.tick': tick }, { schedulesCheckMs: 100 });
    await until(() => ticks > 0);
    await forgetAll(server.connection);
    const before = ticks;
    await until(() => ticks > before + 2);
  });

  it('shows failed jobs with why, puts them back in line with all their tries, or forgets them', async () => {
    let mended = false;
    const attempts: number[] = [];
    await work({
      'test.once': async ({ payload, attempt }) => {
        if (!mended) throw new Error(`no disk for ${payload.id}\nand more`);
        attempts.push(attempt);
      },
    });
    await queue.enqueue('test.once', { id: 'f1' });
    await queue.enqueue('test.once', { id: 'f2' });
    const mine = async () =>
      (await queue.failedJobs(50)).filter(({ payload }) => /^f\d$/.test((payload as { id: string }).id));
    await until(async () => (await mine()).length === 2);
    const failed = await mine();
    expect(failed[0]).toMatchObject({ lane: 'work', name: 'test.once', attempts: 1 });
    expect(failed.map(({ reason }) => reason).toSorted()).toEqual(['no disk for f1', 'no disk for f2']);
    expect((await queue.depths()).find(({ lane }) => lane === 'work')?.failed).toBeGreaterThanOrEqual(2);
    mended = true;
    const [again, gone] = [failed[0]!, failed[1]!];
    expect(await queue.retryFailed(again)).toBe(true);
    await until(() => attempts.length === 1);
    expect(attempts).toEqual([1]);
    expect(await queue.retryFailed(again)).toBe(false);
    expect(await queue.discardFailed(gone)).toBe(true);
    expect(await queue.discardFailed(gone)).toBe(false);
    await until(idle);
    expect(await mine()).toEqual([]);
    // Who was forgotten can be asked for anew.
    await queue.enqueue('test.once', gone.payload as { id: string });
    await until(() => attempts.length === 2);
  });

  it('tells how long the oldest job of each line has waited', async () => {
    await queue.enqueue('test.work', { id: 'waits' });
    const depths = await queue.depths();
    expect(depths.map(({ lane }) => lane)).toEqual([...lanes]);
    expect(depths[0]?.waiting).toBe(1);
    expect(depths[0]?.oldestWaitingSeconds).toBeGreaterThanOrEqual(0);
    expect(depths[1]).toMatchObject({ waiting: 0, oldestWaitingSeconds: null });
    await work({});
    await until(idle);
  });
});

/** Makes it look as if the worker of every job that runs had ended so often before. */
async function setEnds(connection: QueueConnection, times: number): Promise<void> {
  if ('redisUrl' in connection) {
    const redis = new Redis(connection.redisUrl);
    for (const id of await redis.lrange(`${REDIS_PREFIX}:work:active`, 0, -1))
      await redis.hset(`${REDIS_PREFIX}:work:${id}`, 'stc', times);
    redis.disconnect();
    return;
  }
  const client = new pg.Client({ connectionString: connection.databaseUrl });
  await client.connect();
  await client.query(
    `update bullmq.job set stalled_count = $1 where state = 'active' and queue like '%work'`,
    [times],
  );
  await client.end();
}

/** What a server does that lost its memory. */
async function forgetAll(connection: QueueConnection): Promise<void> {
  if ('redisUrl' in connection) {
    const redis = new Redis(connection.redisUrl);
    await redis.flushall();
    redis.disconnect();
    return;
  }
  const client = new pg.Client({ connectionString: connection.databaseUrl });
  await client.connect();
  await client.query('truncate bullmq.job, bullmq.scheduler cascade');
  await client.end();
}

describe('a server that is replaced by another', () => {
  it('is worked for again, though what would tell of new jobs was lost without a word', async () => {
    const database = await createEmptyDatabase();
    const url = new URL(database.url);
    const network = await startTroubledNetwork(Number(url.port));
    url.port = String(network.port);
    const queue = await openQueue({ connection: { databaseUrl: database.url }, log, registry: testJobs });
    const nothing = async (): Promise<void> => undefined;
    const seen: string[] = [];
    const worker = await openWorker<TestJobs>({
      connection: { databaseUrl: url.href },
      registry: testJobs,
      log,
      handlers: {
        'test.work': async ({ payload }) => void seen.push(payload.id),
        'test.once': nothing,
        'test.tick': nothing,
        'test.clock': nothing,
        'test.night': nothing,
      },
    });
    try {
      await queue.enqueue('test.work', { id: 'before' });
      await until(async () => seen.length === 1 && (await queue.health()).active === 0);
      network.moveTo(Number(new URL(database.url).port));
      await queue.enqueue('test.work', { id: 'after' });
      // It waits to be told, then for an answer, and then no longer.
      await vi.waitFor(() => expect(seen).toContain('after'), { timeout: 80_000, interval: 50 });
    } finally {
      await worker.close();
      await queue.close();
      await network.close();
      await database.close();
    }
  }, 120_000);
});

describe('a server that is away', () => {
  it('is named with the fix and without its password', async () => {
    const gone = async (connection: QueueConnection): Promise<string> =>
      openQueue({ connection, log }).then(
        () => 'opened',
        (error: Error) => error.message,
      );
    expect(await gone({ redisUrl: 'redis://:hunter2@127.0.0.1:1' })).toBe(
      'Redis at REDIS_URL cannot be used: start it or correct the URL.',
    );
    expect(await gone({ databaseUrl: 'postgres://u:hunter2@127.0.0.1:1/x' })).toMatch(
      /^The queue cannot use the database at DATABASE_URL: start PostgreSQL/,
    );
  });

  it.runIf(redisBinary !== undefined)('fails at once rather than letting a request hang', async () => {
    const server = await startRedisServer(redisBinary ?? '');
    const queue = await openQueue({ connection: { redisUrl: server.url }, log, registry: testJobs });
    await server.stop();
    await expect(queue.enqueue('test.work', { id: 'x' })).rejects.toThrow();
    expect(await queue.health()).toMatchObject({ ok: false, backend: 'redis' });
    await queue.close();
  });
});

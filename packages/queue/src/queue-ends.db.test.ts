import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { createEmptyDatabase } from '@pairwright/testkit/test-database';
import { startTroubledNetwork } from '@pairwright/testkit/troubled-network';
import { type QueueConnection, REDIS_PREFIX } from './backend.ts';
import { type TestJobs, testJobs } from './fixtures/jobs.ts';
import { openQueue } from './queue.ts';
import { describeOnEach, idleHandlers, log, until } from './queue.fixture.ts';
import type { JobRun } from './registry-types.ts';
import { openWorker } from './worker.ts';

describeOnEach('a queue whose workers or server end', (on) => {
  it('puts aborted jobs back in line when it stops, without using up a try', async () => {
    let started: () => void = () => undefined;
    const running = new Promise<void>((resolve) => (started = resolve));
    const first = await on.work({
      'test.once': ({ signal }) =>
        new Promise((_resolve, reject) => {
          started();
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        }),
    });
    await on.queue.enqueue('test.once', { id: 'interrupted' });
    await running;
    await first.close();
    const seen: JobRun<{ id: string }>[] = [];
    await on.work({ 'test.once': async (run) => void seen.push(run) });
    await until(() => seen.length === 1);
    expect(seen[0]).toMatchObject({ payload: { id: 'interrupted' }, attempt: 1 });
    await until(on.idle);
  });

  it('does not begin a job again while it stops', async () => {
    // The stopping worker sometimes takes the job that it has just put back; twenty rounds meet that.
    for (let round = 0; round < 20; round += 1) {
      let started: () => void = () => undefined;
      const running = new Promise<void>((resolve) => (started = resolve));
      let begun = 0;
      const stopping = await on.work({
        'test.once': ({ signal }) =>
          new Promise((_resolve, reject) => {
            begun += 1;
            started();
            signal.addEventListener('abort', () => reject(signal.reason as Error));
          }),
      });
      await on.queue.enqueue('test.once', { id: `round-${round}` });
      await running;
      await stopping.close();
      expect(begun).toBe(1);
      const next = await on.work({ 'test.once': async () => undefined });
      await until(on.idle);
      await next.close();
    }
  });

  it('stops in bounded time even if a job does not, and the job is run again elsewhere', async () => {
    let started: () => void = () => undefined;
    const running = new Promise<void>((resolve) => (started = resolve));
    const stubborn = await on.work(
      { 'test.once': () => (started(), new Promise(() => undefined)) },
      { stopMs: 50, lockMs: 500 },
    );
    await on.queue.enqueue('test.once', { id: 'stubborn' });
    await running;
    await stubborn.close();
    let again = 0;
    await on.work({ 'test.once': async () => void (again += 1) }, { lockMs: 500, stalledCheckMs: 200 });
    await until(() => again === 1);
    await until(on.idle);
  });

  it('gives the jobs of a killed process to another worker', async () => {
    const child = fork(
      path.join(import.meta.dirname, 'fixtures/holding-worker.mjs'),
      [JSON.stringify(on.connection)],
      { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
    );
    const held = new Set<string>();
    child.on(
      'message',
      (message: { holding?: string }) => message.holding !== undefined && held.add(message.holding),
    );
    const ids = ['k1', 'k2', 'k3', 'k4'];
    await Promise.all(ids.map((id) => on.queue.enqueue('test.work', { id })));
    await until(() => held.size === 4);
    child.kill('SIGKILL');
    await once(child, 'exit');
    // The reconciler may ask for them meanwhile: they are alive and must not double.
    await Promise.all(ids.map((id) => on.queue.enqueue('test.work', { id })));
    const seen: string[] = [];
    await on.work(
      { 'test.work': async ({ payload, attempt }) => void seen.push(`${payload.id} ${attempt}`) },
      { lockMs: 1_000, stalledCheckMs: 200 },
    );
    await until(() => seen.length >= 4);
    await until(on.idle);
    expect(seen.sort()).toEqual(ids.map((id) => `${id} 1`));
  });

  it('gives a job up that gets no further while its worker ends each time, tells so, and begins to count anew', async () => {
    let started: () => void = () => undefined;
    const running = new Promise<void>((resolve) => (started = resolve));
    // A worker that is cut off without a word leaves its job as a killed one does.
    const deadly = await on.work(
      { 'test.once': () => (started(), new Promise(() => undefined)) },
      { stopMs: 1, lockMs: 200 },
    );
    await on.queue.enqueue('test.once', { id: 'deadly' });
    await running;
    await setEnds(on.connection, 9);
    await deadly.close();
    const givenUp: string[] = [];
    let runs = 0;
    await on.work(
      { 'test.once': async () => void (runs += 1) },
      {
        lockMs: 200,
        stalledCheckMs: 100,
        giveUps: { 'test.once': async ({ id }, error) => void givenUp.push(`${id}: ${error.message}`) },
      },
    );
    const mine = async () =>
      (await on.queue.failedJobs(50)).filter(({ reason }) => /worker ended/.test(reason));
    await until(async () => (await mine()).length === 1);
    expect(givenUp).toEqual(['deadly: Its worker ended 10 times while it ran.']);
    expect(runs).toBe(0);
    expect(await on.queue.retryFailed((await mine())[0]!)).toBe(true);
    await until(() => runs === 1);
    await until(on.idle);
  });

  it('enters repeating jobs anew that the server forgot, or that are due at no sensible time', async () => {
    let ticks = 0;
    const tick = async (): Promise<void> => void (ticks += 1);
    await on.work({ 'test.tick': tick }, { schedulesCheckMs: 100 });
    await until(() => ticks > 0);
    await forgetAll(on.connection);
    const before = ticks;
    await until(() => ticks > before + 2);
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
    const seen: string[] = [];
    const worker = await openWorker<TestJobs>({
      connection: { databaseUrl: url.href },
      registry: testJobs,
      log,
      handlers: { ...idleHandlers, 'test.work': async ({ payload }) => void seen.push(payload.id) },
      patience: { longestWait: 1, silentMs: 5_000 },
    });
    try {
      await queue.enqueue('test.work', { id: 'before' });
      await until(async () => seen.length === 1 && (await queue.health()).active === 0);
      network.moveTo(Number(new URL(database.url).port));
      await queue.enqueue('test.work', { id: 'after' });
      // It waits to be told, then for an answer, and then no longer.
      await until(() => seen.includes('after'));
    } finally {
      await worker.close();
      await queue.close();
      await network.close();
      await database.close();
    }
  });
});

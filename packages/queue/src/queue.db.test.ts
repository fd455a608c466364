import { describe, expect, it } from 'vitest';
import { lanes, type QueueConnection } from './backend.ts';
import { testJobs } from './fixtures/jobs.ts';
import { startRedisServer } from './fixtures/redis-server.ts';
import { openQueue } from './queue.ts';
import { describeOnEach, log, redisBinary, until } from './queue.fixture.ts';
import { PermanentFailure } from './registry-types.ts';

describeOnEach('queue', (on) => {
  it('runs each job once with its payload', async () => {
    const seen: string[] = [];
    await on.work({
      'test.work': async ({ payload, attempt, lastAttempt }) =>
        void seen.push(`${payload.id} ${attempt} ${lastAttempt}`),
    });
    await Promise.all(['a', 'b', 'c'].map((id) => on.queue.enqueue('test.work', { id })));
    await until(() => seen.length >= 3);
    await until(on.idle);
    expect(seen.sort()).toEqual(['a 1 false', 'b 1 false', 'c 1 false']);
  });

  it('refuses a payload of another shape', async () => {
    await expect(on.queue.enqueue('test.work', { name: 'x' } as unknown as { id: string })).rejects.toThrow();
    await expect(on.queue.enqueue('none' as 'test.work', { id: 'x' })).rejects.toThrow(
      'There is no job named none.',
    );
  });

  it('tries again with a pause, says which try is the last, and then gives up', async () => {
    const seen: [number, boolean][] = [];
    await on.work({
      'test.work': async ({ attempt, lastAttempt }) => {
        seen.push([attempt, lastAttempt]);
        throw new Error('no luck');
      },
    });
    const failedBefore = (await on.queue.health()).failed;
    await on.queue.enqueue('test.work', { id: 'failing' });
    await until(async () => (await on.queue.health()).failed === failedBefore + 1);
    expect(seen).toEqual([
      [1, false],
      [2, false],
      [3, true],
    ]);
  });

  it('does not try again what cannot succeed', async () => {
    let runs = 0;
    await on.work({
      'test.work': async () => {
        runs += 1;
        throw new PermanentFailure('the row is gone');
      },
    });
    const failedBefore = (await on.queue.health()).failed;
    await on.queue.enqueue('test.work', { id: 'permanent' });
    await until(async () => (await on.queue.health()).failed === failedBefore + 1);
    expect(runs).toBe(1);
  });

  it('has one live job per id, and takes the id again after it finished or failed', async () => {
    await Promise.all(Array.from({ length: 10 }, () => on.queue.enqueue('test.once', { id: 'same' })));
    let runs = 0;
    let finish: (error?: Error) => void = () => undefined;
    await on.work({
      'test.once': () =>
        new Promise((resolve, reject) => {
          runs += 1;
          finish = (error) => (error === undefined ? resolve() : reject(error));
        }),
    });
    await until(() => runs === 1);
    await on.queue.enqueue('test.once', { id: 'same' });
    finish();
    await until(on.idle);
    expect(runs).toBe(1);
    await on.queue.enqueue('test.once', { id: 'same' });
    await until(() => runs === 2);
    finish(new Error('failed this time'));
    await until(on.idle);
    await on.queue.enqueue('test.once', { id: 'same' });
    await until(() => runs === 3);
    finish();
    await until(on.idle);
  });

  it('runs repeating jobs, once for all workers', async () => {
    let ticks = 0;
    const tick = async (): Promise<void> => void (ticks += 1);
    await on.work({ 'test.tick': tick });
    await on.work({ 'test.tick': tick });
    await until(() => ticks >= 3);
  });

  it('runs jobs at the times that their pattern says', async () => {
    const seconds: number[] = [];
    await on.work({ 'test.clock': async () => void seconds.push(Math.floor(Date.now() / 1_000)) });
    await until(() => seconds.length >= 3);
    // Not twice at one time.
    expect(new Set(seconds).size).toBe(seconds.length);
  });

  it('reports health, and workers that are connected', async () => {
    await until(async () => (await on.queue.health()).workers === 0);
    await on.work({});
    await until(async () => (await on.queue.health()).workers === 1);
    expect(await on.queue.health()).toMatchObject({ ok: true, backend: on.kind });
    // What repeats waits for a moment now and then.
    await until(async () => (await on.queue.health()).waiting === 0);
  });

  it('shows failed jobs with why, puts them back in line with all their tries, or forgets them', async () => {
    let mended = false;
    const attempts: number[] = [];
    await on.work({
      'test.once': async ({ payload, attempt }) => {
        if (!mended) throw new Error(`no disk for ${payload.id}\nand more`);
        attempts.push(attempt);
      },
    });
    await on.queue.enqueue('test.once', { id: 'f1' });
    await on.queue.enqueue('test.once', { id: 'f2' });
    const mine = async () =>
      (await on.queue.failedJobs(50)).filter(({ payload }) => /^f\d$/.test((payload as { id: string }).id));
    await until(async () => (await mine()).length === 2);
    const failed = await mine();
    expect(failed[0]).toMatchObject({ lane: 'work', name: 'test.once', attempts: 1 });
    expect(failed.map(({ reason }) => reason).toSorted()).toEqual(['no disk for f1', 'no disk for f2']);
    expect((await on.queue.depths()).find(({ lane }) => lane === 'work')?.failed).toBeGreaterThanOrEqual(2);
    mended = true;
    const [again, gone] = [failed[0]!, failed[1]!];
    expect(await on.queue.retryFailed(again)).toBe(true);
    await until(() => attempts.length === 1);
    expect(attempts).toEqual([1]);
    expect(await on.queue.retryFailed(again)).toBe(false);
    expect(await on.queue.discardFailed(gone)).toBe(true);
    expect(await on.queue.discardFailed(gone)).toBe(false);
    await until(on.idle);
    expect(await mine()).toEqual([]);
    // Who was forgotten can be asked for anew.
    await on.queue.enqueue('test.once', gone.payload as { id: string });
    await until(() => attempts.length === 2);
  });

  it('tells how long the oldest job of each line has waited', async () => {
    await on.queue.enqueue('test.work', { id: 'waits' });
    const depths = await on.queue.depths();
    expect(depths.map(({ lane }) => lane)).toEqual([...lanes]);
    expect(depths[0]?.waiting).toBe(1);
    expect(depths[0]?.oldestWaitingSeconds).toBeGreaterThanOrEqual(0);
    expect(depths[1]).toMatchObject({ waiting: 0, oldestWaitingSeconds: null });
    await on.work({});
    await until(on.idle);
  });
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

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '@pairwright/local-postgres/free-port';
import { findRedisServer } from '@pairwright/queue/fixtures/redis-server';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Machine } from './machine.ts';
import { placeOf } from './place.ts';
import { sayToRedis, startRedis } from './redis.ts';
import { Shift } from './shift.ts';
import { type Running, Supervised } from './supervised.ts';
import { newDice } from './troubles.ts';

const binary = await findRedisServer(process.env['PATH'] ?? '');
let database: TestDatabase | undefined;
let redis: Supervised<Running> | undefined;
let machine: Machine | undefined;
let port = 0;
let folder: string | undefined;

beforeAll(async () => {
  if (binary === undefined) return;
  database = await createTestDatabase();
  port = (await freePort(undefined))!;
  const data = (folder = await mkdtemp(path.join(tmpdir(), 'pairwright-redis-')));
  redis = new Supervised(() => startRedis(binary, data, port));
  await redis.start();
  const env = { REDIS_URL: `redis://127.0.0.1:${port}` };
  machine = await Machine.start({ env, database: { url: database.url, direct: database.url } });
});
afterAll(async () => {
  await machine?.stop();
  await redis?.stop();
  await database?.close();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

test('Redis is killed, and forgets everything while jobs wait and run: all work comes to its end, once', async ({
  skip,
}) => {
  if (binary === undefined) return skip('There is no redis-server or valkey-server on PATH.');
  const dice = newDice();
  console.log(`PAIRWRIGHT_FAULTS_SEED=${dice.seed}`);
  const place = placeOf(machine!);
  const size = { annotators: 8, comparisons: 120, healed: 1_100, kind: 'rating' } as const;
  const shift = await Shift.prepare(place, size, 'redis');
  await shift.work(async () => {
    for (let turn = 0; turn < 3; turn += 1) {
      await delay(dice.below(500));
      // Alone, or with everything that uses it.
      await Promise.all([redis!.kill(), ...(turn % 2 === 0 ? [] : [machine!.kill(['api', 'worker'])])]);
      await machine!.untilReady();
      await delay(dice.below(500));
      expect(await sayToRedis(port, 'FLUSHALL')).toBe('+OK');
      // What was in the queue is found in the tables, by a job that repeats and was forgotten as well.
      await shift.minutesPass({ restart: false });
      await machine!.untilReady();
    }
  });
  expect(await shift.faults(), `seed ${dice.seed}`).toEqual([]);
  for (const [kind, times] of Object.entries(shift.loops)) expect(times, kind).toBeGreaterThan(0);
});

import { setTimeout as delay } from 'node:timers/promises';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { startTroubledNetwork, type TroubledNetwork } from '@pairwright/testkit/troubled-network';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Machine } from './machine.ts';
import { placeOf } from './place.ts';
import { Shift } from './shift.ts';
import { newDice } from './troubles.ts';

const size = { annotators: 8, comparisons: 150, healed: 1_100 };

let database: TestDatabase;
/** Between api and worker on one side and PostgreSQL on the other. */
let inside: TroubledNetwork;
/** Between clients and the api. */
let outside: TroubledNetwork;
let machine: Machine;

beforeAll(async () => {
  database = await createTestDatabase();
  inside = await startTroubledNetwork(portOf(database.url));
  const url = new URL(database.url);
  url.port = String(inside.port);
  machine = await Machine.start({ database: { url: url.href, direct: database.url } });
  outside = await startTroubledNetwork(portOf(machine.baseUrl));
});
afterAll(async () => {
  await outside?.close();
  await machine?.stop();
  await inside?.close();
  await database?.close();
});

function portOf(url: string): number {
  return Number(new URL(url).port);
}

/** The server ends all connections of the product, as it does when it becomes a standby. */
async function terminateAll(): Promise<number> {
  const { rows } = await database.pool.query<{ ended: number }>(
    `select count(pg_terminate_backend(pid))::int as ended from pg_stat_activity
     where datname = current_database() and application_name like 'pairwright-%'`,
  );
  return rows[0]!.ended;
}

test('the database ends or loses its connections, falls silent, and is replaced by another: nothing is lost or doubled', async () => {
  const dice = newDice();
  console.log(`PAIRWRIGHT_FAULTS_SEED=${dice.seed}`);
  const shift = await Shift.prepare(placeOf(machine), { ...size, kind: 'rank' }, 'inside');
  let ended = 0;
  const { askedAgain } = await shift.work(async () => {
    for (let turn = 0; turn < 2; turn += 1) {
      await delay(dice.below(400));
      ended += await terminateAll();
      await machine.untilReady();
      await delay(dice.below(400));
      inside.cutAll();
      await machine.untilReady();
    }
    inside.weather.silent = true;
    await delay(2_000);
    inside.weather.silent = false;
    await machine.untilReady();
    // Like a failover: what was open is never answered again. Everything works on the new connections before TCP gives the old ones up.
    inside.moveTo(portOf(database.url));
    await machine.untilReady();
  });
  expect(await shift.faults(), `seed ${dice.seed}`).toEqual([]);
  expect(ended).toBeGreaterThan(0);
  expect(inside.cuts()).toBeGreaterThan(0);
  expect(askedAgain).toBeGreaterThan(0);
});

test('a slow network that cuts connections in the middle of answers doubles nothing', async () => {
  const place = { ...placeOf(machine), doors: [{ baseUrl: `http://127.0.0.1:${outside.port}` }] };
  const shift = await Shift.prepare(place, { ...size, healed: 60, kind: 'marks' }, 'outside');
  const { askedAgain } = await shift.work(async () => {
    Object.assign(outside.weather, { latencyMs: 60, bytesPerSecond: 60_000 });
    await delay(3_000);
    outside.weather.cutAfterBytes = 6_000;
    const before = outside.cuts();
    while (outside.cuts() < before + 25) await delay(50);
    Object.assign(outside.weather, { latencyMs: 0, bytesPerSecond: Infinity, cutAfterBytes: Infinity });
  });
  expect(await shift.faults()).toEqual([]);
  expect(askedAgain).toBeGreaterThan(0);
});

import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type ApiProcess, startApiProcess } from '../support/api-process.ts';
import { Machine } from './machine.ts';
import { buildOlderApi, type OlderVersion } from './older-version.ts';
import { placeOf } from './place.ts';
import { Shift } from './shift.ts';

/** How many migrations the older version does not know, at least. */
const BEHIND = 3;

let older: OlderVersion | { refused: string };
let database: TestDatabase | undefined;
let machine: Machine | undefined;
let olderApi: ApiProcess | undefined;

beforeAll(async () => {
  older = await buildOlderApi(BEHIND);
  if ('refused' in older) return;
  database = await createTestDatabase();
  machine = await Machine.start({ database: { url: database.url, direct: database.url } });
  olderApi = await startApiProcess({
    program: older.program,
    databaseUrl: database.url,
    dataDir: machine.dataDir,
    env: { LOG_LEVEL: 'silent' },
  });
});
afterAll(async () => {
  await olderApi?.stop();
  await machine?.stop();
  await database?.close();
  if (older !== undefined && !('refused' in older)) await older.remove();
});

test('an API that does not know the newest migrations serves beside the new one until it is taken down', async ({
  skip,
}) => {
  if ('refused' in older) return skip(older.refused);
  expect(older.unknown).toBeGreaterThanOrEqual(BEHIND);
  console.log(`Beside ${older.commit.slice(0, 8)}, which does not know ${older.unknown} migrations.`);
  const health = await fetch(`${olderApi!.baseUrl}/health`);
  expect(health.status).toBe(200);
  const place = placeOf(machine!);
  const doors = [...place.doors, { baseUrl: olderApi!.baseUrl }];
  const shift = await Shift.prepare(
    { ...place, doors },
    { annotators: 8, comparisons: 200, healed: 60, kind: 'marks' },
    'versions',
  );
  const { askedAgain } = await shift.work(async () => {
    await vi.waitUntil(() => shift.loops.judgments > 150 && shift.loops.exports > 0, {
      timeout: 60_000,
      interval: 50,
    });
    // The deployment ends: whoever was there goes on with the new one.
    await olderApi!.kill();
    const { judgments } = shift.loops;
    await vi.waitUntil(() => shift.loops.judgments > judgments + 50, { timeout: 60_000, interval: 50 });
  });
  expect(await shift.faults()).toEqual([]);
  expect(askedAgain).toBeGreaterThan(0);
});

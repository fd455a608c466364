import { checkAudit } from '@pairwright/core/audit/check.service';
import { sealJudgments } from '@pairwright/core/audit/seal-judgments.service';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { putWrongClock, type WrongClock } from '@pairwright/testkit/wrong-clock';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Machine } from './machine.ts';
import { placeOf } from './place.ts';
import { Shift } from './shift.ts';

const DAY = 24 * 60;
/** Minutes that the clock of the database is ahead, one after the other. */
const AHEAD = [10, -45, -2 * DAY, 0];
const patient = { timeout: 60_000, interval: 50 };

let database: TestDatabase;
let clock: WrongClock;
let machine: Machine;

beforeAll(async () => {
  database = await createTestDatabase();
  clock = await putWrongClock(database);
  machine = await Machine.start({ database: { url: database.url, direct: database.url } });
});
afterAll(async () => {
  await machine?.stop();
  await clock?.close();
  await database?.close();
});

test('the clock of the database jumps ahead, back by days, and to the right time while all work goes on: nothing is lost, and no judgment is told as changed or left unsealed', async () => {
  const services = { db: clock.database };
  const shift = await Shift.prepare(
    placeOf(machine),
    { annotators: 8, comparisons: 200, healed: 1_100 },
    'clock',
  );
  let sealed = await sealJudgments(services);
  await shift.work(async () => {
    for (const minutes of AHEAD) {
      await clock.setAhead(minutes);
      const { exports, imports, exclusions, judgments } = shift.loops;
      await vi.waitUntil(
        () =>
          shift.loops.exports > exports &&
          shift.loops.imports > imports &&
          shift.loops.exclusions > exclusions,
        patient,
      );
      // In the middle of votes.
      sealed += await sealJudgments(services);
      console.log(`${minutes} minutes ahead: ${shift.loops.judgments - judgments} judgments`);
    }
  });
  expect(await shift.faults()).toEqual([]);
  sealed += await sealJudgments(services);
  const { rows } = await database.pool.query<{ given: number; late: number }>(
    `select count(*) filter (where source = 'annotator')::int as given, (select count(*)::int from late_judgments) as late from judgments`,
  );
  expect(rows[0]?.late).toBeGreaterThan(0);
  expect(sealed).toBe(rows[0]?.given);
  expect(await checkAudit(services)).toMatchObject({ judgments: rows[0]?.given, fault: null });
});

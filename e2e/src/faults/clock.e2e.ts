import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from '@pairwright/contract/client';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createCampaign } from '../support/many-annotators.ts';
import { Machine } from './machine.ts';
import { placeOf } from './place.ts';
import { Shift } from './shift.ts';

/** Each signal sets the clock of a process to the next of these. */
const HOURS = [6, -6, 0];
const wrongClock = `
  const Right = Date;
  const hours = ${JSON.stringify(HOURS)};
  let skew = 0;
  process.on('SIGUSR2', () => {
    skew = hours[0] * 3600000;
    hours.push(hours.shift());
  });
  globalThis.Date = class Date extends Right {
    constructor(...given) { if (given.length === 0) super(Right.now() + skew); else super(...given); }
    static now() { return Right.now() + skew; }
  };`;

let database: TestDatabase;
let machine: Machine;

beforeAll(async () => {
  database = await createTestDatabase();
  machine = await Machine.start({
    env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(wrongClock)}` },
    database: { url: database.url, direct: database.url },
  });
});
afterAll(async () => {
  await machine?.stop();
  await database?.close();
});

function jump(): void {
  for (const { current } of [machine.parts.api, machine.parts.worker]) current!.signal('SIGUSR2');
}

/** A token of somebody, good from now on for so many minutes by the clock of the database. */
async function addToken(userId: string, minutes: number): Promise<string> {
  const token = `pwt_${randomBytes(32).toString('base64url')}`;
  await database.pool.query(
    `insert into api_tokens (id, user_id, name, secret_hash, hint, scopes, expires_at)
     values (gen_random_uuid(), $1, 'test', $2, 'hint', '{annotate}', now() + make_interval(mins => $3))`,
    [userId, createHash('sha256').update(token).digest(), minutes],
  );
  return token;
}

test('the clocks of api and worker jump hours ahead and back: leases, tokens and the queue keep to the clock of the database', async () => {
  const campaign = await createCampaign(database.pool, {
    comparisons: 3,
    annotators: 1,
    target: 1,
    key: 'held',
  });
  const { projectId } = campaign;
  const userId = campaign.annotators[0]!.userId;
  const [good, over] = [await addToken(userId, 30), await addToken(userId, -30)];
  const claim = (token: string) =>
    createClient({ baseUrl: machine.baseUrl, token }).call('claimAssignments', {
      params: { projectId },
      body: { count: 1 },
    });
  const leases = async () =>
    (
      await database.pool.query<{ id: string; minutes: number }>(
        `select id, extract(epoch from lease_expires_at - now())::int / 60 as minutes from assignments where project_id = $1 and state = 'leased'`,
        [projectId],
      )
    ).rows;
  const { items } = await claim(good);
  const shift = await Shift.prepare(
    placeOf(machine),
    { annotators: 8, comparisons: 200, healed: 1_100, kind: 'thumbs' },
    'clock',
  );
  await shift.work(async () => {
    for (let jumps = 0; jumps < HOURS.length; jumps += 1) {
      jump();
      // The sweep of leases runs by the wrong clock as well.
      const { exports, imports, exclusions } = shift.loops;
      await vi.waitUntil(
        () =>
          shift.loops.exports > exports &&
          shift.loops.imports > imports &&
          shift.loops.exclusions > exclusions,
        { timeout: 60_000, interval: 50 },
      );
      expect((await claim(good)).items.map(({ id }) => id)).toEqual(items.map(({ id }) => id));
      await expect(claim(over)).rejects.toMatchObject({ body: { status: 401 } });
      const [lease, ...others] = await leases();
      expect(others).toEqual([]);
      expect(lease?.minutes).toBeGreaterThan(20);
      expect(lease?.minutes).toBeLessThanOrEqual(30);
      await delay(200);
    }
  });
  expect(await shift.faults()).toEqual([]);
});

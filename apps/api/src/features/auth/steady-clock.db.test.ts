import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createProject } from '@pairwright/core/annotate/annotate.fixture';
import { watchClock } from '@pairwright/db/steady-clock';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { putWrongClock, type WrongClock } from '@pairwright/testkit/wrong-clock';
import { createTestApp, PASSWORD, type Person, type TestApp } from '../../test-app.ts';

const own = { currentPassword: PASSWORD };
const HOUR = 60;
const DAY = 24 * HOUR;

let right: TestDatabase;
let clock: WrongClock;
let kit: TestApp;
let owner: Person;
let projectId: string;
beforeAll(async () => {
  right = await createTestDatabase();
  clock = await putWrongClock(right);
  kit = await createTestApp({}, undefined, { database: { ...right, ...clock.database } });
  ({ projectId } = await createProject(kit.database, { comparisons: 1 }));
});
afterAll(async () => {
  await kit.close();
  await right.close();
});

const watch = () => watchClock(clock.database.db);
const row = async () =>
  (
    await right.pool.query(
      `select latest::text, ahead_seconds as ahead, xmin::text as version from steady_clock`,
    )
  ).rows[0];

beforeEach(async () => {
  ahead = 0;
  await clock.setAhead(0);
  await right.pool.query('delete from steady_clock; delete from throttles');
  await watch();
  owner = await kit.addPerson({ isOwner: true });
});

let ahead = 0;
/** Sets the clock, which a worker sees within seconds. */
async function at(minutes: number): Promise<void> {
  ahead = minutes;
  await clock.setAhead(minutes);
  await watch();
}

/** Time goes by, in which a worker looks at the clock all the while. */
async function pass(minutes: number): Promise<void> {
  ahead += minutes;
  await clock.setAhead(ahead);
  await right.pool.query('update steady_clock set latest = latest + make_interval(mins => $1)', [minutes]);
  await watch();
}

async function made(method: 'POST', url: string, body: object) {
  const answer = await kit.call(owner, method, url, body);
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json();
}

interface Kind {
  /** In minutes. */
  readonly lives: number;
  /** Makes one; what it gives tells whether it is still good, without using it. */
  make(): Promise<() => Promise<boolean>>;
}

const kinds: Record<string, Kind> = {
  'a session that is not used': {
    lives: 14 * DAY,
    async make() {
      const { headers } = await kit.addPerson();
      // Read past the one who asks: asking is a use.
      return async () => {
        const before = await sessionsBefore();
        const answer = await kit.call({ headers } as Person, 'GET', '/me');
        await sessionsAsThey(before);
        return answer.statusCode === 200;
      };
    },
  },
  'a session that is used': {
    lives: 60 * DAY,
    async make() {
      const person = await kit.addPerson();
      return async () => {
        await right.pool.query(
          `update sessions set last_used_at = (select latest from steady_clock) where user_id = $1`,
          [person.id],
        );
        return (await kit.call(person, 'GET', '/me')).statusCode === 200;
      };
    },
  },
  'an API token': {
    lives: 30 * DAY,
    async make() {
      const { secret } = await made('POST', '/me/tokens', {
        name: 'x',
        scopes: ['read'],
        expiresInDays: 30,
        ...own,
      });
      const headers = { authorization: `Bearer ${secret}` };
      return async () => (await kit.call({ headers } as unknown as Person, 'GET', '/me')).statusCode === 200;
    },
  },
  'an invitation': {
    lives: DAY,
    async make() {
      const { token } = await made('POST', `/projects/${projectId}/invites`, {
        role: 'annotator',
        expiresInDays: 1,
      });
      return async () => (await kit.call(null, 'POST', '/invitations/look', { token })).statusCode === 200;
    },
  },
  'a link for a new password': {
    lives: DAY,
    async make() {
      const person = await kit.addPerson();
      const { token } = await made('POST', `/users/${person.id}/password-reset`, own);
      return async () => {
        // Refused for its password, the link is as good as before; one that is over is told first.
        const answer = await kit.call(null, 'POST', '/password-reset', { token, password: 'password' });
        return answer.json().code === 'password_too_common';
      };
    },
  },
  'a link for a crowd': {
    lives: DAY,
    async make() {
      const { id } = await made('POST', `/projects/${projectId}/crowd-links`, {
        name: 'Study',
        signed: false,
        wanted: 1,
        maxPeople: 9,
        expiresInDays: 1,
      });
      return async () =>
        (
          await kit.call(null, 'POST', '/crowd/enter', {
            linkId: id,
            query: `?PROLIFIC_PID=${kit.services.ids.next()}`,
            locale: 'en',
          })
        ).statusCode === 200;
    },
  },
};

/** By the time that counts here, seconds since 1970. */
async function steadySeconds(): Promise<number> {
  const { rows } = await right.pool.query<{ at: number }>(
    'select extract(epoch from latest)::float8 as at from steady_clock',
  );
  return rows[0]!.at;
}

kinds['a signed address of a crowd'] = {
  lives: DAY,
  async make() {
    const { id, key } = await made('POST', `/projects/${projectId}/crowd-links`, {
      name: 'Signed study',
      signed: true,
      wanted: 1,
      maxPeople: 99,
      expiresInDays: 365,
    });
    const expires = Math.round(await steadySeconds()) + DAY * 60;
    return async () => {
      const externalId = kit.services.ids.next();
      const signature = createHmac('sha256', Buffer.from(key, 'base64url'))
        .update(`${id}.${externalId}.${expires}`)
        .digest('hex');
      const query = `?PROLIFIC_PID=${externalId}&expires=${expires}&signature=${signature}`;
      const answer = await kit.call(null, 'POST', '/crowd/enter', { linkId: id, query, locale: 'en' });
      return answer.statusCode === 200;
    };
  },
};

kinds['a signed address of an export'] = {
  lives: DAY,
  async make() {
    const { exportId, fileName } = await exported();
    const url = `/projects/${projectId}/exports/${exportId}/links`;
    const { path } = await made('POST', url, { fileName, hours: 24 });
    return async () => (await kit.call(null, 'GET', String(path).replace('/api/v1', ''))).statusCode === 200;
  },
};

/** An export with one file, as a worker leaves it. */
async function exported(): Promise<{ exportId: string; fileName: string }> {
  const [datasetId, versionId, exportId] = [1, 2, 3].map(() => kit.services.ids.next());
  const { size, sha256 } = await kit.services.artifacts.write(`exports/${exportId}/votes.jsonl`, bytes());
  const file = { name: 'votes.jsonl', key: `exports/${exportId}/votes.jsonl`, size, sha256, rows: 1 };
  await right.pool.query(
    `insert into datasets (id, project_id, name, slug, recipe, pseudonym_key) values ($1::uuid, $2, 'x', $1::text, '{}', decode(repeat('00', 32), 'hex'))`,
    [datasetId, projectId],
  );
  await right.pool.query(
    `insert into dataset_versions (id, dataset_id, project_id, version, recipe, state) values ($1, $2, $3, 1, '{}', 'ready')`,
    [versionId, datasetId, projectId],
  );
  await right.pool.query(
    `insert into exports (id, version_id, project_id, format, container, compression, state, files)
     values ($1, $2, $3, 'votes', 'jsonl', 'none', 'ready', $4)`,
    [exportId, versionId, projectId, JSON.stringify([file])],
  );
  return { exportId: String(exportId), fileName: file.name };
}

async function* bytes(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('{}\n');
}

async function sessionsBefore(): Promise<string> {
  return JSON.stringify((await right.pool.query(`select id, last_used_at::text as used from sessions`)).rows);
}
async function sessionsAsThey(before: string): Promise<void> {
  await right.pool.query(
    `update sessions s set last_used_at = b.used::timestamptz
     from jsonb_to_recordset($1) as b (id uuid, used text) where b.id = s.id`,
    [before],
  );
}

describe.each(Object.entries(kinds))('%s', (_name, { lives, make }) => {
  // The longest jump that is believed is 31 days.
  const jump = Math.min(lives / 2, 20 * DAY);

  it.each([
    ['back', [0, -jump]],
    ['back twice', [0, -jump / 2, -jump]],
    ['back, and then to the right time', [0, -jump, 0]],
    ['ahead first, and then to the right time', [0, jump / 2, 0]],
  ] as const)('lives as long as it should when the clock goes %s', async (_what, jumps) => {
    await at(jumps[0]);
    const isGood = await make();
    for (const minutes of jumps.slice(1)) await at(minutes);
    // What has passed by the steady time: what the clock went ahead.
    const passed = Math.max(0, ...jumps);
    expect(await isGood()).toBe(true);
    await pass(lives - passed - 5);
    expect(await isGood(), 'five minutes before its end').toBe(true);
    await pass(10);
    expect(await isGood(), 'five minutes after its end').toBe(false);
  });

  it('lives as long as it should when it is made after a jump, back or from a time ahead', async () => {
    for (const [before, after] of [
      [0, -20 * DAY],
      [10 * DAY, 0],
      [-100 * DAY, -100 * DAY],
    ] as const) {
      await at(before);
      await at(after);
      owner = await kit.addPerson({ isOwner: true });
      const isGood = await make();
      expect(await isGood()).toBe(true);
      await pass(lives - 5);
      expect(await isGood()).toBe(true);
      await pass(10);
      expect(await isGood()).toBe(false);
    }
  });
});

it('ends nothing for ever when a clock stood years ahead for a moment', async () => {
  const isGood = await kinds['an API token']!.make();
  await at(3_650 * DAY);
  expect(await isGood()).toBe(false);
  await at(0);
  expect(await isGood()).toBe(true);
  expect(await row()).toMatchObject({ ahead: 0 });
});

it('is bridged until a worker has seen the jump', async () => {
  const isGood = await kinds['an invitation']!.make();
  await at(DAY + 5);
  expect(await isGood()).toBe(false);
  await clock.setAhead(DAY - 5);
  expect(await isGood()).toBe(false);
});

it('is written once a minute at most, and not moved by those who look at the same moment', async () => {
  const before = await row();
  await Promise.all(Array.from({ length: 20 }, watch));
  expect(await row()).toEqual(before);
  await clock.setAhead(2);
  await Promise.all(Array.from({ length: 20 }, watch));
  const after = await row();
  expect(after.latest).not.toBe(before.latest);
  expect(after.ahead).toBe(0);
});

it('is looked at by nothing that a vote waits for', async () => {
  const person = await kit.addPerson();
  const before = await row();
  await clock.setAhead(-DAY);
  expect((await kit.call(person, 'GET', '/me')).statusCode).toBe(200);
  expect(await row()).toEqual(before);
});

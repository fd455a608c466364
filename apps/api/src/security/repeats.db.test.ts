import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { createClient, NoAnswer } from '@pairwright/contract/client';
import type { Endpoint } from '@pairwright/contract/endpoint';
import { endpoints } from '@pairwright/contract/endpoints';
import {
  type KeyedOperation,
  keyedOperations,
  REPEAT_KEY_DAYS,
  repeatKeyHeader,
} from '@pairwright/contract/repeat-key';
import { removeOldKeys } from '@pairwright/core/repeats/repeat-keys.queries';
import { systemIds } from '@pairwright/runtime/ids';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type Person } from '../test-app.ts';
import { furnish, type Furnished } from './furnished.fixture.ts';
import { validBody } from './valid-bodies.fixture.ts';

const kit = await createTestApp();
const { pool } = kit.database;
let here: Furnished;

beforeAll(async () => {
  here = await furnish(kit, 'once');
});
afterAll(() => kit.close());

interface Asked {
  readonly key?: string;
  readonly person?: Person;
  readonly body?: object;
  /** Of an upload. */
  readonly file?: string;
}

function ask(operation: KeyedOperation, { key, person = here.admin, body, file = '{"a": 1}\n' }: Asked = {}) {
  const definition: Endpoint = endpoints[operation];
  const path = definition.path.replace(/:(\w+)/g, (_, name: string) => here.ids[name] ?? '');
  const isUpload = definition.stream === 'upload';
  const sent = definition.body === undefined ? undefined : (body ?? validBody(operation, here.ids));
  return kit.app.inject({
    method: 'POST',
    url: `/api/v1${path}${isUpload ? '?filename=rows.jsonl' : ''}`,
    headers: {
      host: 'localhost:80',
      ...person.headers,
      ...(key === undefined ? {} : { [repeatKeyHeader]: key }),
      ...(isUpload ? { 'content-type': 'application/x-ndjson' } : {}),
      ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(isUpload ? { payload: file } : sent === undefined ? {} : { payload: JSON.stringify(sent) }),
  });
}

/** Where what an operation makes stands. */
const tables: Readonly<Record<KeyedOperation, string>> = {
  beginUpload: 'imports',
  createDataset: 'datasets',
  createExclusion: 'exclusions',
  createProject: 'projects',
  freezeDataset: 'dataset_versions',
  messageMember: 'routing_events',
  sendFeedback: 'feedback',
  uploadImport: 'imports',
};

async function counts(operation: KeyedOperation): Promise<{ made: number; entries: number }> {
  const { rows } = await pool.query(
    `select (select count(*)::int from ${tables[operation]}) as made,
      (select count(*)::int from audit_events where action = $1) as entries`,
    [operation],
  );
  return rows[0];
}

/** What stays the same when the thing has gone on meanwhile. */
function idOf(body: string): unknown {
  if (body === '') return '';
  const answer = JSON.parse(body) as { id?: string; importId?: string };
  return answer.id ?? answer.importId;
}

test.each(keyedOperations)('%s: one thing for a key, one after the other and side by side', async (name) => {
  const before = await counts(name);
  const one = systemIds.next();
  const first = await ask(name, { key: one });
  const again = await ask(name, { key: one.toUpperCase() });
  expect(first.statusCode, first.body).toBeLessThan(300);
  expect([again.statusCode, idOf(again.body)]).toEqual([first.statusCode, idOf(first.body)]);

  const other = systemIds.next();
  const answers = await Promise.all([1, 2, 3, 4].map(() => ask(name, { key: other })));
  expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([first.statusCode]));
  expect(new Set(answers.map(({ body }) => idOf(body))).size).toBe(1);
  expect(await counts(name)).toEqual({ made: before.made + 2, entries: before.entries + 2 });

  // Without a key each request is one of its own.
  expect((await ask(name)).statusCode).toBe(first.statusCode);
  expect((await ask(name)).statusCode).toBe(first.statusCode);
  expect(await counts(name)).toEqual({ made: before.made + 4, entries: before.entries + 4 });
});

test('another request under the key is refused, whatever is different', async () => {
  const key = systemIds.next();
  expect((await ask('createProject', { key })).statusCode).toBe(201);
  const body = { ...validBody('createProject', here.ids), name: 'Another' };
  const refused = await ask('createProject', { key, body });
  expect([refused.statusCode, refused.json().code]).toEqual([409, 'repeat_conflict']);
  expect((await ask('freezeDataset', { key })).json().code).toBe('repeat_conflict');
  const { rows } = await pool.query(`select count(*)::int as n from projects where name = 'Another'`);
  expect(rows[0].n).toBe(0);

  const upload = systemIds.next();
  expect((await ask('uploadImport', { key: upload })).statusCode).toBe(201);
  const otherBytes = await ask('uploadImport', { key: upload, file: '{"a": 2}\n' });
  expect([otherBytes.statusCode, otherBytes.json().code]).toEqual([409, 'repeat_conflict']);
  // What was refused leaves no import and no file behind.
  const { rows: left } = await pool.query(`select count(*)::int as n from imports where state = 'cancelled'`);
  expect(left[0].n).toBe(0);
});

test('a key is of one person, and tells nobody else what it made', async () => {
  const key = systemIds.next();
  const stranger = await kit.addMember(here.projectId, 'admin');
  const mine = await ask('createDataset', { key });
  const theirs = await ask('createDataset', { key, person: stranger });
  expect(theirs.statusCode).toBe(201);
  expect(theirs.json().id).not.toBe(mine.json().id);
});

test('who may not do it any more learns nothing by a key', async () => {
  const key = systemIds.next();
  const guest = await kit.addMember(here.projectId, 'admin');
  expect((await ask('createDataset', { key, person: guest })).statusCode).toBe(201);
  await pool.query('delete from project_members where user_id = $1', [guest.id]);
  expect((await ask('createDataset', { key, person: guest })).json().code).toBe('not_found');
});

test('what was refused may be asked again under its key', async () => {
  const key = systemIds.next();
  const taken = { ...validBody('createDataset', here.ids), slug: 'taken-once' };
  expect((await ask('createDataset', { body: taken })).statusCode).toBe(201);
  expect((await ask('createDataset', { key, body: taken })).json().code).toBe('slug_taken');
  await pool.query(`update datasets set slug = 'gave-way' where slug = 'taken-once'`);
  expect((await ask('createDataset', { key, body: taken })).statusCode).toBe(201);
});

test('a key that is none, or that nothing is done with, is refused', async () => {
  const wrong = await ask('createProject', { key: 'twice' });
  expect([wrong.statusCode, wrong.json().faults[0].path]).toEqual([400, 'headers.idempotency-key']);
  const read = await kit.app.inject({
    url: '/api/v1/projects',
    headers: { ...here.admin.headers, [repeatKeyHeader]: systemIds.next() },
  });
  expect([read.statusCode, read.json().faults[0].path]).toEqual([400, 'headers.idempotency-key']);
});

test('keys are forgotten after their days', async () => {
  const key = systemIds.next();
  const first = await ask('createDataset', { key });
  expect(await removeOldKeys(kit.database.db)).toBe(0);
  await pool.query(`update repeat_keys set created_at = now() - make_interval(days => $1) where key = $2`, [
    REPEAT_KEY_DAYS + 1,
    key,
  ]);
  expect(await removeOldKeys(kit.database.db)).toBe(1);
  expect((await ask('createDataset', { key })).json().id).not.toBe(first.json().id);
});

/** A way to the server that cuts the first `cuts` answers off before their first byte. */
async function losingAnswers(port: number, cuts: number): Promise<{ url: string; close(): Promise<void> }> {
  let left = cuts;
  const server = net.createServer((client) => {
    const upstream = net.connect(port, '127.0.0.1');
    client.on('error', () => upstream.destroy());
    upstream.on('error', () => client.destroy());
    client.pipe(upstream);
    upstream.on('data', (bytes) => {
      if (left === 0) return void client.write(bytes);
      left -= 1;
      client.destroy();
      upstream.destroy();
    });
    client.on('close', () => upstream.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close();
      await once(server, 'close');
    },
  };
}

test('a client whose answers are lost makes one project, by hand and by itself', async () => {
  const { port } = new URL(await kit.app.listen({ port: 0, host: '127.0.0.1' }));
  const { headers } = await kit.tokenFor(here.admin, ['manage']);
  const token = headers['authorization']?.replace('Bearer ', '') ?? '';
  const named = async (name: string): Promise<number> =>
    (await pool.query('select count(*)::int as n from projects where name = $1', [name])).rows[0].n;
  const body = (name: string) => ({ name, template: 'pair_7', language: 'en' }) as const;
  // No connection is kept: each try is one.
  const single: typeof fetch = (input, init) =>
    fetch(input, { ...init, headers: { ...(init?.headers as object), connection: 'close' } });

  const cut = await losingAnswers(Number(port), 2);
  const byHand = createClient({ baseUrl: cut.url, token, fetch: single });
  for (const _ of [1, 2])
    await expect(byHand.call('createProject', { body: body('By hand') })).rejects.toThrow(NoAnswer);
  expect((await byHand.call('createProject', { body: body('By hand') })).name).toBe('By hand');
  expect(await named('By hand')).toBe(1);
  // Answered: the same words are a wish for another one.
  await byHand.call('createProject', { body: body('By hand') });
  expect(await named('By hand')).toBe(2);
  await cut.close();

  const cutAgain = await losingAnswers(Number(port), 2);
  const failures: number[] = [];
  const patient = createClient({
    baseUrl: cutAgain.url,
    token,
    fetch: single,
    again: async (failed) => failures.push(failed) < 9,
  });
  await patient.call('createProject', { body: body('By itself') });
  expect([failures, await named('By itself')]).toEqual([[1, 2], 1]);
  await cutAgain.close();
});

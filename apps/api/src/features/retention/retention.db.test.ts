import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RetentionRules } from '@pairwright/contract/retention';
import { createProject } from '@pairwright/core/annotate/annotate.fixture';
import { applyRetention } from '@pairwright/core/retention/retention.service';
import { createTestApp, PASSWORD, type Person } from '../../test-app.ts';

const kit = await createTestApp();
const { db, pool } = kit.database;
afterAll(() => kit.close());
let owner: Person;
let projectId: string;
const never: RetentionRules = {
  auditDays: null,
  addressDays: null,
  uploadDays: null,
  exportDays: null,
  signInDays: null,
  crowdIdDays: null,
};
const ago = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();
const nothing = {
  auditEntries: 0,
  addresses: 0,
  uploads: 0,
  exports: 0,
  sessions: 0,
  tokens: 0,
  crowdIds: 0,
};

beforeAll(async () => {
  owner = await kit.addPerson({ isOwner: true });
  ({ projectId } = await createProject(kit.database, { comparisons: 1 }));
});

async function follow(rules: Partial<RetentionRules>) {
  const set = await kit.call(owner, 'PUT', '/retention', {
    ...never,
    ...rules,
    currentPassword: PASSWORD,
  });
  expect(set.statusCode, set.body).toBe(200);
  return applyRetention(kit.services);
}

it('is for the owner, and removes nothing of value until somebody says so', async () => {
  const admin = await kit.addMember(projectId, 'admin');
  expect((await kit.call(admin, 'GET', '/retention')).statusCode).toBe(404);
  expect((await kit.call(owner, 'GET', '/retention')).json()).toEqual({
    rules: { ...never, signInDays: 90 },
    last: null,
  });
  expect((await kit.call(owner, 'PUT', '/retention', { ...never, auditDays: 30 })).statusCode).toBe(400);
  expect((await kit.call(owner, 'PUT', '/retention', {})).statusCode).toBe(400);
});

async function addImport(state: 'succeeded' | 'running' | 'checked', days: number): Promise<string> {
  const id = kit.services.ids.next();
  await kit.services.artifacts.write(`imports/${id}/upload.jsonl`, Readable.from([Buffer.from('{"bad"')]));
  await db
    .insertInto('imports')
    .values({
      id,
      project_id: projectId,
      filename: 'rows.jsonl',
      artifact_key: `imports/${id}/upload.jsonl`,
      state,
      created_at: ago(days),
    })
    .execute();
  return id;
}
const hasFile = async (id: string) =>
  (await kit.services.artifacts.stat(`imports/${id}/upload.jsonl`)) !== undefined;

it('removes files of old imports that nothing works on, and says so when they are asked for', async () => {
  const [old, waiting, running, young] = await Promise.all([
    addImport('succeeded', 31),
    addImport('checked', 31),
    addImport('running', 31),
    addImport('succeeded', 29),
  ]);
  expect(await follow({ uploadDays: 30 })).toMatchObject({ ...nothing, uploads: 2 });
  expect(await Promise.all([old, waiting, running, young].map(hasFile))).toEqual([false, false, true, true]);
  expect(await follow({ uploadDays: 30 })).toMatchObject(nothing);
  const of = `/projects/${projectId}/imports/${old}`;
  expect((await kit.call(owner, 'GET', of)).json().state).toBe('succeeded');
  expect((await kit.call(owner, 'GET', `${of}/rejected-rows`)).json()).toMatchObject({
    code: 'not_found',
    detail: expect.stringContaining('retention'),
  });
  expect((await kit.call(owner, 'GET', `${of}/rejected-rows?faults=true`)).statusCode).toBe(200);
});

it('removes old exports with their files', async () => {
  const dataset = kit.services.ids.next();
  const version = kit.services.ids.next();
  const [old, young] = [kit.services.ids.next(), kit.services.ids.next()];
  await pool.query(
    `insert into datasets (id, project_id, name, slug, recipe, pseudonym_key) values ($1, $2, 'd', 'd', '{}', 'k')`,
    [dataset, projectId],
  );
  await pool.query(
    `insert into dataset_versions (id, dataset_id, project_id, version, recipe, state) values ($1, $2, $3, 1, '{}', 'ready')`,
    [version, dataset, projectId],
  );
  for (const [id, format, days] of [
    [old, 'votes', 8],
    [young, 'trl-implicit', 6],
  ] as const) {
    await pool.query(
      `insert into exports (id, version_id, project_id, format, container, compression, state, finished_at)
       values ($1, $2, $3, $4, 'jsonl', 'none', 'ready', now() - make_interval(days => $5))`,
      [id, version, projectId, format, days],
    );
    await kit.services.artifacts.write(`exports/${id}/x.jsonl`, Readable.from([Buffer.from('x')]));
  }
  expect(await follow({ exportDays: 7 })).toMatchObject({ ...nothing, exports: 1 });
  const stat = (id: string) => kit.services.artifacts.stat(`exports/${id}/x.jsonl`);
  expect([await stat(old), (await stat(young))?.size]).toEqual([undefined, 1]);
  expect((await kit.call(owner, 'GET', `/projects/${projectId}/exports/${old}`)).statusCode).toBe(404);
});

it('removes sessions and tokens some days after their end', async () => {
  const person = await kit.addPerson();
  for (const [n, days] of [11, 9].entries()) {
    await db
      .insertInto('sessions')
      .values({ token_hash: Buffer.from([n]), user_id: person.id, expires_at: ago(days) })
      .execute();
    await db
      .insertInto('api_tokens')
      .values({
        id: kit.services.ids.next(),
        user_id: person.id,
        name: `ended ${days}`,
        secret_hash: Buffer.from([n]),
        hint: 'x',
        scopes: [],
        expires_at: '2999-01-01T00:00:00Z',
        revoked_at: ago(days),
      })
      .execute();
  }
  const living = await kit.tokenFor(person, ['read']);
  expect(await follow({ signInDays: 10 })).toMatchObject({ ...nothing, sessions: 1, tokens: 1 });
  expect((await kit.call(person, 'GET', '/me')).statusCode).toBe(200);
  expect((await kit.call(living, 'GET', '/me')).statusCode).toBe(200);
});

it('removes the ids of a platform after their link ended, and keeps the people and what they did', async () => {
  const admin = await kit.addMember(projectId, 'admin');
  const links = `/projects/${projectId}/crowd-links`;
  const makeLink = async (name: string) =>
    (await kit.call(admin, 'POST', links, { name, signed: false, wanted: 1, maxPeople: 9 })).json();
  const come = (link: { id: string }, externalId: string) =>
    kit.call(null, 'POST', '/crowd/enter', {
      linkId: link.id,
      query: `?PROLIFIC_PID=${externalId}`,
      locale: 'en',
    });
  const ends: Readonly<Record<string, string>> = {
    closed: 'closed_at = $2',
    expired: 'expires_at = $2',
    open: 'created_at = $2',
  };
  const made: { name: string; id: string }[] = [];
  for (const name of [...Object.keys(ends), 'lately']) {
    const link = await makeLink(name);
    made.push({ name, id: link.id });
    expect((await come(link, `worker-${name}`)).statusCode).toBe(200);
    await pool.query(`update crowd_links set ${ends[name] ?? 'closed_at = $2'} where id = $1`, [
      link.id,
      ago(name === 'lately' ? 29 : 31),
    ]);
  }
  const users = async () => (await pool.query('select count(*)::int as n from users')).rows[0].n as number;
  const before = await users();
  expect(await follow({ crowdIdDays: 30 })).toMatchObject({ ...nothing, crowdIds: 2 });
  expect(await users()).toBe(before);
  for (const { name, id } of made) {
    const isGone = name === 'closed' || name === 'expired';
    const { items } = (await kit.call(admin, 'GET', `${links}/${id}/people`)).json();
    expect(items, name).toMatchObject([{ externalId: isGone ? null : `worker-${name}`, done: 0 }]);
    expect(items[0].code === null, name).toBe(isGone);
  }
  expect((await kit.call(owner, 'GET', '/audit?action=applyRetention&limit=1')).json().items).toMatchObject([
    { after: { crowdIds: 2 } },
  ]);
  expect(await follow({ crowdIdDays: 30 })).toMatchObject({ crowdIds: 0 });
});

it('rules that were set before one was there follow it as usual', async () => {
  const { crowdIdDays: _, ...earlier } = { ...never, uploadDays: 7 };
  await pool.query(`update instance_settings set value = $1 where key = 'retention'`, [
    JSON.stringify(earlier),
  ]);
  await pool.query(`update instance_settings set value = value - 'crowdIds' where key = 'retention.last'`);
  expect((await kit.call(owner, 'GET', '/retention')).json()).toMatchObject({
    rules: { ...earlier, crowdIdDays: null },
    last: { crowdIds: 0 },
  });
});

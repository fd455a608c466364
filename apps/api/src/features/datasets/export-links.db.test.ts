import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ExportJob } from '@pairwright/contract/datasets';
import { addPair, addVote, createStage, plainRecipe } from '@pairwright/core/datasets/datasets.fixture';
import { executeExport, executeFreeze } from '@pairwright/core/datasets/execute-jobs';
import { putWrongClock } from '@pairwright/testkit/wrong-clock';
import { createTestApp, PASSWORD, type Person } from '../../test-app.ts';

const kit = await createTestApp();
const stage = await createStage(kit.database);
const researcher = await kit.addMember(stage.projectId, 'researcher');
const base = `/projects/${stage.projectId}`;
const job = { signal: new AbortController().signal, lastAttempt: true };
afterAll(async () => {
  await kit.close();
  await stage.close();
});

async function json<T>(person: Person, url: string, body: unknown): Promise<T> {
  const response = await kit.call(person, 'POST', url, body);
  expect(response.statusCode, response.body).toBeLessThan(300);
  return response.json<T>();
}

let exportId: string;
let content: string;

beforeAll(async () => {
  const id = await addPair(stage, {
    prompt: [{ role: 'user', content: '问题' }],
    first: [{ role: 'assistant', content: 'a' }],
    second: [{ role: 'assistant', content: 'b' }],
  });
  await addVote(stage, id, { annotator: stage.annotators[0] as string, outcome: 'preference', strength: -2 });
  const dataset = await json<{ id: string }>(researcher, `${base}/datasets`, {
    name: 'linked',
    recipe: plainRecipe,
  });
  const version = await json<{ id: string }>(
    researcher,
    `${base}/datasets/${dataset.id}/versions`,
    undefined,
  );
  await executeFreeze(kit.services, { ...job, versionId: version.id });
  const asked = await json<ExportJob>(researcher, `${base}/versions/${version.id}/exports`, {
    format: 'trl-implicit',
  });
  exportId = asked.id;
  await executeExport(kit.services, { ...job, exportId });
  content = (await kit.call(researcher, 'GET', `${base}/exports/${exportId}/files/train.jsonl`)).body;
});

const link = async (person = researcher, hours?: number): Promise<string> => {
  const made = await json<{ path: string; expiresAt: string }>(person, `${base}/exports/${exportId}/links`, {
    fileName: 'train.jsonl',
    ...(hours === undefined ? {} : { hours }),
  });
  expect(Date.parse(made.expiresAt)).toBeGreaterThan(Date.now());
  return made.path.replace('/api/v1', '');
};
const open = (path: string, headers: Record<string, string> = {}) =>
  kit.app.inject({ method: 'GET', url: `/api/v1${path}`, headers });

test('a link opens its file without sign-in, whole or in part, and is kept by no cache', async () => {
  const path = await link();
  const whole = await open(path);
  expect([whole.statusCode, whole.body]).toEqual([200, content]);
  expect(whole.headers).toMatchObject({ 'cache-control': 'private, no-store', 'accept-ranges': 'bytes' });
  const part = await open(path, { range: 'bytes=5-9', 'if-range': String(whole.headers.etag) });
  expect([part.statusCode, part.body]).toEqual([206, content.slice(5, 10)]);
});

test('a link opens nothing else, and says nothing about why', async () => {
  const path = await link();
  const [, , token = ''] = path.split('/');
  const [id, user, expires, signature] = token.split('.') as [string, string, string, string];
  const other = stage.annotators[0] as string;
  const changed = [
    path.replace('train.jsonl', 'manifest.json'),
    path.replace('train.jsonl', 'nothing'),
    `/export-links/${other}.${user}.${expires}.${signature}/train.jsonl`,
    `/export-links/${id}.${other}.${expires}.${signature}/train.jsonl`,
    `/export-links/${id}.${user}.${Number(expires) + 1}.${signature}/train.jsonl`,
    `/export-links/${id}.${user}.${expires}.${'A'.repeat(43)}/train.jsonl`,
    `/export-links/${id}.${user}.1.${signature}/train.jsonl`,
    '/export-links/nonsense/train.jsonl',
  ];
  const answers = new Set<string>();
  for (const url of changed) {
    const answer = await open(url);
    expect([url, answer.statusCode]).toEqual([url, 404]);
    answers.add(JSON.stringify({ ...answer.json<object>(), requestId: '' }));
  }
  expect(answers.size).toBe(1);
});

test('a link ends with its time', async () => {
  const clock = await putWrongClock(kit.database);
  const path = await link(researcher, 1);
  // The clock of the process says nothing about it.
  const services = kit.services as { db: typeof kit.services.db };
  const { db } = services;
  services.db = { ...db, ...clock.database };
  try {
    await clock.setAhead(61);
    expect((await open(path)).statusCode).toBe(404);
    await clock.setAhead(59);
    expect((await open(path)).statusCode).toBe(200);
  } finally {
    services.db = db;
    await clock.setAhead(0);
    await clock.close();
  }
});

test('taking links back ends those made before, not those made after', async () => {
  const before = await link();
  const gone = await kit.call(researcher, 'DELETE', `${base}/exports/${exportId}/links`);
  expect(gone.statusCode).toBe(204);
  expect((await open(before)).statusCode).toBe(404);
  expect((await open(await link())).statusCode).toBe(200);
});

test('a link ends when its maker may no longer export', async () => {
  const other = await kit.addMember(stage.projectId, 'researcher');
  const path = await link(other);
  expect((await open(path)).statusCode).toBe(200);
  await kit.database.pool.query(
    "update project_members set role = 'annotator' where project_id = $1 and user_id = $2",
    [stage.projectId, other.id],
  );
  expect((await open(path)).statusCode).toBe(404);
});

/** A token as people make it. */
async function newToken(person: Person, body: object = {}) {
  const made = await json<{ id: string; secret: string; expiresAt: string }>(person, '/me/tokens', {
    name: 'trainer',
    scopes: ['export'],
    expiresInDays: 30,
    currentPassword: PASSWORD,
    ...body,
  });
  return { ...made, script: { ...person, headers: { authorization: `Bearer ${made.secret}` } } };
}
const change = (id: string, set: string) =>
  kit.database.pool.query(`update api_tokens set ${set} where id = $1`, [id]);

test.each([
  ['is revoked', (id: string) => kit.call(researcher, 'DELETE', `/me/tokens/${id}`)],
  ['expires', (id: string) => change(id, `expires_at = now() - interval '1 second'`)],
  ['is gone', (id: string) => kit.database.pool.query('delete from api_tokens where id = $1', [id])],
  ['is for other projects', (id: string) => change(id, 'project_ids = array[gen_random_uuid()]')],
])('a link ends when the token that made it %s; one of the session goes on', async (_what, end) => {
  const { id, script } = await newToken(researcher);
  const [ofToken, ofSession] = [await link(script), await link()];
  expect((await open(ofToken)).body).toBe(content);
  await end(id);
  expect((await open(ofToken)).statusCode).toBe(404);
  expect((await open(ofSession)).statusCode).toBe(200);
  // Without the token in it, it is another link, which nobody signed.
  expect((await open(ofToken.replace(`.${id}.`, '.'))).statusCode).toBe(404);
});

test('a link says that it ends no later than its token', async () => {
  const { id, script } = await newToken(researcher);
  await change(id, `expires_at = date_trunc('second', now() + interval '90 minutes')`);
  const { rows } = await kit.database.pool.query<{ ends: string }>(
    'select extract(epoch from expires_at)::int8::text as ends from api_tokens where id = $1',
    [id],
  );
  const url = `${base}/exports/${exportId}/links`;
  const endOf = async (hours: number) =>
    Date.parse(
      (await json<{ expiresAt: string }>(script, url, { fileName: 'train.jsonl', hours })).expiresAt,
    ) / 1_000;
  expect(await endOf(2)).toBe(Number(rows[0]?.ends));
  expect(await endOf(1)).toBeLessThan(Number(rows[0]?.ends));
});

test('only who may export makes links, and only to files that are there', async () => {
  const annotator = await kit.addMember(stage.projectId, 'annotator');
  const ask = (person: Person | null, fileName: string) =>
    kit.call(person, 'POST', `${base}/exports/${exportId}/links`, { fileName });
  expect((await ask(annotator, 'train.jsonl')).statusCode).toBe(404);
  expect((await ask(null, 'train.jsonl')).statusCode).toBe(401);
  expect((await ask(researcher, '../secret')).statusCode).toBe(404);
});

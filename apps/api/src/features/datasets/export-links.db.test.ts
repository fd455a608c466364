import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ExportJob } from '@pairwright/contract/datasets';
import { addPair, addVote, createStage, plainRecipe } from '@pairwright/core/datasets/datasets.fixture';
import { executeExport, executeFreeze } from '@pairwright/core/datasets/execute-jobs';
import { createTestApp, type Person } from '../../test-app.ts';

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
  const path = await link(researcher, 1);
  const services = kit.services as { clock: typeof kit.services.clock };
  const { clock } = services;
  services.clock = { now: () => clock.now() + 3_600_000 };
  try {
    expect((await open(path)).statusCode).toBe(404);
  } finally {
    services.clock = clock;
  }
  expect((await open(path)).statusCode).toBe(200);
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

test('only who may export makes links, and only to files that are there', async () => {
  const annotator = await kit.addMember(stage.projectId, 'annotator');
  const ask = (person: Person | null, fileName: string) =>
    kit.call(person, 'POST', `${base}/exports/${exportId}/links`, { fileName });
  expect((await ask(annotator, 'train.jsonl')).statusCode).toBe(404);
  expect((await ask(null, 'train.jsonl')).statusCode).toBe(401);
  expect((await ask(researcher, '../secret')).statusCode).toBe(404);
});

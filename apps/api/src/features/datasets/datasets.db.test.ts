import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DatasetVersion, ExportJob } from '@pairwright/contract/datasets';
import {
  addPair,
  addVote,
  createStage,
  plainRecipe,
  type Stage,
} from '@pairwright/core/datasets/datasets.fixture';
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

async function fill(to: Stage): Promise<void> {
  for (let rank = 1; rank <= 8; rank += 1) {
    const id = await addPair(to, {
      rank,
      prompt: [{ role: 'user', content: `问题 ${rank}` }],
      first: [{ role: 'assistant', content: 'a' }],
      second: [{ role: 'assistant', content: 'b' }],
    });
    if (rank <= 6)
      await addVote(to, id, {
        annotator: to.annotators[0] as string,
        outcome: 'preference',
        strength: rank % 2 === 0 ? 2 : -2,
      });
  }
}

async function json<T>(
  person: Person,
  ...[method, url, body]: [method: 'GET' | 'POST' | 'PATCH', url: string, body?: unknown]
): Promise<T> {
  const response = await kit.call(person, method, url, body);
  expect(response.statusCode, response.body).toBeLessThan(300);
  return response.json<T>();
}

let ready: ExportJob;
let version: DatasetVersion;
let content: string;

beforeAll(async () => {
  await fill(stage);
  const dataset = await json<{ id: string; slug: string }>(researcher, 'POST', `${base}/datasets`, {
    name: 'Réward 奖励',
    recipe: plainRecipe,
  });
  expect(dataset.slug).toBe('reward');
  version = await json(researcher, 'POST', `${base}/datasets/${dataset.id}/versions`);
  await executeFreeze(kit.services, { ...job, versionId: version.id });
  const asked = await json<ExportJob>(researcher, 'POST', `${base}/versions/${version.id}/exports`, {
    format: 'trl-implicit',
  });
  await executeExport(kit.services, { ...job, exportId: asked.id });
  ready = await json(researcher, 'GET', `${base}/exports/${asked.id}`);
  content = (await kit.call(researcher, 'GET', `${base}/exports/${ready.id}/files/train.jsonl`)).body;
});

const fileUrl = (name: string): string => `${base}/exports/${ready.id}/files/${name}`;
const get = (url: string, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET') =>
  kit.call({ ...researcher, headers: { ...researcher.headers, ...headers } }, method, url);

test('a recipe is previewed with counts, drops and lines', async () => {
  const preview = await json(researcher, 'POST', `${base}/datasets/preview`, {
    recipe: plainRecipe,
    format: 'trl-implicit',
  });
  expect(preview).toEqual({
    comparisons: 8,
    units: 8,
    kinds: { pair: { units: 8, rows: 6 } },
    rows: 6,
    drops: { too_few_judgments: 2 },
    examples: {
      too_few_judgments: Array.from({ length: 2 }, () => ({
        comparisonId: expect.any(String) as string,
        words: expect.any(String) as string,
      })),
    },
    splits: [],
    sampled: null,
    near: null,
    personal: null,
    judgments: { of: 6, filtered: 0 },
    held: null,
    lines: content.split('\n').slice(0, 5),
  });
});

test('the jobs were asked for after the rows were there', () => {
  expect(kit.enqueued).toEqual(expect.arrayContaining(['dataset.freeze', 'export.run']));
});

test('a version is shown with its counts and exports, and in the list', async () => {
  const shown = await json<DatasetVersion & { exports: ExportJob[] }>(
    researcher,
    'GET',
    `${base}/versions/${version.id}`,
  );
  expect(shown).toMatchObject({
    state: 'ready',
    version: 1,
    comparisons: 8,
    rows: 6,
    votes: 6,
    drops: { too_few_judgments: 2 },
    exports: [ready],
  });
  const list = await json<{ items: DatasetVersion[] }>(
    researcher,
    'GET',
    `${base}/datasets/${version.datasetId}/versions`,
  );
  expect(list.items.map(({ id }) => id)).toEqual([version.id]);
  const datasets = await json<{ items: { id: string; latestVersion: number }[] }>(
    researcher,
    'GET',
    `${base}/datasets`,
  );
  expect(datasets.items).toMatchObject([{ id: version.datasetId, latestVersion: 1 }]);
});

test('changing a recipe changes no frozen version; a taken short name is refused', async () => {
  const changed = await json(researcher, 'PATCH', `${base}/datasets/${version.datasetId}`, {
    name: 'Other',
    recipe: { ...plainRecipe, minJudgments: 2 },
  });
  expect(changed).toMatchObject({ name: 'Other', slug: 'reward', recipe: { minJudgments: 2 } });
  expect(await json(researcher, 'GET', `${base}/versions/${version.id}`)).toMatchObject({
    recipe: { minJudgments: 1 },
  });
  const taken = await kit.call(researcher, 'POST', `${base}/datasets`, {
    name: 'x',
    slug: 'reward',
    recipe: plainRecipe,
  });
  expect([taken.statusCode, taken.json<{ code: string }>().code]).toEqual([409, 'slug_taken']);
});

test('an archived dataset leaves the list, is not frozen, and comes back as it was', async () => {
  const made = await json<{ id: string; archivedAt: null }>(researcher, 'POST', `${base}/datasets`, {
    name: 'By mistake',
    recipe: plainRecipe,
  });
  const url = `${base}/datasets/${made.id}`;
  const listed = async (query = ''): Promise<string[]> => {
    const { items } = await json<{ items: { id: string }[] }>(researcher, 'GET', `${base}/datasets${query}`);
    return items.map(({ id }) => id);
  };
  const archived = await json<{ archivedAt: string }>(researcher, 'PATCH', url, { archived: true });
  expect(Date.parse(archived.archivedAt)).not.toBeNaN();
  const { archivedAt } = archived;
  expect(await json(researcher, 'PATCH', url, { archived: true })).toMatchObject({ archivedAt });
  expect(await listed()).not.toContain(made.id);
  expect(await listed('?state=archived')).toEqual([made.id]);
  expect(await listed('?state=all')).toEqual(expect.arrayContaining([made.id, version.datasetId]));
  const refused = await kit.call(researcher, 'POST', `${url}/versions`);
  expect(refused.json()).toMatchObject({ code: 'wrong_state' });
  expect(await json(researcher, 'PATCH', url, { archived: false })).toEqual({
    ...made,
    updatedAt: expect.any(String) as unknown,
  });
  expect(await listed()).toContain(made.id);
});

test('events end with the finished version', async () => {
  const response = await get(`${base}/versions/${version.id}/events`);
  expect(response.headers['content-type']).toContain('text/event-stream');
  const messages = response.body.split('\n\n').filter((part) => part.startsWith('data: '));
  expect(JSON.parse(messages.at(-1)?.slice(6) ?? '')).toMatchObject({
    state: 'ready',
    exports: [{ id: ready.id, state: 'ready' }],
  });
});

test('a download has its length, type, name and sha256', async () => {
  const response = await get(fileUrl('train.jsonl'));
  const file = ready.files?.find(({ name }) => name === 'train.jsonl');
  expect(response.statusCode).toBe(200);
  expect(createHash('sha256').update(response.rawPayload).digest('hex')).toBe(file?.sha256);
  expect(response.headers).toMatchObject({
    etag: `"${file?.sha256}"`,
    'content-length': String(file?.size),
    'accept-ranges': 'bytes',
    'content-type': 'application/x-ndjson',
    'content-disposition': 'attachment; filename="train.jsonl"',
  });
  expect((await get(fileUrl('manifest.json'))).json()).toMatchObject({
    counts: { comparisons: 8, resolved: 6 },
  });
  expect((await get(fileUrl('README.md'))).body).toContain('---\npretty_name:');
});

test('a broken download goes on where it stopped, and only with the same bytes', async () => {
  const etag = `"${ready.files?.[0]?.sha256}"`;
  const bytes = Buffer.from(content, 'utf8');
  const parts = [
    await get(fileUrl('train.jsonl'), { range: 'bytes=0-99' }),
    await get(fileUrl('train.jsonl'), { range: 'bytes=100-', 'if-range': etag }),
  ];
  expect(parts.map(({ statusCode }) => statusCode)).toEqual([206, 206]);
  expect(Buffer.concat(parts.map(({ rawPayload }) => rawPayload)).equals(bytes)).toBe(true);
  expect(parts[1]?.headers['content-range']).toBe(`bytes 100-${bytes.length - 1}/${bytes.length}`);
  const changed = await get(fileUrl('train.jsonl'), { range: 'bytes=100-', 'if-range': '"another"' });
  expect([changed.statusCode, changed.rawPayload.length]).toEqual([200, bytes.length]);
  const outside = await get(fileUrl('train.jsonl'), { range: `bytes=${bytes.length}-` });
  expect([
    outside.statusCode,
    outside.json<{ code: string }>().code,
    outside.headers['content-range'],
  ]).toEqual([416, 'range_not_satisfiable', `bytes */${bytes.length}`]);
  expect((await get(fileUrl('train.jsonl'), { 'if-none-match': etag })).statusCode).toBe(304);
});

test('HEAD tells what a download would send', async () => {
  const response = await get(fileUrl('train.jsonl'), {}, 'HEAD');
  expect([response.statusCode, response.headers['content-length'], response.body]).toEqual([
    200,
    String(Buffer.byteLength(content)),
    '',
  ]);
  const part = await get(fileUrl('train.jsonl'), { range: 'bytes=0-9' }, 'HEAD');
  expect([part.statusCode, part.headers['content-length']]).toEqual([206, '10']);
});

test('hostile file names find nothing', async () => {
  const names = [
    '..%2f..%2fetc%2fpasswd',
    '%2e%2e%2ftrain.jsonl',
    'CON',
    '.writing-x',
    'TRAIN.JSONL',
    'a'.repeat(200),
    '%E5%A5%96',
    '..%5ctrain.jsonl',
    'train.jsonl%2f..%2fmanifest.json',
  ];
  for (const name of names) expect([name, (await get(fileUrl(name))).statusCode]).toEqual([name, 404]);
  for (const name of ['a'.repeat(300), 'train.jsonl%00'])
    expect([name, (await get(fileUrl(name))).statusCode]).toEqual([name, 400]);
});

test('nobody else sees a dataset: annotators, other projects, strangers, tokens without the scope', async () => {
  const annotator = await kit.addMember(stage.projectId, 'annotator');
  const elsewhere = await createStage(kit.database);
  const neighbour = await kit.addMember(elsewhere.projectId, 'admin');
  for (const url of [
    `${base}/datasets`,
    `${base}/versions/${version.id}`,
    `${base}/exports/${ready.id}`,
    fileUrl('train.jsonl'),
  ]) {
    for (const person of [annotator, neighbour])
      expect([url, (await kit.call(person, 'GET', url)).statusCode]).toEqual([url, 404]);
    expect((await kit.call(null, 'GET', url)).statusCode).toBe(401);
    expect((await kit.call(await kit.tokenFor(researcher, ['read']), 'GET', url)).statusCode).toBe(403);
    expect((await kit.call(await kit.tokenFor(researcher, ['export']), 'GET', url)).statusCode).toBe(200);
  }
  const other = `/projects/${elsewhere.projectId}`;
  for (const path of [
    `/versions/${version.id}`,
    `/exports/${ready.id}`,
    `/exports/${ready.id}/files/train.jsonl`,
    `/datasets/${version.datasetId}/versions`,
  ]) {
    expect([path, (await kit.call(neighbour, 'GET', `${other}${path}`)).statusCode]).toEqual([path, 404]);
  }
  await elsewhere.close();
});

test('an export that is not ready has no files, and a cancelled one can be asked for again', async () => {
  const asked = await json<ExportJob>(researcher, 'POST', `${base}/versions/${version.id}/exports`, {
    format: 'trl-explicit',
  });
  const early = await get(`${base}/exports/${asked.id}/files/train.jsonl`);
  expect([early.statusCode, early.json<{ code: string }>().code]).toEqual([409, 'wrong_state']);
  expect(await json(researcher, 'POST', `${base}/exports/${asked.id}/cancel`)).toMatchObject({
    state: 'cancelled',
  });
  expect((await kit.call(researcher, 'POST', `${base}/exports/${asked.id}/cancel`)).statusCode).toBe(409);
  await executeExport(kit.services, { ...job, exportId: asked.id });
  expect(await json(researcher, 'GET', `${base}/exports/${asked.id}`)).toMatchObject({
    state: 'cancelled',
    files: null,
  });
  expect(
    await json(researcher, 'POST', `${base}/versions/${version.id}/exports`, { format: 'trl-explicit' }),
  ).toMatchObject({ id: asked.id, state: 'queued' });
  await executeExport(kit.services, { ...job, exportId: asked.id });
  expect(await json(researcher, 'GET', `${base}/exports/${asked.id}`)).toMatchObject({
    state: 'ready',
    rowsDone: 6,
  });
});

test('what fails for good says so in its row and keeps nothing', async () => {
  const asked = await json<ExportJob>(researcher, 'POST', `${base}/versions/${version.id}/exports`, {
    format: 'votes',
  });
  const full = {
    ...kit.services,
    artifacts: {
      ...kit.services.artifacts,
      deletePrefix: async () => undefined,
      openWriter: async () => Promise.reject(new Error('secret detail')),
    },
  };
  await expect(
    executeExport(full as unknown as typeof kit.services, { ...job, exportId: asked.id }),
  ).rejects.toThrow('secret detail');
  const failed = await json<ExportJob>(researcher, 'GET', `${base}/exports/${asked.id}`);
  expect(failed).toMatchObject({ state: 'failed', files: null, error: { code: 'internal' } });
  expect(JSON.stringify(failed)).not.toContain('secret detail');
});

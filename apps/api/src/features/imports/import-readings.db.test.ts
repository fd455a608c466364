import { gzipSync } from 'node:zlib';
import type { ImportInspection } from '@pairwright/contract/import-inspection';
import type { ImportJob } from '@pairwright/contract/imports';
import { receiveUpload } from '@pairwright/core/imports/receive-upload';
import { systemIds } from '@pairwright/runtime/ids';
import { addPlainProject } from '@pairwright/testkit/plain-rows';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type Person } from '../../test-app.ts';

const kit = await createTestApp({});
const projectId = await addPlainProject(kit.database);
let researcher: Person;

beforeAll(async () => {
  researcher = await kit.addMember(projectId, 'researcher');
});
afterAll(() => kit.close());

async function upload(filename: string, bytes: string | Uint8Array): Promise<ImportJob> {
  async function* body(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(bytes as string);
  }
  const ctx = {
    ...kit.services,
    projectId,
    role: 'researcher' as const,
    actor: {
      userId: researcher.id,
      isOwner: false,
      via: 'session' as const,
      scopes: new Set<never>(),
      onlyIn: null,
      tokenId: null,
    },
  };
  return receiveUpload(ctx, { filename, body: body() });
}

const project = (rest: string): string => `/projects/${projectId}${rest}`;

async function inspect(job: ImportJob, reading?: unknown): Promise<ImportInspection> {
  const body = reading === undefined ? {} : { reading };
  const answer = await kit.call(researcher, 'POST', project(`/imports/${job.id}/inspect`), body);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<ImportInspection>();
}

const help = (score: number): string =>
  JSON.stringify({
    context: [{ role: 'user', content: 'Why?' }],
    response1: 'Because.',
    response2: 'No.',
    overall_preference: score,
    individual_preference: [{ score, reasoning: 'r' }],
  });

const mapping = {
  version: 1,
  prompt: { column: 'frage' },
  responses: {
    columns: [
      { column: 'eins', model: { name: 'm1' } },
      { column: 'zwei', model: { column: 'modell' } },
    ],
  },
  votes: [{ kind: 'winner', column: 'besser', values: { '1': 'a', '2': 'b' }, annotator: { column: 'wer' } }],
};
const table = 'frage,eins,zwei,modell,besser,wer\nWarum?,Darum,Nein,m2,1,anna\nWozu?,Dazu,Hm,m2,9,bert\n';

test('tells what a file is and why, and shows its first rows as they would come in', async () => {
  const job = await upload('help.jsonl.gz', gzipSync([help(-2), '{"broken":', help(3)].join('\n')));
  const seen = await inspect(job);
  expect(seen).toMatchObject({
    container: 'gzip',
    sample: 3,
    recognised: { format: 'helpsteer3', reason: { code: 'clear', format: 'helpsteer3', rows: 2, sample: 2 } },
    reading: { by: 'format', format: 'helpsteer3' },
    good: 2,
    bad: 1,
  });
  expect(seen.recognised.candidates[0]?.evidence).toContainEqual({
    column: 'overall_preference',
    holds: 'number',
  });
  expect(seen.preview[0]).toMatchObject({
    ok: true,
    line: 1,
    prompt: [{ content: 'Why?' }],
    responses: [{ messages: [{ content: 'Because.' }] }, { messages: [{ content: 'No.' }] }],
    votes: [{ kind: 'human', strength: -2, of: [0, 1] }],
  });
  expect(seen.preview[1]).toMatchObject({ ok: false, line: 2, faults: [{ code: 'truncated_json' }] });
  expect((await kit.call(researcher, 'GET', project(`/imports/${job.id}`))).json()).toEqual(job);
});

test('says which language a row names, or which one would be detected', async () => {
  const pair = (prompt: string, lang?: string) =>
    JSON.stringify({ prompt, response_a: 'one', response_b: 'two', model_a: 'm0', model_b: 'm1', lang });
  const rows = [
    pair('Please explain to me how a hash table works and when one should rather take a tree.'),
    pair('请解释一下哈希表是如何工作的。'),
    pair('x = 1'),
    pair('请解释一下哈希表是如何工作的。', 'de'),
  ];
  const { preview } = await inspect(await upload('tongues.jsonl', Buffer.from(rows.join('\n'))));
  expect(preview).toMatchObject([
    { language: null, detectedLanguage: 'en' },
    { language: null, detectedLanguage: 'zh' },
    { language: null, detectedLanguage: null },
    { language: 'de', detectedLanguage: null },
  ]);
});

test('names the columns of an unknown shape, and reads it by a mapping, a saved one too', async () => {
  const job = await upload('x.csv', table);
  const unknown = await inspect(job);
  expect(unknown).toMatchObject({
    recognised: { format: null, reason: { code: 'unknown', columns: table.split('\n')[0]!.split(',') } },
    reading: null,
    preview: [],
    mappings: [],
  });
  expect(unknown.columns.map(({ place, holds, filled }) => [place, holds, filled])).toContainEqual([
    'frage',
    ['text'],
    2,
  ]);
  expect(unknown.columns.find(({ place }) => place === 'besser')?.values).toEqual(['1', '9']);
  const mapped = await inspect(job, { by: 'mapping', mapping });
  expect(mapped).toMatchObject({ good: 1, bad: 1 });
  expect(mapped.preview).toMatchObject([
    { ok: true, responses: [{ model: 'm1' }, { model: 'm2' }], votes: [{ annotator: 'anna', outcome: 'a' }] },
    { ok: false, line: 3, faults: [{ code: 'unknown_vote', value: '"9"' }] },
  ]);

  const put = await kit.call(researcher, 'PUT', project('/import-mappings'), { name: 'Fragen', mapping });
  expect(put.statusCode, put.body).toBe(200);
  const { id } = put.json<{ id: string }>();
  expect((await inspect(job)).mappings).toEqual([{ id, name: 'Fragen', rows: 1 }]);
  const again = await kit.call(researcher, 'PUT', project('/import-mappings'), { name: 'Fragen', mapping });
  expect(again.json<{ id: string }>().id).toBe(id);
  const listed = await kit.call(researcher, 'GET', project('/import-mappings'));
  expect(listed.json()).toMatchObject({ items: [{ id, name: 'Fragen', mapping: { version: 1 } }] });
  const gone = () => kit.call(researcher, 'DELETE', project(`/import-mappings/${id}`));
  expect([(await gone()).statusCode, (await gone()).statusCode]).toEqual([204, 404]);
});

test('what can be looked into: places inside of objects and lists', async () => {
  const row = { meta: { who: 'a' }, outs: [{ text: 'x', score: 1 }], chat: [{ role: 'user', content: 'q' }] };
  const { columns } = await inspect(
    await upload('x.jsonl', `${JSON.stringify(row)}\n${JSON.stringify(row)}`),
  );
  expect(columns.map(({ place, holds }) => [place, holds[0]])).toEqual([
    ['meta', 'object'],
    ['meta.who', 'text'],
    ['outs', 'list'],
    ['outs.0', 'object'],
    ['outs.0.text', 'text'],
    ['outs.0.score', 'number'],
    ['chat', 'messages'],
  ]);
});

test('says why nothing of a file can be read', async () => {
  const seen = await inspect(await upload('page.csv', '<!doctype html><html><body>404</body></html>'));
  expect(seen).toMatchObject({ container: 'html', good: 0, bad: 0, reading: null });
  expect(seen.recognised.reason).toMatchObject({ code: 'unreadable', fault: 'html_page' });
});

test('refuses a format that does not exist and an import that does not', async () => {
  const job = await upload('x.csv', table);
  const body = { reading: { by: 'format', format: 'no-such' } };
  const answer = await kit.call(researcher, 'POST', project(`/imports/${job.id}/inspect`), body);
  expect([answer.statusCode, answer.json().code]).toEqual([400, 'invalid_request']);
  const other = await kit.call(researcher, 'POST', project(`/imports/${systemIds.next()}/inspect`), {});
  expect(other.statusCode).toBe(404);
});

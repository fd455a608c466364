import type { ImportSources } from '@pairwright/contract/import-sources';
import type { ImportJob } from '@pairwright/contract/imports';
import { parseAllowList } from '@pairwright/runtime/outgoing/allow-list';
import { systemIds } from '@pairwright/runtime/ids';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type Person } from '../../test-app.ts';

const kit = await createTestApp({
  uploadMaxBytes: 5_000_000,
  outgoing: { openInternet: true, allow: parseAllowList('files.corp.example:8443') ?? [], plainHttp: false },
  importS3: {
    endpoint: 'http://store.example',
    region: 'x',
    forcePathStyle: true,
    places: [{ bucket: 'incoming', prefix: 'rlhf/' }],
  },
});
const projectId = systemIds.next();
let researcher: Person;
const path = `/projects/${projectId}/import-sources`;

beforeAll(async () => {
  await kit.database.db
    .insertInto('projects')
    .values({
      id: projectId,
      slug: `p-${projectId}`,
      name: 'Project',
      template: 'pair_7',
      language: 'en',
      target_judgments: 3,
      lease_minutes: 30,
    })
    .execute();
  researcher = await kit.addMember(projectId, 'researcher');
});
afterAll(() => kit.close());

const post = (body: unknown) => kit.call(researcher, 'POST', path, body);

test('tells where files can be fetched from', async () => {
  const answer = await kit.call(researcher, 'GET', path);
  expect(answer.json<ImportSources>()).toEqual({
    url: true,
    s3: ['s3://incoming/rlhf/'],
    mostBytes: 5_000_000,
  });
});

test('makes an import that a worker fetches, and shows no signature', async () => {
  kit.enqueued.length = 0;
  const key = systemIds.next();
  const body = { address: 'https://files.corp.example:8443/a/votes.csv?sig=hunter2', key };
  const answer = await post(body);
  expect([answer.statusCode, answer.json<ImportJob>()]).toMatchObject([
    201,
    {
      state: 'uploading',
      filename: 'votes.csv',
      source: { from: 'url', address: 'https://files.corp.example:8443/a/votes.csv?…', sizeBytes: null },
    },
  ]);
  expect((await post(body)).json<ImportJob>().id).toBe(answer.json<ImportJob>().id);
  expect(kit.enqueued).toEqual(['import.fetch']);
  const listed = await kit.call(researcher, 'GET', `/projects/${projectId}/imports`);
  expect([listed.body, ...kit.logLines].join('')).not.toContain('hunter2');
  expect(listed.body).toContain('votes.csv?…');
});

test.each([
  ['https://127.0.0.1/x?hunter2', /no address that this server may open/, 'address_not_allowed'],
  ['https://0x7f.1/x?hunter2', /no address that this server may open/, 'address_not_allowed'],
  [
    'https://files.corp.example:9000/x?hunter2',
    /no address that this server may open/,
    'address_not_allowed',
  ],
  ['http://example.org/x?hunter2', /does not begin with https/, 'scheme_refused'],
  ['https://u:hunter2@example.org/', /user name or a password/, 'credentials_refused'],
  ['hunter2', /no address of a file/, 'bad_address'],
  ['s3://incoming', /no address of an object/, 'bad_object'],
  ['s3://incoming/hunter2', /may not read this bucket/, 'bucket_not_allowed'],
  ['s3://other/hunter2', /may not read this bucket/, 'bucket_not_allowed'],
])('refuses %s, says which fault it is, and does not say it again', async (address, rule, code) => {
  const answer = await post({ address });
  expect([answer.statusCode, answer.json()]).toMatchObject([
    400,
    { code: 'invalid_request', faults: [{ path: 'body.address', code }] },
  ]);
  expect(answer.json<{ detail: string }>().detail).toMatch(rule);
  expect([answer.body, ...kit.logLines].join('')).not.toContain('hunter2');
});

test('takes several addresses of S3, and names each that is wrong by its place', async () => {
  const good = ['s3://incoming/rlhf/a.jsonl', 's3://incoming/rlhf/day/'];
  const key = systemIds.next();
  const answer = await post({ addresses: good, key });
  expect([answer.statusCode, answer.json<ImportJob>()]).toMatchObject([
    201,
    { state: 'uploading', filename: 'incoming.zip', source: { from: 's3', address: good[0], more: 1 } },
  ]);
  expect((await post({ addresses: good, key })).json<ImportJob>().id).toBe(answer.json<ImportJob>().id);
  expect((await post({ addresses: good.toReversed(), key })).statusCode).toBe(409);
  const alone = await post({ addresses: [good[0]] });
  expect(alone.json<ImportJob>()).toMatchObject({ filename: 'a.jsonl', source: { more: 0 } });

  const bad = await post({
    addresses: [good[0], 's3://incoming', good[1], 's3://other/hunter2', good[0], 'https://example.org/x'],
  });
  expect([bad.statusCode, bad.json()]).toMatchObject([
    400,
    {
      code: 'invalid_request',
      faults: [
        { path: 'body.addresses.1', code: 'bad_object' },
        { path: 'body.addresses.3', code: 'bucket_not_allowed' },
        { path: 'body.addresses.4', code: 'object_twice' },
        { path: 'body.addresses.5', code: 'bad_object' },
      ],
    },
  ]);
  expect(bad.json<{ detail: string }>().detail).toMatch(/^Address 2: This is no address of an object/);
  expect(bad.body).not.toContain('hunter2');
});

test.each([
  [{}],
  [{ address: 's3://incoming/rlhf/a', addresses: ['s3://incoming/rlhf/b'] }],
  [{ addresses: [] }],
  [{ addresses: Array.from({ length: 1_001 }, (_, n) => `s3://incoming/rlhf/${n}`) }],
])('refuses none, both, and too many: %j', async (body) => {
  expect((await post(body)).statusCode).toBe(400);
});

test('takes nothing else', async () => {
  const answer = await post({ address: 'https://example.org/x', headers: { authorization: 'x' } });
  expect([answer.statusCode, answer.json().faults[0].path]).toEqual([400, 'body.headers']);
  // The parts of an upload have no place in it.
  const { id } = (await post({ address: 'https://example.org/x' })).json<ImportJob>();
  const upload = await kit.call(researcher, 'GET', `/projects/${projectId}/import-uploads/${id}`);
  expect(upload.statusCode).toBe(404);
});

import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { ImportJob } from '@pairwright/contract/imports';
import { executeImport } from '@pairwright/core/imports/import-engine';
import { addPlainProject } from '@pairwright/testkit/plain-rows';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, ORIGIN, type Person } from '../../test-app.ts';

const LIMIT = 1_000_000;
const kit = await createTestApp({ uploadMaxBytes: LIMIT });
const projectId = await addPlainProject(kit.database);
let researcher: Person;
let base: string;

beforeAll(async () => {
  researcher = await kit.addMember(projectId, 'researcher');
  await kit.app.listen({ host: '127.0.0.1', port: 0 });
  base = `http://127.0.0.1:${(kit.app.server.address() as AddressInfo).port}/api/v1/projects/${projectId}/imports`;
});
afterAll(() => kit.close());

const row = (n: number): string =>
  `${JSON.stringify({
    messages: [{ role: 'user', content: `Q${n}` }],
    responses: [
      { model: 'a', content: `A${n}` },
      { model: 'b', content: `B${n}` },
    ],
  })}\n`;

/** Sends a body as it comes, without fetch's own rules about origins and lengths. */
function send(
  body: Readable,
  options: { headers?: Record<string, string>; contentType?: string; filename?: string } = {},
): Promise<{ status: number; body: string }> {
  const { promise, resolve, reject } = withResolvers<{ status: number; body: string }>();
  const headers = {
    ...researcher.headers,
    host: new URL(ORIGIN).host,
    'content-type': options.contentType ?? 'application/x-ndjson',
    ...options.headers,
  };
  const outgoing = request(
    `${base}?filename=${options.filename ?? 'rows.jsonl'}`,
    { method: 'POST', headers },
    (incoming) => {
      let text = '';
      incoming
        .setEncoding('utf8')
        .on('data', (part: string) => void (text += part))
        .on('end', () => resolve({ status: incoming.statusCode ?? 0, body: text }));
    },
  );
  outgoing.on('error', reject);
  body.on('error', () => outgoing.destroy());
  body.pipe(outgoing);
  return promise;
}

function withResolvers<T>(): {
  promise: Promise<T>;
  resolve: (value: T) => void;
  reject: (error: unknown) => void;
} {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

async function uploadRows(text: string, filename?: string): Promise<ImportJob> {
  const answer = await send(Readable.from([text]), filename === undefined ? {} : { filename });
  expect(answer.status, answer.body).toBe(201);
  return JSON.parse(answer.body) as ImportJob;
}

async function artifactCount(): Promise<number> {
  let count = 0;
  for await (const _ of kit.services.artifacts.list('imports')) count += 1;
  return count;
}

const work = (importId: string, turn: number): Promise<void> =>
  executeImport(kit.services, { importId, turn, signal: new AbortController().signal, lastAttempt: true });
const url = (importId: string, rest = ''): string => `/projects/${projectId}/imports/${importId}${rest}`;

test('upload, check, run, watch, list', async () => {
  const job = await uploadRows(row(1) + row(2));
  expect(job).toMatchObject({
    state: 'uploaded',
    filename: 'rows.jsonl',
    sizeBytes: Buffer.byteLength(row(1) + row(2)),
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  const checking = await kit.call(researcher, 'POST', url(job.id, '/check'), {
    pairing: { plan: 'all_pairs' },
  });
  expect([checking.statusCode, checking.json().state]).toEqual([202, 'checking']);
  expect(kit.enqueued).toContain('import.run');
  await work(job.id, 1);
  expect((await kit.call(researcher, 'GET', url(job.id))).json()).toMatchObject({
    state: 'checked',
    comparisonsPlanned: 2,
  });
  expect(
    (await kit.call(researcher, 'POST', url(job.id, '/run'), { pairing: { plan: 'all_pairs' } })).statusCode,
  ).toBe(202);
  const events = fetch(`${base}/${job.id}/events`, {
    headers: { cookie: researcher.headers['cookie'] ?? '' },
  }).then((response) => response.text());
  await work(job.id, 2);
  const messages = (await events).trimEnd().split('\n\n');
  expect(messages.at(-1)).toBe('event: end\ndata: {}');
  expect(JSON.parse(messages.at(-2)!.replace(/^data: /, ''))).toMatchObject({
    state: 'succeeded',
    comparisonsAdded: 2,
  });
  expect((await kit.call(researcher, 'GET', `/projects/${projectId}/imports`)).json().items[0]).toMatchObject(
    { id: job.id, state: 'succeeded' },
  );
  const again = await kit.call(researcher, 'POST', url(job.id, '/run'), { pairing: { plan: 'all_pairs' } });
  expect([again.statusCode, again.json().code]).toEqual([409, 'wrong_state']);
});

test.each([
  ['signed out', (person: Person) => kit.call(person, 'DELETE', '/session')],
  [
    'lost the role',
    ({ id }: Person) =>
      kit.database.pool.query(`update project_members set role = 'annotator' where user_id = $1`, [id]),
  ],
  [
    'was suspended',
    ({ id }: Person) => kit.database.pool.query('update users set disabled_at = now() where id = $1', [id]),
  ],
])('whoever %s while they watch an import is told nothing more', async (_what, end) => {
  const watcher = await kit.addMember(projectId, 'researcher');
  const job = await uploadRows(row(900));
  await kit.call(researcher, 'POST', url(job.id, '/run'), { pairing: { plan: 'all_pairs' } });
  const response = await fetch(`${base}/${job.id}/events`, {
    headers: { cookie: watcher.headers['cookie'] ?? '' },
  });
  const reader = response.body!.getReader();
  const read = async () => new TextDecoder().decode((await reader.read()).value);
  expect(await read()).toContain('"state":"queued"');
  await end(watcher);
  await kit.database.pool.query('update imports set rows_accepted = 77 where id = $1', [job.id]);
  await expect(read()).rejects.toThrow();
  const again = await fetch(`${base}/${job.id}/events`, {
    headers: { cookie: watcher.headers['cookie'] ?? '' },
  });
  expect([401, 404]).toContain(again.status);
});

test('rejected rows come down as they were, or as faults', async () => {
  const job = await uploadRows(`${row(3)}this is no row\n${row(4)}{"half":\n`);
  await kit.call(researcher, 'POST', url(job.id, '/run'), { pairing: { plan: 'all_pairs' } });
  await work(job.id, 1);
  const lines = await kit.call(researcher, 'GET', url(job.id, '/rejected-rows'));
  expect(lines.headers).toMatchObject({
    'content-type': 'application/x-ndjson',
    'content-disposition': expect.stringContaining('attachment'),
  });
  expect(lines.body).toBe('this is no row\n{"half":\n');
  const faults = (await kit.call(researcher, 'GET', url(job.id, '/rejected-rows?faults=true'))).body
    .trimEnd()
    .split('\n')
    .map((text) => JSON.parse(text));
  expect(faults.map(({ line }) => line)).toEqual([2, 4]);
  expect((await kit.call(researcher, 'GET', url(job.id, '/rejects'))).json().items).toEqual(faults);
});

test('rejected rows of a table come down as a table', async () => {
  const job = await uploadRows('prompt,chosen,rejected\nWhy?,Because\n', 'rows.csv');
  await kit.call(researcher, 'POST', url(job.id, '/run'), {
    pairing: { plan: 'all_pairs' },
    reading: { by: 'format', format: 'text-triple' },
  });
  await work(job.id, 1);
  const table = await kit.call(researcher, 'GET', url(job.id, '/rejected-rows'));
  expect(table.headers).toMatchObject({
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="rejects-${job.id}.csv"`,
  });
  expect(table.body).toBe('prompt,chosen,rejected\nWhy?,Because\n');
});

test('a file over the limit is refused with its reason and leaves nothing, announced or not', async () => {
  const before = await artifactCount();
  const announced = await send(Readable.from([Buffer.alloc(LIMIT + 1, 'x')]), {
    headers: { 'content-length': String(LIMIT + 1) },
  });
  expect([announced.status, JSON.parse(announced.body).code]).toEqual([413, 'payload_too_large']);
  const blocks = Array.from({ length: 40 }, () => Buffer.alloc(50_000, 'x'));
  const streamed = await send(Readable.from(blocks));
  expect([streamed.status, JSON.parse(streamed.body).detail]).toEqual([
    413,
    expect.stringContaining(String(LIMIT)),
  ]);
  expect(await artifactCount()).toBe(before);
});

test('an upload that breaks off leaves nothing in the store', async () => {
  const before = await artifactCount();
  let brokenOff = false;
  const body = Readable.from(
    (async function* () {
      yield Buffer.from(row(1));
      // Break off only after the server has begun to store.
      await expect
        .poll(
          async () =>
            (await kit.call(researcher, 'GET', `/projects/${projectId}/imports`)).json().items[0].state,
          { timeout: 10_000 },
        )
        .toBe('uploading');
      brokenOff = true;
      throw new Error('the cable was pulled');
    })(),
  );
  await expect(send(body)).rejects.toThrow();
  expect(brokenOff).toBe(true);
  await expect
    .poll(async () => (await kit.call(researcher, 'GET', `/projects/${projectId}/imports`)).json().items[0], {
      timeout: 10_000,
    })
    .toMatchObject({ state: 'cancelled', error: { code: 'upload_broken_off' } });
  expect(await artifactCount()).toBe(before);
});

test('an empty file and another content type are refused', async () => {
  expect((await send(Readable.from([]))).status).toBe(400);
  expect((await send(Readable.from(['{}']), { contentType: 'text/csv' })).status).toBe(415);
});

test('annotators and strangers see no imports', async () => {
  const job = await uploadRows(row(5));
  const annotator = await kit.addMember(projectId, 'annotator');
  const stranger = await kit.addPerson();
  for (const person of [annotator, stranger]) {
    for (const rest of ['', '/rejects', '/rejected-rows', '/events'])
      expect((await kit.call(person, 'GET', url(job.id, rest))).statusCode).toBe(404);
  }
});

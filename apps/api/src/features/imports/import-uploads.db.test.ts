import { createHash } from 'node:crypto';
import type { ImportUpload } from '@pairwright/contract/import-uploads';
import type { ImportJob } from '@pairwright/contract/imports';
import { reconcileImports } from '@pairwright/core/imports/unfinished-imports';
import { addPlainProject } from '@pairwright/testkit/plain-rows';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type Person } from '../../test-app.ts';

const LIMIT = 40_000_000;
const kit = await createTestApp({ uploadMaxBytes: LIMIT });
const projectId = await addPlainProject(kit.database);
let researcher: Person;

beforeAll(async () => {
  researcher = await kit.addMember(projectId, 'researcher');
});
afterAll(() => kit.close());

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const uploads = (rest = ''): string => `/projects/${projectId}/import-uploads${rest}`;

async function begin(sizeBytes: number): Promise<ImportUpload> {
  const answer = await kit.call(researcher, 'POST', uploads(), { filename: 'rows.jsonl', sizeBytes });
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json<ImportUpload>();
}

const put = (id: string, offset: number, part: { bytes: Uint8Array; sum?: string }) =>
  kit.app.inject({
    method: 'PUT',
    url: `/api/v1${uploads(`/${id}/parts`)}?offset=${offset}${part.sum === undefined ? '' : `&sha256=${part.sum}`}`,
    headers: { ...researcher.headers, 'content-type': 'application/octet-stream' },
    payload: Buffer.from(part.bytes),
  });

const finish = (id: string, body: { sha256?: string } = {}) =>
  kit.call(researcher, 'POST', uploads(`/${id}/finish`), body);

async function stored(importId: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of kit.services.artifacts.list(`imports/${importId}`)) keys.push(key);
  return keys;
}

const file = Buffer.from(Array.from({ length: 5_000 }, (_, n) => `{"row": ${n}}\n`).join(''));
const half = Math.floor(file.length / 2);

test('a file in parts goes on where it broke off, and is the same as in one piece', async () => {
  const { importId, mostPartBytes } = await begin(file.length);
  expect(mostPartBytes).toBeGreaterThan(1_000_000);
  const first = { bytes: file.subarray(0, half), sum: sha256(file.subarray(0, half)) };
  expect((await put(importId, 0, first)).json()).toMatchObject({ receivedBytes: half });
  // Sent again, because the answer was lost.
  expect((await put(importId, 0, first)).json()).toMatchObject({ receivedBytes: half });
  expect(await stored(importId)).toHaveLength(1);
  expect((await finish(importId)).json()).toMatchObject({ code: 'wrong_state' });

  const asked = await kit.call(researcher, 'GET', uploads(`/${importId}`));
  expect(asked.json()).toMatchObject({ sizeBytes: file.length, receivedBytes: half });
  expect((await put(importId, half, { bytes: file.subarray(half) })).json()).toMatchObject({
    receivedBytes: file.length,
  });
  const finished = await finish(importId, { sha256: sha256(file) });
  expect(finished.json()).toMatchObject({
    id: importId,
    state: 'uploaded',
    sizeBytes: file.length,
    sha256: sha256(file),
    bytesDone: 0,
  });
  expect(await stored(importId)).toEqual([`imports/${importId}/upload.jsonl`]);
  expect((await put(importId, 0, first)).json()).toMatchObject({ code: 'wrong_state' });
});

test('a part that does not fit is refused with what to send', async () => {
  const { importId } = await begin(file.length);
  const early = await put(importId, half, { bytes: file.subarray(half) });
  expect([early.statusCode, early.json().code]).toEqual([409, 'wrong_state']);
  expect(early.json().detail).toMatch(/begins at byte 0/);
  const damaged = await put(importId, 0, { bytes: file.subarray(0, 10), sum: sha256(file) });
  expect([damaged.statusCode, damaged.json().code]).toEqual([400, 'invalid_request']);
  const long = await put(importId, 0, { bytes: Buffer.concat([file, Buffer.from('x')]) });
  expect([long.statusCode, long.json().code]).toEqual([413, 'payload_too_large']);
  const empty = await put(importId, 0, { bytes: Buffer.alloc(0) });
  expect(empty.statusCode).toBe(400);
  expect(await stored(importId)).toEqual([]);
  await put(importId, 0, { bytes: file });
  const other = await finish(importId, { sha256: sha256(Buffer.from('other')) });
  expect([other.statusCode, other.json().code]).toEqual([400, 'invalid_request']);
  expect((await finish(importId)).json<ImportJob>().state).toBe('uploaded');
});

test('the same part from two at once counts once', async () => {
  const { importId } = await begin(file.length);
  const answers = await Promise.all([0, 0, 0].map((offset) => put(importId, offset, { bytes: file })));
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
  expect(await stored(importId)).toHaveLength(1);
});

test('a file over the limit is refused before its first byte', async () => {
  const body = { filename: 'rows.jsonl', sizeBytes: LIMIT + 1 };
  const answer = await kit.call(researcher, 'POST', uploads(), body);
  expect([answer.statusCode, answer.json().code]).toEqual([413, 'payload_too_large']);
});

test('what is cancelled, or given up, leaves no parts', async () => {
  const cancelled = await begin(file.length);
  await put(cancelled.importId, 0, { bytes: file.subarray(0, half) });
  await kit.call(researcher, 'POST', `/projects/${projectId}/imports/${cancelled.importId}/cancel`);
  expect(await stored(cancelled.importId)).toEqual([]);
  const silent = await begin(file.length);
  const alive = await begin(file.length);
  await put(silent.importId, 0, { bytes: file.subarray(0, half) });
  await put(alive.importId, 0, { bytes: file.subarray(0, half) });
  const { pool } = kit.database;
  await pool.query("update imports set created_at = now() - interval '2 days' where id = any($1)", [
    [silent.importId, alive.importId],
  ]);
  await pool.query("update imports set heartbeat_at = now() - interval '25 hours' where id = $1", [
    silent.importId,
  ]);
  await reconcileImports(kit.services);
  expect([await stored(silent.importId), (await stored(alive.importId)).length]).toEqual([[], 1]);
  const { rows } = await pool.query(
    `select object_id, project_id, via, before, after from audit_events where action = 'endUpload'`,
  );
  expect(rows).toEqual([
    {
      object_id: silent.importId,
      project_id: projectId,
      via: 'system',
      before: { state: 'uploading' },
      after: { state: 'cancelled', reason: 'upload_broken_off' },
    },
  ]);
});

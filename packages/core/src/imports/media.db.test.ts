import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { findMedia } from '../media/find-media.service.ts';
import { mediaPrefix } from '../media/media-key.ts';
import { deleteDemo } from '../projects/delete-demo.service.ts';
import { executeImport } from './import-engine.ts';
import { importRows } from './import-rows.ts';
import { allPairs, blocks, openImportFixture } from './imports.fixture.ts';
import { getImport, startCheck, startRun } from './imports.service.ts';
import { receiveUpload } from './receive-upload.ts';

const fixture = await openImportFixture();
afterAll(() => fixture.close());
const { services, db } = fixture;

const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
/** Bytes behind the end of a PNG do not change what it shows: so many different images as one likes. */
const image = (n: number) => Buffer.concat([pixel, Buffer.from(`image ${n}`)]);
const sumOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const row = (n: number, source = `data:image/png;base64,${image(n).toString('base64')}`) =>
  JSON.stringify({
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: `What is ${n}?` },
          { type: 'image_url', image_url: { url: source } },
        ],
      },
    ],
    responses: [
      { model: 'a', content: `A ${n}` },
      { model: 'b', content: `B ${n}` },
    ],
  });
const importText = (projectId: string, text: string) =>
  importRows(services, { projectId, source: blocks(text), filename: 'rows.jsonl', pairing: allPairs });

async function storedOf(projectId: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of services.artifacts.list(mediaPrefix(projectId)))
    keys.push(key.split('/').at(-1)!);
  return keys.sort();
}

async function knownOf(projectId: string): Promise<string[]> {
  const rows = await db.db.selectFrom('media').select('sha256').where('project_id', '=', projectId).execute();
  return rows.map(({ sha256 }) => sha256).sort();
}

test('images of good rows are stored once and come back as they were; those of bad rows are not stored', async () => {
  const projectId = await fixture.newProject();
  const bad = JSON.stringify({ ...JSON.parse(row(3)), responses: [] });
  const job = await importText(
    projectId,
    [row(1), row(2), row(1), bad, row(4, 'https://example.org/4.png')].join('\n'),
  );
  expect(job).toMatchObject({ state: 'succeeded', rowsAccepted: 2, rowsDuplicate: 1, rowsRejected: 2 });
  const sums = [image(1), image(2)].map(sumOf).sort();
  expect(await storedOf(projectId)).toEqual(sums);
  expect(await knownOf(projectId)).toEqual(sums);
  const media = await findMedia(fixture.contextOf(projectId), sumOf(image(1)));
  expect(media).toMatchObject({ type: 'image/png', sizeBytes: image(1).length });
  const parts: Buffer[] = [];
  for await (const part of await media.open()) parts.push(part as Buffer);
  expect(Buffer.concat(parts).equals(image(1))).toBe(true);
  const prompt = await sql<{
    messages: unknown;
  }>`select messages from prompts where project_id = ${projectId} order by id limit 1`.execute(db.db);
  expect(prompt.rows[0]!.messages).toEqual([
    {
      role: 'user',
      content: 'What is 1?',
      images: [{ sha256: sumOf(image(1)), type: 'image/png', width: 1, height: 1 }],
    },
  ]);
  expect(await importText(projectId, row(1))).toMatchObject({ rowsDuplicate: 1 });
});

test('images of another project do not exist', async () => {
  const projectId = await fixture.newProject();
  await importText(projectId, row(1));
  const stranger = fixture.contextOf(await fixture.newProject());
  await expect(findMedia(stranger, sumOf(image(1)))).rejects.toMatchObject({ code: 'not_found' });
});

test('a check stores nothing', async () => {
  const projectId = await fixture.newProject();
  const ctx = fixture.contextOf(projectId);
  const { id: importId } = await receiveUpload(ctx, { filename: 'rows.jsonl', body: blocks(row(1)) });
  await startCheck(ctx, { importId, pairing: allPairs });
  await executeImport(services, {
    importId,
    turn: 1,
    signal: new AbortController().signal,
    lastAttempt: true,
  });
  expect(await getImport(ctx, importId)).toMatchObject({ state: 'checked', comparisonsPlanned: 1 });
  expect(await storedOf(projectId)).toEqual([]);
  expect(await knownOf(projectId)).toEqual([]);
});

test('broken off between an image and its row, the next try stores each image and row once', async () => {
  const projectId = await fixture.newProject();
  const ctx = fixture.contextOf(projectId);
  const text = [1, 2, 3, 4].map((n) => row(n)).join('\n');
  const { id: importId } = await receiveUpload(ctx, { filename: 'rows.jsonl', body: blocks(text) });
  await startRun(ctx, { importId, pairing: allPairs });
  let written = 0;
  const failing = {
    ...services,
    artifacts: new Proxy(services.artifacts, {
      get(store, key) {
        const found: unknown = Reflect.get(store, key);
        if (key !== 'write') return typeof found === 'function' ? found.bind(store) : found;
        return async (...given: Parameters<typeof store.write>) => {
          const result = await store.write(...given);
          if ((written += 1) === 3) throw new Error('killed');
          return result;
        };
      },
    }),
  };
  const run = { importId, turn: 1, signal: new AbortController().signal, chunkRows: 2 };
  await expect(executeImport(failing, { ...run, lastAttempt: false })).rejects.toThrow('killed');
  expect(await storedOf(projectId)).toHaveLength(3);
  expect(await knownOf(projectId)).toHaveLength(2);
  await executeImport(services, { ...run, lastAttempt: true });
  expect(await getImport(ctx, importId)).toMatchObject({
    state: 'succeeded',
    rowsAccepted: 4,
    promptsAdded: 4,
  });
  expect(await storedOf(projectId)).toEqual(await knownOf(projectId));
  expect(await knownOf(projectId)).toHaveLength(4);
});

test('two imports with the same images at the same time store them once', async () => {
  const projectId = await fixture.newProject();
  const text = Array.from({ length: 20 }, (_, n) => row(n)).join('\n');
  const jobs = await Promise.all([importText(projectId, text), importText(projectId, text)]);
  expect(jobs[0].rowsAccepted + jobs[1].rowsAccepted).toBe(20);
  expect(await storedOf(projectId)).toEqual(await knownOf(projectId));
});

test('images go with their project', async () => {
  const projectId = await fixture.newProject();
  await importText(projectId, row(1));
  await sql`update projects set is_demo = true where id = ${projectId}`.execute(db.db);
  await deleteDemo(fixture.contextOf(projectId));
  expect(await storedOf(projectId)).toEqual([]);
  expect(await knownOf(projectId)).toEqual([]);
});

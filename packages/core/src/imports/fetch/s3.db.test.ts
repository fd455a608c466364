import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { openS3Store } from '@pairwright/runtime/artifacts/s3-store';
import type { ArtifactStore } from '@pairwright/runtime/artifacts/store';
import type { ImportS3Config } from '@pairwright/runtime/env-reach';
import { openBucketReader } from '@pairwright/runtime/s3/bucket-reader';
import S3rver from 's3rver';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allPairs, blocks, openImportFixture, rowText } from '../imports.fixture.ts';
import { inspectImport } from '../foreign/inspect.service.ts';
import type { ProjectContext } from '../../context.ts';
import { executeImport } from '../import-engine.ts';
import { getImport, listRejects, startRun } from '../imports.service.ts';
import { executeFetch } from './fetch-engine.ts';
import { loopbackOnly, quickFetching } from './fetching.fixture.ts';
import { s3Folder, s3List } from './s3-folder.ts';
import { startFetch } from './sources.service.ts';

const fixture = await openImportFixture();
const folder = await mkdtemp(path.join(tmpdir(), 'pairwright-s3-'));
const server = new S3rver({
  port: 0,
  address: '127.0.0.1',
  silent: true,
  directory: folder,
  configureBuckets: [{ name: 'incoming', configs: [] }],
});
let s3: ImportS3Config;
let store: ArtifactStore;
beforeAll(async () => {
  const { port } = await server.run();
  const at = { endpoint: `http://127.0.0.1:${port}`, region: 'us-east-1', forcePathStyle: true };
  s3 = { ...at, places: [{ bucket: 'incoming', prefix: 'rlhf/' }] };
  store = await openS3Store({
    ...at,
    bucket: 'incoming',
    keys: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
  });
});
afterAll(async () => {
  await store.close();
  await server.close();
  await fixture.close();
  await rm(folder, { recursive: true, force: true });
});

const rows = (count: number, from = 1): Buffer =>
  Buffer.from(Array.from({ length: count }, (_, n) => `${rowText(n + from)}\n`).join(''));
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

async function begin(...objects: readonly [string, ...string[]]) {
  const ctx = fixture.contextOf(await fixture.newProject());
  const settings = { policy: loopbackOnly, s3, mostBytes: 100_000_000 };
  const [address, ...more] = objects.map((object) => `s3://incoming/${object}`) as [string, ...string[]];
  const asked = more.length === 0 ? { address } : { addresses: [address, ...more] };
  const { id } = await startFetch(ctx, asked, settings);
  return { ctx, id };
}

async function run(ctx: ProjectContext, importId: string) {
  await startRun(ctx, { importId, pairing: allPairs });
  const { turn } = fixture.enqueued.at(-1)!.payload as { turn: number };
  const { signal } = new AbortController();
  await executeImport(fixture.services, { importId, turn, signal, lastAttempt: true });
  return getImport(ctx, importId);
}

const work = (importId: string, signal = new AbortController().signal) =>
  executeFetch(fixture.services, quickFetching({ s3 }), { importId, signal, lastAttempt: true });

test('an object of an allowed bucket comes in', async () => {
  const file = rows(500);
  await store.write('rlhf/votes.jsonl', blocks(file));
  const { ctx, id } = await begin('rlhf/votes.jsonl');
  await work(id);
  expect(await getImport(ctx, id)).toMatchObject({
    state: 'uploaded',
    filename: 'votes.jsonl',
    source: { from: 's3', address: 's3://incoming/rlhf/votes.jsonl', sizeBytes: file.length },
    sha256: sha256(file),
  });
});

test.each([
  ['goes on where it stopped', (_old: Buffer) => null],
  ['begins anew when the object changed', (old: Buffer) => rows(old.length > 0 ? 2_500 : 0, 50_000)],
])('a worker that was stopped in the middle %s', async (_what, change) => {
  const file = rows(4_000);
  await store.write('rlhf/large.jsonl', blocks(file));
  const { ctx, id } = await begin('rlhf/large.jsonl');
  const stop = new AbortController();
  const { artifacts } = fixture.services;
  let parts = 0;
  const stopping = new Proxy(artifacts, {
    get: (target, key) =>
      key !== 'write'
        ? (Reflect.get(target, key) as () => void).bind(target)
        : async (...given: Parameters<typeof artifacts.write>) => {
            if ((parts += 1) === 3) stop.abort(new Error('stopped'));
            return artifacts.write(...given);
          },
  });
  const run = { importId: id, signal: stop.signal, lastAttempt: true };
  await expect(
    executeFetch({ ...fixture.services, artifacts: stopping }, quickFetching({ s3 }), run),
  ).rejects.toThrow('stopped');
  const half = await getImport(ctx, id);
  expect(half.bytesDone).toBeGreaterThan(100_000);
  expect(half).toMatchObject({ state: 'uploading', source: { sizeBytes: file.length } });
  const now = change(file) ?? file;
  if (now !== file) await store.write('rlhf/large.jsonl', blocks(now));
  await work(id);
  expect(await getImport(ctx, id)).toMatchObject({ state: 'uploaded', sha256: sha256(now) });
});

test('everything below a prefix comes in as one import, in the order of the keys, each object by its name', async () => {
  const good = (from: number): Buffer => rows(3, from);
  await store.write('rlhf/day/b/2.jsonl', blocks(good(20_004)));
  await store.write('rlhf/day/a.jsonl', blocks(Buffer.concat([good(20_001), Buffer.from('{"broken":\n')])));
  await store.write('rlhf/day/c.jsonl.gz', blocks(gzipSync(good(20_007))));
  await store.write('rlhf/days-after.jsonl', blocks(good(20_010)));
  const { ctx, id } = await begin('rlhf/day/');
  await work(id);
  const job = await getImport(ctx, id);
  expect(job).toMatchObject({
    state: 'uploaded',
    filename: 'day.zip',
    source: { from: 's3', address: 's3://incoming/rlhf/day/' },
  });
  const { id: again } = await startFetch(
    ctx,
    { address: 's3://incoming/rlhf/day/' },
    { policy: loopbackOnly, s3, mostBytes: 100_000_000 },
  );
  await work(again);
  expect((await getImport(ctx, again)).sha256).toBe(job.sha256);

  const seen = await inspectImport(ctx, { importId: id });
  expect(seen).toMatchObject({ container: 'zip', good: 9, bad: 1 });
  const done = await run(ctx, id);
  expect(done.rowsAccepted).toBe(9);
  const { items } = await listRejects(ctx, { importId: id, limit: 10 });
  expect(JSON.stringify(items)).toContain('a.jsonl');
});

test('several addresses come in as one import, in their order, each object once', async () => {
  await store.write('rlhf/list/z.jsonl', blocks(rows(2, 30_001)));
  await store.write('rlhf/list/days/2.jsonl', blocks(rows(2, 30_005)));
  await store.write('rlhf/list/days/1.jsonl.gz', blocks(gzipSync(rows(2, 30_003))));
  await store.write('rlhf/list/not-meant.jsonl', blocks(rows(2, 30_009)));
  const meant = ['rlhf/list/z.jsonl', 'rlhf/list/days/', 'rlhf/list/days/2.jsonl'] as const;
  const { ctx, id } = await begin(...meant);
  await work(id);
  const job = await getImport(ctx, id);
  expect(job).toMatchObject({
    state: 'uploaded',
    filename: 'incoming.zip',
    source: { from: 's3', address: 's3://incoming/rlhf/list/z.jsonl', more: 2 },
  });
  const again = await begin(...meant);
  await work(again.id);
  expect((await getImport(again.ctx, again.id)).sha256).toBe(job.sha256);

  expect((await inspectImport(ctx, { importId: id })).preview[0]?.file).toBe(
    'incoming.zip/incoming/rlhf/list/z.jsonl',
  );
  expect(await run(ctx, id)).toMatchObject({ state: 'succeeded', rowsAccepted: 6 });
  const { rows: stored } = await fixture.db.pool.query<{ external_id: string }>(
    'select external_id from prompts where project_id = $1 order by id',
    [ctx.projectId],
  );
  const numbers = [30_001, 30_002, 30_003, 30_004, 30_005, 30_006];
  expect(stored.map(({ external_id }) => external_id)).toEqual(numbers.map((n) => `p-${n}`));
});

test('of several addresses all that bring nothing are named, and nothing comes in', async () => {
  await store.write('rlhf/some/1.jsonl', blocks(rows(1)));
  const { ctx, id } = await begin('rlhf/some/2.jsonl', 'rlhf/some/1.jsonl', 'rlhf/some/3/');
  await work(id);
  const { state, error, sizeBytes } = await getImport(ctx, id);
  expect([state, sizeBytes, error?.code]).toEqual(['failed', null, 'source_not_found']);
  expect(error?.message).toBe(
    'Address 1, s3://incoming/rlhf/some/2.jsonl: There is no such object in this bucket. ' +
      'Address 3, s3://incoming/rlhf/some/3/: There is no object below this prefix.',
  );
  const places = ['rlhf/some/', 'rlhf/some/1.jsonl'].map((object) => ({ bucket: 'incoming', object }));
  await store.write('rlhf/some/4.jsonl', blocks(rows(1)));
  const reader = openBucketReader(s3, { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' });
  const { signal } = new AbortController();
  const opened = (limits: { mostBytes: number; mostObjects?: number }) =>
    s3List(reader, places, limits).open({ start: 0, validator: null, signal });
  await expect(opened({ mostBytes: 1e9, mostObjects: 1 })).rejects.toMatchObject({ code: 'source_too_many' });
  await expect(opened({ mostBytes: 200 })).rejects.toMatchObject({ code: 'source_too_large' });
  // Two, though three are named.
  await expect(opened({ mostBytes: 1e9, mostObjects: 2 })).resolves.toMatchObject({ start: 0 });
  reader.close();
});

test('a prefix with nothing below it, with too much, and one that is not allowed', async () => {
  const { ctx, id } = await begin('rlhf/nothing/');
  await work(id);
  expect(await getImport(ctx, id)).toMatchObject({ state: 'failed', error: { code: 'source_none' } });
  for (const outside of ['', 'secret/'])
    await expect(begin(outside)).rejects.toMatchObject({ code: 'invalid_request' });
  await store.write('rlhf/two/1.jsonl', blocks(rows(1)));
  await store.write('rlhf/two/2.jsonl', blocks(rows(1)));
  const reader = openBucketReader(s3, { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' });
  const opened = (limits: { mostBytes: number; mostObjects?: number }) =>
    s3Folder(reader, { bucket: 'incoming', object: 'rlhf/two/' }, limits).open({
      start: 0,
      validator: null,
      signal: new AbortController().signal,
    });
  await expect(opened({ mostBytes: 1e9, mostObjects: 1 })).rejects.toMatchObject({ code: 'source_too_many' });
  await expect(opened({ mostBytes: 200 })).rejects.toMatchObject({ code: 'source_too_large' });
  const whole: Uint8Array[] = [];
  for await (const piece of (await opened({ mostBytes: 1e9, mostObjects: 2 })).body) whole.push(piece);
  expect(Buffer.concat(whole).length).toBeGreaterThan(100);
  reader.close();
});

test('what is not there, and what is elsewhere in the bucket', async () => {
  const { ctx, id } = await begin('rlhf/missing.jsonl');
  await work(id);
  expect(await getImport(ctx, id)).toMatchObject({ state: 'failed', error: { code: 'source_not_found' } });
  await expect(begin('secret/x.jsonl')).rejects.toMatchObject({ code: 'invalid_request' });
  await expect(begin('rlhf')).rejects.toMatchObject({ code: 'invalid_request' });
});

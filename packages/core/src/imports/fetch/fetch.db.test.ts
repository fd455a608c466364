import { createHash } from 'node:crypto';
import type { ImportJob } from '@pairwright/contract/imports';
import { createLogger } from '@pairwright/runtime/logger';
import { parseAllowList } from '@pairwright/runtime/outgoing/allow-list';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ProjectContext } from '../../context.ts';
import { executeImport } from '../import-engine.ts';
import { allPairs, blocks, contentOf, openImportFixture, rowText } from '../imports.fixture.ts';
import { cancelImport, getImport, startCheck, startRun } from '../imports.service.ts';
import { receiveUpload } from '../receive-upload.ts';
import { reconcileImports } from '../unfinished-imports.ts';
import { executeFetch, type Fetching } from './fetch-engine.ts';
import { loopbackOnly, quickFetching } from './fetching.fixture.ts';
import type { SourceSettings } from './open-sources.ts';
import { type Origin, startOrigin } from './origin.fixture.ts';
import { listSources, startFetch } from './sources.service.ts';

const fixture = await openImportFixture();
afterAll(() => fixture.close());
const { db, services } = fixture;
const settings: SourceSettings = { policy: loopbackOnly, s3: null, mostBytes: 100_000_000 };
const rows = (count: number, from = 1): Buffer =>
  Buffer.from(Array.from({ length: count }, (_, n) => `${rowText(n + from)}\n`).join(''));
const file = rows(3_000);
const secret = 'X-Signature=hunter2';

let origin: Origin;
let ctx: ProjectContext;
beforeEach(async () => {
  origin = await startOrigin(file);
  ctx = fixture.contextOf(await fixture.newProject());
});
afterEach(() => origin.close());

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const begin = (path = '/rows.jsonl') => startFetch(ctx, { address: `${origin.baseUrl}${path}` }, settings);

interface More extends Partial<Fetching> {
  readonly signal?: AbortSignal;
}

function work(
  importId: string,
  { signal = new AbortController().signal, ...more }: More = {},
): Promise<void> {
  return executeFetch(services, { ...quickFetching(), ...more }, { importId, signal, lastAttempt: true });
}

async function fetched(more: More = {}): Promise<ImportJob> {
  const { id } = await begin();
  await work(id, more);
  return getImport(ctx, id);
}

async function stored(importId: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of services.artifacts.list(`imports/${importId}`)) keys.push(key);
  return keys;
}

async function secretsLeft(importId: string): Promise<number> {
  const { rowCount } = await db.pool.query('select 1 from import_fetches where import_id = $1', [importId]);
  return rowCount ?? 0;
}

test('a file from an address comes in like an uploaded one', async () => {
  const job = await fetched();
  expect(job).toMatchObject({
    state: 'uploaded',
    filename: 'rows.jsonl',
    source: { from: 'url', address: `${origin.baseUrl}/rows.jsonl`, sizeBytes: file.length },
    sizeBytes: file.length,
    sha256: sha256(file),
    bytesDone: 0,
  });
  expect(await stored(job.id)).toEqual([`imports/${job.id}/upload.jsonl`]);
  expect(await secretsLeft(job.id)).toBe(0);
  const run = { turn: 1, signal: new AbortController().signal, lastAttempt: true };
  await startRun(ctx, { importId: job.id, pairing: allPairs });
  await executeImport(services, { ...run, importId: job.id });
  const other = fixture.contextOf(await fixture.newProject());
  const uploaded = await receiveUpload(other, { filename: 'rows.jsonl', body: blocks(file) });
  await startRun(other, { importId: uploaded.id, pairing: allPairs });
  await executeImport(services, { ...run, importId: uploaded.id });
  expect(await getImport(ctx, job.id)).toMatchObject({ state: 'succeeded', rowsAccepted: 3_000 });
  expect(await contentOf(db, ctx.projectId)).toEqual(await contentOf(db, other.projectId));
});

describe('after a break', () => {
  test('it goes on from what arrived, as long as it is the same file', async () => {
    origin.cuts = [150_000, 1, 200_000];
    const job = await fetched();
    expect(job).toMatchObject({ state: 'uploaded', sha256: sha256(file) });
    const [first, ...more] = origin.asked;
    expect([first?.range, more.length]).toEqual([undefined, 3]);
    for (const { range, ifRange } of more)
      expect([range?.startsWith('bytes='), ifRange]).toEqual([true, '"v1"']);
    expect(await stored(job.id)).toEqual([`imports/${job.id}/upload.jsonl`]);
  });

  test.each([
    [
      'another file is there',
      (): void => void Object.assign(origin, { content: rows(2_000, 9_000), etag: '"v2"' }),
    ],
    ['the host knows no ranges', (): void => void (origin.ranges = false)],
    ['nothing tells whether it is the same file', (): void => void (origin.etag = null)],
  ])('%s: it begins anew, and nothing of both is mixed', async (_what, change) => {
    if (_what.startsWith('nothing')) change();
    origin.cuts = [150_000];
    const { id } = await begin();
    await executeOnce(id);
    change();
    await work(id);
    expect(await getImport(ctx, id)).toMatchObject({ state: 'uploaded', sha256: sha256(origin.content) });
    expect(await stored(id)).toEqual([`imports/${id}/upload.jsonl`]);
  });

  /** A worker that is stopped at the first break. */
  async function executeOnce(id: string): Promise<void> {
    const stop = new AbortController();
    const run = work(id, { signal: stop.signal, pauseMs: 60_000 });
    run.catch(() => undefined);
    await expect
      .poll(async () => (await getImport(ctx, id)).bytesDone, { timeout: 20_000 })
      .toBeGreaterThan(0);
    stop.abort(new Error('stopped'));
    await expect(run).rejects.toThrow('stopped');
  }

  test('of which only the end was missing', async () => {
    origin.length = false;
    origin.cuts = [file.length];
    const { id } = await begin();
    origin.beforeCut = () =>
      expect.poll(async () => (await getImport(ctx, id)).bytesDone, { timeout: 20_000 }).toBe(file.length);
    await work(id);
    const job = await getImport(ctx, id);
    expect(job).toMatchObject({ state: 'uploaded', sha256: sha256(file) });
    expect(origin.asked.at(-1)?.range).toBe(`bytes=${file.length}-`);
  });

  test('again and again without ranges: it is given up with what to do, and nothing stays', async () => {
    origin.ranges = false;
    origin.cuts = Array.from({ length: 20 }, () => 150_000);
    const job = await fetched({ tries: 20 });
    expect(job).toMatchObject({ state: 'failed', error: { code: 'source_changed' }, sizeBytes: null });
    expect([await stored(job.id), await secretsLeft(job.id)]).toEqual([[], 0]);
  });

  test('without a byte more: it is given up after so many tries', async () => {
    origin.cuts = [150_000, 0, 0, 0, 0, 0];
    const job = await fetched({ tries: 3 });
    expect([job.state, job.error?.code, origin.asked.length]).toEqual(['failed', 'source_broken_off', 4]);
  });
});

describe('what cannot be fetched is told with a code, and the import ends', () => {
  test.each([
    ['404', 'source_not_found', 1],
    ['410', 'source_not_found', 1],
    ['401', 'source_refused', 1],
    ['403', 'source_refused', 1],
    ['418', 'source_answered', 1],
    ['500', 'source_answered', 3],
    ['429', 'source_answered', 3],
  ])('status %s: %s, after %i requests', async (status, code, times) => {
    origin.statuses = Array.from({ length: 9 }, () => ({ status: Number(status) }));
    const job = await fetched();
    expect([job.state, job.error?.code, origin.asked.length]).toEqual(['failed', code, times]);
    expect(job.error?.message).toContain(status);
    expect(job.finishedAt).not.toBeNull();
  });

  test('a host that is busy for a moment is asked again', async () => {
    origin.statuses = [{ status: 503, headers: { 'retry-after': '0' } }, { status: 500 }];
    expect(await fetched()).toMatchObject({ state: 'uploaded', sha256: sha256(file), error: null });
  });

  test.each([true, false])('a file over the limit, its size said before: %s', async (length) => {
    origin.length = length;
    const job = await fetched(quickFetching({ mostBytes: 200_000 }));
    expect(job).toMatchObject({ state: 'failed', error: { code: 'source_too_large' } });
    expect(await stored(job.id)).toEqual([]);
  });

  test('an empty file', async () => {
    origin.content = Buffer.alloc(0);
    expect(await fetched()).toMatchObject({ state: 'failed', error: { code: 'source_empty' } });
  });

  test('a redirect to the inside, without a word about it', async () => {
    origin.statuses = [{ status: 302, headers: { location: 'http://169.254.169.254/latest?token=hunter2' } }];
    const { error } = await fetched();
    expect(error?.code).toBe('source_not_allowed');
    expect(JSON.stringify(error)).not.toMatch(/latest|hunter2/);
  });

  test('an address that is no longer allowed when its turn comes', async () => {
    const policy = { ...loopbackOnly, allow: parseAllowList('127.0.0.9') ?? [] };
    const { error } = await fetched(quickFetching({ policy }));
    expect([error?.code, origin.asked]).toEqual(['source_not_allowed', []]);
  });

  test('a sender without an end', async () => {
    let given = 0;
    origin.pace = async () => void (given += 1);
    const { error } = await fetched({ mostMs: -1 });
    expect([error?.code, given > 0]).toEqual(['source_too_slow', true]);
  });

  test('it can be neither checked nor run, and says so', async () => {
    origin.statuses = [{ status: 404 }];
    const { id: importId } = await fetched();
    await expect(startCheck(ctx, { importId, pairing: allPairs })).rejects.toMatchObject({
      code: 'wrong_state',
    });
    await expect(startRun(ctx, { importId, pairing: allPairs })).rejects.toMatchObject({
      code: 'wrong_state',
    });
    expect((await getImport(ctx, importId)).state).toBe('failed');
  });
});

test('cancelled in the middle, the worker stops and nothing stays', async () => {
  let go = (): void => undefined;
  const gate = new Promise<void>((resolve) => (go = resolve));
  let pieces = 0;
  origin.pace = () => ((pieces += 1) > 20 ? gate : Promise.resolve());
  const { id } = await begin(`/rows.jsonl?${secret}`);
  const run = work(id);
  await expect.poll(async () => (await getImport(ctx, id)).bytesDone, { timeout: 20_000 }).toBeGreaterThan(0);
  expect(await cancelImport(ctx, id)).toMatchObject({ state: 'cancelled' });
  expect(await secretsLeft(id)).toBe(0);
  await run;
  go();
  expect(await stored(id)).toEqual([]);
  expect(await getImport(ctx, id)).toMatchObject({ state: 'cancelled', error: null });
});

test('two workers at once make one whole file', async () => {
  origin.pace = () => new Promise((resolve) => setImmediate(resolve));
  const { id } = await begin();
  await Promise.all([work(id), work(id)]);
  expect(await getImport(ctx, id)).toMatchObject({ state: 'uploaded', sha256: sha256(file) });
  expect(await stored(id)).toEqual([`imports/${id}/upload.jsonl`]);
  await work(id);
  expect((await getImport(ctx, id)).sha256).toBe(sha256(file));
});

test('what follows the path of an address is kept nowhere that people or logs can see', async () => {
  const lines: string[] = [];
  const log = createLogger({
    name: 'test',
    level: 'debug',
    destination: { write: (line) => void lines.push(line) },
  });
  origin.statuses = [{ status: 500 }, { status: 403 }];
  const { id } = await startFetch(
    ctx,
    { address: `${origin.baseUrl}/rows.jsonl?${secret}#hunter2` },
    settings,
  );
  const shown = `${origin.baseUrl}/rows.jsonl?…`;
  expect(await getImport(ctx, id)).toMatchObject({ filename: 'rows.jsonl', source: { address: shown } });
  const run = { importId: id, signal: new AbortController().signal, lastAttempt: true };
  await executeFetch({ ...services, log }, quickFetching(), run);
  const job = await getImport(ctx, id);
  expect(job.error).toMatchObject({
    code: 'source_refused',
    message: expect.stringContaining(shown) as string,
  });
  // It was really sent.
  expect(origin.asked.map(({ path }) => path)).toEqual([`/rows.jsonl?${secret}`, `/rows.jsonl?${secret}`]);
  const { rows: row } = await db.pool.query('select to_jsonb(i)::text as text from imports i where id = $1', [
    id,
  ]);
  expect(lines.length).toBeGreaterThan(0);
  for (const text of [JSON.stringify(job), row[0].text, lines.join(''), JSON.stringify(fixture.enqueued)])
    expect(text).not.toContain('hunter2');
  expect(await secretsLeft(id)).toBe(0);
});

test('the same key gives the same import, and no other file', async () => {
  const key = '01900000-0000-7000-8000-00000000abcd';
  const ask = (address: string, to = ctx) => startFetch(to, { address, key }, settings);
  const address = `${origin.baseUrl}/a.csv?${secret}`;
  const [one, two] = await Promise.all([ask(address), ask(address)]);
  expect(one.id).toBe(two.id);
  expect(
    fixture.enqueued.filter(({ payload }) => (payload as { importId: string }).importId === one.id),
  ).toHaveLength(1);
  await work(one.id);
  expect((await ask(address)).id).toBe(one.id);
  await expect(ask(`${origin.baseUrl}/a.csv?other`)).rejects.toMatchObject({ code: 'wrong_state' });
  const elsewhere = fixture.contextOf(await fixture.newProject());
  expect((await ask(address, elsewhere)).id).not.toBe(one.id);
  expect((await begin()).id).not.toBe((await begin()).id);
});

describe('an address that may not be fetched is refused before anything is made', () => {
  test.each([
    'https://8.8.8.8/x',
    'http://10.0.0.1/x',
    'http://user:hunter2@127.0.0.1/x',
    'ftp://127.0.0.1/x',
    'nonsense',
    's3://bucket/object',
    's3://bucket',
  ])('%s', async (address) => {
    const problem = await startFetch(ctx, { address }, settings).catch((error: unknown) => error);
    expect(problem).toMatchObject({ code: 'invalid_request', faults: [{ path: 'body.address' }] });
    expect(JSON.stringify(problem)).not.toContain('hunter2');
    const { rowCount } = await db.pool.query('select 1 from imports where project_id = $1', [ctx.projectId]);
    expect(rowCount).toBe(0);
  });

  test.each([
    ['/data/votes.jsonl.gz', 'votes.jsonl.gz'],
    ['/a%20b/%E6%8A%95%E7%A5%A8.csv?x=/y', '投票.csv'],
    ['/', 'file'],
    ['/%00%FF', '%00%FF'],
    ['/%00', 'file'],
  ])('the file of %s is called %s', async (path, name) => {
    expect((await begin(path)).filename).toBe(name);
  });
});

test('what can be fetched here', () => {
  const places = [
    { bucket: 'incoming', prefix: '' },
    { bucket: 'shared', prefix: 'rlhf/' },
  ];
  const s3 = { endpoint: 'http://x', region: 'x', forcePathStyle: true, places };
  expect(listSources({ ...settings, s3 })).toEqual({
    url: true,
    s3: ['s3://incoming/', 's3://shared/rlhf/'],
    mostBytes: 100_000_000,
  });
  expect(listSources({ ...settings, policy: { ...loopbackOnly, allow: [] } })).toMatchObject({
    url: false,
    s3: [],
  });
});

test('a fetch that no worker has is put back into the queue, however old it is', async () => {
  const silent = await begin();
  const alive = await begin();
  await db.pool.query(
    "update imports set created_at = now() - interval '3 days', heartbeat_at = now() - interval '2 days' where id = $1",
    [silent.id],
  );
  fixture.enqueued.length = 0;
  await reconcileImports(services);
  const put = fixture.enqueued.filter(({ name }) => name === 'import.fetch').map(({ payload }) => payload);
  expect(put).toContainEqual({ importId: silent.id });
  expect(put).not.toContainEqual({ importId: alive.id });
  expect((await getImport(ctx, silent.id)).state).toBe('uploading');
});

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ExportJob } from '@pairwright/contract/datasets';
import { readContainer } from '@pairwright/formats/containers/read';
import { bytesSource } from '@pairwright/formats/containers/source';
import type { Manifest } from '@pairwright/formats/manifest';
import { decompress as unzstd } from 'fzstd';
import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { openFolderStore } from '@pairwright/runtime/artifacts/folder-store';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { addAllPairs, createStage, plainRecipe } from './datasets.fixture.ts';
import { createDataset, freezeDataset, getExport, startExport } from './datasets.service.ts';
import { executeExport } from './execute-jobs.ts';
import type { FilesWanted } from './export-packing.ts';
import { runExport } from './export-run.service.ts';
import { freezeVersion } from './freeze.service.ts';

const RESPONSES = 16;
const ROWS = (RESPONSES * (RESPONSES - 1)) / 2;

const database = await createTestDatabase({ poolSize: 8 });
const stage = await createStage(database, { slug: 'packed' });
const signal = new AbortController().signal;
let versionId: string;
afterAll(async () => {
  await stage.close();
  await database.close();
});

beforeAll(async () => {
  await addAllPairs(stage, RESPONSES);
  const dataset = await createDataset(stage.ctx, {
    name: 'packed',
    recipe: { ...plainRecipe, includeMargin: true },
  });
  const version = await freezeDataset(stage.ctx, dataset.id);
  await freezeVersion(stage.ctx, { versionId: version.id, signal });
  versionId = version.id;
});

type Asked = FilesWanted & { readonly format?: 'trl-implicit' | 'votes' };

async function exported(asked: Asked): Promise<ExportJob> {
  const { id } = await startExport(stage.ctx, { versionId, format: 'trl-implicit', ...asked });
  await runExport(stage.ctx, { exportId: id, signal });
  return getExport(stage.ctx, id);
}

async function bytesOf(job: ExportJob, name: string): Promise<Buffer> {
  const { rows } = await database.pool.query<{ files: { name: string; key: string }[] }>(
    'select files from exports where id = $1',
    [job.id],
  );
  const key = rows[0]?.files.find((file) => file.name === name)?.key;
  if (key === undefined) throw new Error(`no file ${name}`);
  return buffer(await stage.artifacts.read(key));
}

const dataOf = (job: ExportJob) => (job.files ?? []).filter(({ rows }) => rows !== null);

async function linesIn(job: ExportJob): Promise<unknown[]> {
  const rows: unknown[] = [];
  for (const { name } of dataOf(job)) {
    const bytes = await bytesOf(job, name);
    if (job.container === 'parquet') {
      const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
      rows.push(...(await parquetReadObjects({ file, compressors })));
      continue;
    }
    const unpack = { gzip: gunzipSync, zstd: (packed: Buffer) => Buffer.from(unzstd(packed)) };
    const plain =
      job.compression === 'gzip' || job.compression === 'zstd' ? unpack[job.compression](bytes) : bytes;
    rows.push(
      ...plain
        .toString()
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as unknown),
    );
  }
  return rows;
}

const packings: readonly FilesWanted[] = [
  { container: 'jsonl', compression: 'gzip' },
  { container: 'jsonl', compression: 'zstd' },
  { container: 'jsonl', compression: 'none', shardRows: 50 },
  { container: 'jsonl', compression: 'zstd', shardRows: 50 },
  { container: 'jsonl', compression: 'gzip', shardBytes: 1 << 20 },
  { container: 'parquet', compression: 'zstd' },
  { container: 'parquet', compression: 'snappy', shardRows: 50 },
];

test('a table for spreadsheets says in its manifest and in itself that it is one, and comes in as it was', async () => {
  const job = await exported({ container: 'spreadsheet', format: 'votes' });
  expect(job).toMatchObject({ state: 'ready', container: 'spreadsheet', compression: 'none' });
  expect(dataOf(job).map(({ name }) => name)).toEqual(['votes.spreadsheet.csv']);
  const manifest = JSON.parse(String(await bytesOf(job, 'manifest.json'))) as Manifest;
  expect(manifest.packing).toMatchObject({ container: 'spreadsheet', guard: "'" });
  const plain = await exported({ container: 'csv', format: 'votes' });
  const rows = async (some: ExportJob): Promise<unknown[]> => {
    const { name } = dataOf(some)[0]!;
    const read: unknown[] = [];
    for await (const item of readContainer(bytesSource(name, await bytesOf(some, name)))) {
      if (!item.ok) throw new Error(JSON.stringify(item.faults));
      read.push(item.value);
    }
    return read;
  };
  expect(await rows(job)).toEqual(await rows(plain));
  expect(String(await bytesOf(job, 'votes.spreadsheet.csv'))).toMatch(/,cells_guarded\r\n/);
  await expect(
    exported({ container: 'spreadsheet', compression: 'gzip', format: 'votes' }),
  ).rejects.toMatchObject({
    code: 'invalid_request',
  });
});

test.each(packings)('%j holds the rows of the plain lines, with the same bytes every time', async (asked) => {
  const plain = await exported({});
  const job = await exported(asked);
  expect(job).toMatchObject({ state: 'ready', rowsDone: ROWS, rowsTotal: ROWS, progress: null, ...asked });
  expect(job.id).not.toBe(plain.id);
  expect(await linesIn(job)).toEqual(await linesIn(plain));
  const data = dataOf(job);
  expect(data.reduce((sum, { rows }) => sum + (rows ?? 0), 0)).toBe(ROWS);
  for (const { name, size, sha256 } of job.files ?? []) {
    const bytes = await bytesOf(job, name);
    expect([size, sha256]).toEqual([bytes.length, createHash('sha256').update(bytes).digest('hex')]);
  }
  const ending = { none: '', gzip: '.gz', zstd: asked.container === 'parquet' ? '' : '.zst', snappy: '' };
  const tail = `.${asked.container}${ending[asked.compression ?? 'none']}`;
  expect(data.map(({ name }) => name)).toEqual(
    asked.shardRows === undefined && asked.shardBytes === undefined
      ? [`train${tail}`]
      : data.map((_, index) => `train-0000${index}-of-0000${data.length}${tail}`),
  );
  if (asked.shardRows !== undefined) expect(data.map(({ rows }) => rows)).toEqual([50, 50, 20]);
  if (asked.shardBytes !== undefined) expect(data.length).toBeGreaterThan(1);
  const manifest = JSON.parse(String(await bytesOf(job, 'manifest.json'))) as Manifest;
  expect(manifest.packing).toEqual({
    container: asked.container,
    compression: asked.compression,
    shard_rows: asked.shardRows ?? null,
    shard_bytes: asked.shardBytes ?? null,
  });
  expect(manifest.files.map(({ name, rows, sha256 }) => ({ name, rows, sha256 }))).toEqual(
    data.map(({ name, rows, sha256 }) => ({ name, rows, sha256 })),
  );
  const card = String(await bytesOf(job, 'README.md'));
  for (const { name } of data) expect(card).toContain(`    - "${name}"`);

  await database.db.updateTable('exports').set({ state: 'queued' }).where('id', '=', job.id).execute();
  await runExport(stage.ctx, { exportId: job.id, signal });
  expect((await getExport(stage.ctx, job.id)).files).toEqual(job.files);
  // Nothing of the first time is left beside them.
  expect((await readdir(path.join(stage.folder, 'exports', job.id))).length).toBe(job.files?.length);
});

test('votes go into a table; conversations, wrong pairs and foreign words do not', async () => {
  const votes = await exported({ format: 'votes', container: 'csv', compression: 'gzip' });
  expect(dataOf(votes).map(({ name }) => name)).toEqual(['votes.csv.gz']);
  const text = gunzipSync(await bytesOf(votes, 'votes.csv.gz')).toString();
  expect(text.split('\r\n').length).toBe(ROWS + 2);
  expect(text.startsWith('judgment_id,comparison_id,project,')).toBe(true);
  expect(String(await bytesOf(votes, 'README.md'))).toContain('  - name: responses\n    dtype: string');
  const wrong: readonly Asked[] = [
    { container: 'csv' },
    { container: 'parquet', compression: 'gzip' },
    { container: 'jsonl', compression: 'snappy' },
  ];
  for (const asked of wrong)
    await expect(
      startExport(stage.ctx, { versionId, format: 'trl-implicit', ...asked }),
    ).rejects.toMatchObject({
      code: 'invalid_request',
    });
});

test('asking twice gives the same export in every packing, and another one in each', async () => {
  const ids = new Set<string>();
  for (const asked of [{}, ...packings]) {
    const [one, two] = await Promise.all(
      [1, 2].map(() => startExport(stage.ctx, { versionId, format: 'trl-implicit', ...asked })),
    );
    expect(one?.id).toBe(two?.id);
    ids.add(one?.id ?? '');
  }
  expect(ids.size).toBe(packings.length + 1);
  // What is usual need not be said.
  const usual = await startExport(stage.ctx, { versionId, format: 'trl-implicit', container: 'parquet' });
  expect(ids.has(usual.id)).toBe(true);
});

test('an export that is stopped in the middle of packing leaves nothing and comes again', async () => {
  const { id } = await startExport(stage.ctx, {
    versionId,
    format: 'trl-implicit',
    container: 'parquet',
    shardRows: 20,
  });
  const stop = new AbortController();
  const begun: string[] = [];
  const artifacts = {
    openWriter: async (key: string, options: { signal?: AbortSignal }) => {
      begun.push(key);
      if (begun.length === 3) stop.abort(new Error('the machine goes down'));
      return stage.artifacts.openWriter(key, options);
    },
    deletePrefix: (prefix: string) => stage.artifacts.deletePrefix(prefix),
  };
  const ctx = { ...stage.ctx, artifacts } as unknown as typeof stage.ctx;
  await expect(runExport(ctx, { exportId: id, signal: stop.signal })).rejects.toThrow();
  expect(await readdir(path.join(stage.folder, 'exports', id)).catch(() => [])).toEqual([]);
  await runExport(stage.ctx, { exportId: id, signal });
  expect((await getExport(stage.ctx, id)).files?.length).toBe(8);
});

const run = promisify(execFile);

/** A file system of one mebibyte of its own; undefined where this user may not make one. */
async function smallDisk(): Promise<{ folder: string; remove(): Promise<void> } | undefined> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pairwright-small-'));
  try {
    await run('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]);
  } catch {
    await rm(folder, { recursive: true });
    return undefined;
  }
  return {
    folder,
    async remove() {
      await run('umount', [folder]);
      await rm(folder, { recursive: true });
    },
  };
}

const disk = await smallDisk();
afterAll(() => disk?.remove());

test('a full disk is said in words, and once there is room the same export is written (a file system of 1 MiB)', async ({
  skip,
}) => {
  if (disk === undefined) skip('a file system of 1 MiB cannot be mounted by this user');
  const artifacts = await openFolderStore(path.join(disk?.folder ?? '', 'artifacts'));
  const ctx = { ...stage.ctx, artifacts };
  for (const asked of [
    { container: 'jsonl', compression: 'none', shardRows: 110 },
    { container: 'parquet', compression: 'snappy', shardRows: 110 },
  ] as const) {
    const { id } = await startExport(stage.ctx, { versionId, format: 'trl-implicit', ...asked });
    await artifacts.write(
      'other/file',
      (async function* () {
        yield Buffer.alloc(1016 << 10);
      })(),
    );
    await expect(executeExport(ctx, { exportId: id, signal, lastAttempt: true })).rejects.toThrow(
      /disk is full; free some space/,
    );
    expect(await getExport(stage.ctx, id)).toMatchObject({
      state: 'failed',
      files: null,
      error: { code: 'disk_full', fix: expect.stringContaining('Free some space') as string },
    });
    expect(await readdir(path.join(disk?.folder ?? '', 'artifacts/exports')).catch(() => [])).toEqual([]);
    await artifacts.delete('other/file');
    await startExport(stage.ctx, { versionId, format: 'trl-implicit', ...asked });
    await executeExport(asked.container === 'parquet' ? ctx : stage.ctx, {
      exportId: id,
      signal,
      lastAttempt: true,
    });
    expect(await getExport(stage.ctx, id)).toMatchObject({ state: 'ready', rowsDone: ROWS });
  }
});

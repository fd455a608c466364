import { readdir } from 'node:fs/promises';
import { addAllPairs, plainRecipe } from '@pairwright/core/datasets/datasets.fixture';
import {
  createDataset,
  freezeDataset,
  getExport,
  startExport,
} from '@pairwright/core/datasets/datasets.service';
import { runExport } from '@pairwright/core/datasets/export-run.service';
import { freezeVersion } from '@pairwright/core/datasets/freeze.service';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openKilledExports, until } from './killed-exports.fixture.ts';

const RESPONSES = 50;
const PAIRS = (RESPONSES * (RESPONSES - 1)) / 2;

const kit = await openKilledExports();
const { database, stage, ctx } = kit;
const signal = new AbortController().signal;
let versionId: string;
afterAll(() => kit.close());

beforeAll(async () => {
  await addAllPairs(stage, RESPONSES);
  const dataset = await createDataset(ctx, { name: 'killed', recipe: plainRecipe });
  const version = await freezeDataset(ctx, dataset.id);
  await freezeVersion(ctx, { versionId: version.id, signal });
  versionId = version.id;
});

test.each([
  { container: 'jsonl', compression: 'gzip' },
  { container: 'jsonl', compression: 'zstd', shardRows: 400 },
  { container: 'parquet', compression: 'zstd' },
  { container: 'parquet', compression: 'snappy', shardRows: 400 },
] as const)(
  'a worker killed while it packs %j leaves no file that can be taken for one; another process ends with the same bytes',
  async (asked) => {
    const first = await kit.startWorker();
    const { id } = await startExport(ctx, { versionId, format: 'trl-implicit', ...asked });
    const folder = kit.folderOf(id);
    await until(async () => (await readdir(folder).catch(() => []))[0], first);
    await first.kill('SIGKILL');
    expect(await getExport(ctx, id)).toMatchObject({ state: 'running', files: null });

    const second = await kit.startWorker();
    await until(async () => ((await getExport(ctx, id)).state === 'ready' ? true : undefined), second);
    await second.kill('SIGTERM');
    const job = await getExport(ctx, id);
    expect(job).toMatchObject({ rowsDone: PAIRS, rowsTotal: PAIRS, error: null });
    const data = (job.files ?? []).filter(({ rows }) => rows !== null);
    expect(data.reduce((sum, { rows }) => sum + (rows ?? 0), 0)).toBe(PAIRS);
    expect(data.length).toBe('shardRows' in asked ? 4 : 1);
    expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([]);

    // The same by this process, whose thread runs the sources and not the bundle.
    await database.db.updateTable('exports').set({ state: 'queued' }).where('id', '=', id).execute();
    await runExport(ctx, { exportId: id, signal });
    expect((await getExport(ctx, id)).files).toEqual(job.files);
  },
  240_000,
);

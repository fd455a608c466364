import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ProjectContext } from '@pairwright/core/context';
import { addAllPairs, createStage, plainRecipe } from '@pairwright/core/datasets/datasets.fixture';
import {
  createDataset,
  freezeDataset,
  getExport,
  startExport,
} from '@pairwright/core/datasets/datasets.service';
import { runExport } from '@pairwright/core/datasets/export-run.service';
import { freezeVersion } from '@pairwright/core/datasets/freeze.service';
import { openQueue } from '@pairwright/queue/queue';
import { openFolderStore } from '@pairwright/runtime/artifacts/folder-store';
import { createLogger } from '@pairwright/runtime/logger';
import { buildProgram, type RunningProgram, startProgram } from '@pairwright/testkit/program';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { afterAll, beforeAll, expect, test } from 'vitest';

const RESPONSES = 50;
const PAIRS = (RESPONSES * (RESPONSES - 1)) / 2;

const database = await createTestDatabase({ poolSize: 8 });
const dataDir = await mkdtemp(path.join(tmpdir(), 'pairwright-kill-'));
const program = await buildProgram(path.join(import.meta.dirname, 'quick-takeover.fixture.ts'));
const stage = await createStage(database);
const queue = await openQueue({
  connection: { databaseUrl: database.url },
  log: createLogger({ name: 'test', level: 'silent' }),
});
const artifacts = await openFolderStore(path.join(dataDir, 'artifacts'));
const ctx: ProjectContext = { ...stage.ctx, queue, artifacts };
const env = { DATABASE_URL: database.url, PAIRWRIGHT_DATA: dataDir, LOG_LEVEL: 'info' };
const signal = new AbortController().signal;
let versionId: string;
afterAll(async () => {
  await queue.close();
  await stage.close();
  await database.close();
  await program.remove();
  await rm(dataDir, { recursive: true, force: true });
});

beforeAll(async () => {
  await addAllPairs(stage, RESPONSES);
  const dataset = await createDataset(ctx, { name: 'killed', recipe: plainRecipe });
  const version = await freezeDataset(ctx, dataset.id);
  await freezeVersion(ctx, { versionId: version.id, signal });
  versionId = version.id;
});

/** Looks again and again until it is so; the deadline only guards against waiting for ever. */
async function until(look: () => Promise<boolean>, worker: RunningProgram): Promise<void> {
  const deadline = AbortSignal.timeout(100_000);
  while (!(await look())) {
    if (deadline.aborted) throw new Error(`It did not come.\n${worker.output()}`);
    await delay(2);
  }
}

test.each([
  { container: 'jsonl', compression: 'gzip' },
  { container: 'jsonl', compression: 'zstd', shardRows: 400 },
  { container: 'parquet', compression: 'zstd' },
  { container: 'parquet', compression: 'snappy', shardRows: 400 },
] as const)(
  'a worker killed while it packs %j leaves no file that can be taken for one; another process ends with the same bytes',
  async (asked) => {
    const first = await startProgram(program, env);
    const { id } = await startExport(ctx, { versionId, format: 'trl-implicit', ...asked });
    const folder = path.join(dataDir, 'artifacts/exports', id);
    await until(async () => (await readdir(folder).catch(() => [])).length > 0, first);
    await first.kill('SIGKILL');
    expect(await getExport(ctx, id)).toMatchObject({ state: 'running', files: null });

    const second = await startProgram(program, env);
    await until(async () => (await getExport(ctx, id)).state === 'ready', second);
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

import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ExportJob } from '@pairwright/contract/datasets';
import type { ProjectContext } from '@pairwright/core/context';
import { addAllPairs, createStage, plainRecipe } from '@pairwright/core/datasets/datasets.fixture';
import {
  createDataset,
  freezeDataset,
  getExport,
  getVersion,
  startExport,
} from '@pairwright/core/datasets/datasets.service';
import { openQueue } from '@pairwright/queue/queue';
import { openFolderStore } from '@pairwright/runtime/artifacts/folder-store';
import { createLogger } from '@pairwright/runtime/logger';
import { buildProgram, type RunningProgram, startProgram } from '@pairwright/testkit/program';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { afterAll, expect, test } from 'vitest';

const RESPONSES = 180;
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
afterAll(async () => {
  await queue.close();
  await stage.close();
  await database.close();
  await program.remove();
  await rm(dataDir, { recursive: true, force: true });
});

/** Looks again and again until the value is there; the deadline only guards against waiting for ever. */
async function until<T>(look: () => Promise<T | undefined>, worker: RunningProgram): Promise<T> {
  const deadline = AbortSignal.timeout(60_000);
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (deadline.aborted) throw new Error(`It did not come.\n${worker.output()}`);
    await delay(5);
  }
}

async function sumOf(job: ExportJob): Promise<Record<string, string>> {
  const sums: Record<string, string> = {};
  for (const { name } of job.files ?? []) {
    const hash = createHash('sha256');
    for await (const chunk of await artifacts.read(`exports/${job.id}/${name}`)) hash.update(chunk as Buffer);
    sums[name] = hash.digest('hex');
  }
  return sums;
}

test('workers killed in the middle of a freeze and of an export leave nothing behind, and the next one ends with the same bytes', async () => {
  await addAllPairs(stage, RESPONSES);
  const dataset = await createDataset(ctx, { name: 'killed', recipe: plainRecipe });
  const { id: versionId } = await freezeDataset(ctx, dataset.id);

  const first = await startProgram(program, env);
  await until(async () => ((await getVersion(ctx, versionId)).state === 'queued' ? undefined : true), first);
  await first.kill('SIGKILL');
  const half = await getVersion(ctx, versionId);
  expect(half.state).toBe('running');
  const stored = await database.pool.query(
    'select (select count(*) from dataset_rows where version_id = $1) as rows, (select count(*) from dataset_votes where version_id = $1) as votes',
    [versionId],
  );
  expect(stored.rows).toEqual([{ rows: 0, votes: 0 }]);

  const second = await startProgram(program, env);
  const frozen = await until(
    async () =>
      getVersion(ctx, versionId).then((version) => (version.state === 'ready' ? version : undefined)),
    second,
  );
  expect(frozen).toMatchObject({ comparisons: PAIRS, rows: PAIRS, votes: PAIRS, drops: {} });

  const { id: exportId } = await startExport(ctx, { versionId, format: 'trl-implicit' });
  const folder = path.join(dataDir, 'artifacts/exports', exportId);
  const killedAt: number[] = [];
  let worker = second;
  for (let kills = 0; kills < 3; kills += 1) {
    const before = (await getExport(ctx, exportId)).rowsDone;
    killedAt.push(
      await until(
        async () =>
          getExport(ctx, exportId).then(({ rowsDone }) =>
            rowsDone > 0 && rowsDone !== before ? rowsDone : undefined,
          ),
        worker,
      ),
    );
    await worker.kill('SIGKILL');
    // An unfinished file has another name, and its row says that it is not ready.
    expect((await readdir(folder)).filter((name) => !name.startsWith('.'))).toEqual([]);
    expect((await getExport(ctx, exportId)).files).toBeNull();
    worker = await startProgram(program, env);
  }
  const job = await until(
    async () => getExport(ctx, exportId).then((found) => (found.state === 'ready' ? found : undefined)),
    worker,
  );
  expect(
    killedAt.some((rows) => rows < PAIRS),
    `killed at ${killedAt.join(', ')} of ${PAIRS}`,
  ).toBe(true);
  expect((await readdir(folder)).toSorted()).toEqual(['README.md', 'manifest.json', 'train.jsonl']);
  expect(job).toMatchObject({ rowsDone: PAIRS, rowsTotal: PAIRS, error: null });
  const sums = await sumOf(job);
  expect(sums).toEqual(Object.fromEntries((job.files ?? []).map(({ name, sha256 }) => [name, sha256])));

  // The same again without a kill.
  await database.db.updateTable('exports').set({ state: 'failed' }).where('id', '=', exportId).execute();
  await startExport(ctx, { versionId, format: 'trl-implicit' });
  const again = await until(
    async () => getExport(ctx, exportId).then((found) => (found.state === 'ready' ? found : undefined)),
    worker,
  );
  expect(await sumOf(again)).toEqual(sums);
  await worker.kill('SIGTERM');
  expect(worker.process.exitCode, worker.output()).toBe(0);
}, 240_000);

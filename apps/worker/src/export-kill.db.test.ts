import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ExportJob } from '@pairwright/contract/datasets';
import { addAllPairs, plainRecipe } from '@pairwright/core/datasets/datasets.fixture';
import {
  createDataset,
  freezeDataset,
  getExport,
  getVersion,
  startExport,
} from '@pairwright/core/datasets/datasets.service';
import { afterAll, expect, test } from 'vitest';
import { openKilledExports, until } from './killed-exports.fixture.ts';

const RESPONSES = 180;
const PAIRS = (RESPONSES * (RESPONSES - 1)) / 2;

const kit = await openKilledExports();
const { database, stage, ctx } = kit;
afterAll(() => kit.close());

async function sumOf(job: ExportJob): Promise<Record<string, string>> {
  const sums: Record<string, string> = {};
  for (const { name } of job.files ?? []) {
    const hash = createHash('sha256');
    for await (const chunk of await ctx.artifacts.read(`exports/${job.id}/${name}`))
      hash.update(chunk as Buffer);
    sums[name] = hash.digest('hex');
  }
  return sums;
}

/** What is in an unfinished file that a killed worker has not left; undefined while that is nothing. */
async function bytesWritten(folder: string, left: ReadonlySet<string>): Promise<number | undefined> {
  const names = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(
    names
      .filter((name) => !left.has(name))
      .map((name) =>
        stat(path.join(folder, name)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
  );
  return sizes.find((size) => size > 0);
}

test('workers killed in the middle of a freeze and of an export leave nothing behind, and the next one ends with the same bytes', async () => {
  await addAllPairs(stage, RESPONSES);
  const dataset = await createDataset(ctx, { name: 'killed', recipe: plainRecipe });
  const { id: versionId } = await freezeDataset(ctx, dataset.id);

  const first = await kit.startWorker();
  await until(async () => ((await getVersion(ctx, versionId)).state === 'queued' ? undefined : true), first);
  await first.kill('SIGKILL');
  const half = await getVersion(ctx, versionId);
  expect(half.state).toBe('running');
  const stored = await database.pool.query(
    'select (select count(*) from dataset_rows where version_id = $1) as rows, (select count(*) from dataset_votes where version_id = $1) as votes',
    [versionId],
  );
  expect(stored.rows).toEqual([{ rows: 0, votes: 0 }]);

  const second = await kit.startWorker();
  const frozen = await until(
    async () =>
      getVersion(ctx, versionId).then((version) => (version.state === 'ready' ? version : undefined)),
    second,
  );
  expect(frozen).toMatchObject({ comparisons: PAIRS, rows: PAIRS, votes: PAIRS, drops: {} });

  const { id: exportId } = await startExport(ctx, { versionId, format: 'trl-implicit' });
  const folder = kit.folderOf(exportId);
  const killedAt: number[] = [];
  let worker = second;
  for (let kills = 0; kills < 3; kills += 1) {
    const left = new Set(await readdir(folder).catch(() => []));
    killedAt.push(await until(() => bytesWritten(folder, left), worker));
    await worker.kill('SIGKILL');
    // An unfinished file has another name, and its row says that it is not ready.
    expect((await readdir(folder)).filter((name) => !name.startsWith('.'))).toEqual([]);
    expect((await getExport(ctx, exportId)).files).toBeNull();
    worker = await kit.startWorker();
  }
  const job = await until(
    async () => getExport(ctx, exportId).then((found) => (found.state === 'ready' ? found : undefined)),
    worker,
  );
  expect((await readdir(folder)).toSorted()).toEqual(['README.md', 'manifest.json', 'train.jsonl']);
  expect(job).toMatchObject({ rowsDone: PAIRS, rowsTotal: PAIRS, error: null });
  const { size } = await stat(path.join(folder, 'train.jsonl'));
  for (const bytes of killedAt) expect(bytes).toBeLessThan(size);
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

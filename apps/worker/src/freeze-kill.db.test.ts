import { addAllPairs, plainRecipe } from '@pairwright/core/datasets/datasets.fixture';
import {
  cancelFreeze,
  createDataset,
  freezeDataset,
  getVersion,
} from '@pairwright/core/datasets/datasets.service';
import { holdTable } from '@pairwright/testkit/held-table';
import { afterAll, expect, test } from 'vitest';
import { openKilledExports, until } from './killed-exports.fixture.ts';

const kit = await openKilledExports();
const { database, stage, ctx } = kit;
afterAll(() => kit.close());

async function keptOf(versionId: string): Promise<unknown> {
  const { rows } = await database.pool.query(
    `select (select count(*) from dataset_rows where version_id = $1) as rows, (select count(*) from dataset_votes where version_id = $1) as votes,
      (select count(*) from freeze_progress where version_id = $1) as told`,
    [versionId],
  );
  return rows[0];
}

test('a freeze is cancelled while its worker is dead, and while it lives: nothing is kept, and the worker goes on with the next', async () => {
  await addAllPairs(stage, 6);
  const dataset = await createDataset(ctx, { name: 'cancelled', recipe: plainRecipe });
  const isAt = (versionId: string, step: string) => async () =>
    (await getVersion(ctx, versionId)).progress?.step === step ? true : undefined;

  let letGo = await holdTable(database, 'dataset_votes');
  const { id: first } = await freezeDataset(ctx, dataset.id);
  const killed = await kit.startWorker();
  await until(isAt(first, 'votes'), killed);
  await killed.kill('SIGKILL');
  await cancelFreeze(ctx, first);
  await letGo();

  letGo = await holdTable(database, 'dataset_votes');
  const worker = await kit.startWorker();
  const { id: second } = await freezeDataset(ctx, dataset.id);
  await until(isAt(second, 'votes'), worker);
  await cancelFreeze(ctx, second);
  const statements = async () => {
    const { rowCount } = await database.pool.query(
      `select from pg_locks where not granted and relation = 'dataset_votes'::regclass`,
    );
    return rowCount === 0 ? true : undefined;
  };
  // Ended although what it waits for has not come.
  await until(statements, worker);
  await letGo();

  const { id: third } = await freezeDataset(ctx, dataset.id);
  await until(async () => ((await getVersion(ctx, third)).state === 'ready' ? true : undefined), worker);
  for (const versionId of [first, second]) {
    expect(await getVersion(ctx, versionId)).toMatchObject({ state: 'cancelled', rows: null, error: null });
    expect(await keptOf(versionId)).toEqual({ rows: 0, votes: 0, told: 0 });
  }
  const failed = await database.pool.query(`select from dataset_versions where state = 'failed'`);
  expect(failed.rowCount).toBe(0);
  await worker.kill('SIGTERM');
  expect(worker.process.exitCode, worker.output()).toBe(0);
  expect(worker.output()).not.toContain('"level":"error"');
}, 120_000);

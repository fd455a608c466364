import { afterAll, beforeAll, expect, test } from 'vitest';
import { holdTable } from '@pairwright/testkit/held-table';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { addAllPairs, createStage, plainRecipe } from './datasets.fixture.ts';
import { createDataset, freezeDataset } from './datasets.service.ts';
import { frozenTables } from './freeze.queries.ts';
import { freezeVersion } from './freeze.service.ts';

const database = await createTestDatabase({ poolSize: 8 });
const stage = await createStage(database, { slug: 'deleted' });
const { signal } = new AbortController();

beforeAll(() => addAllPairs(stage, 12));
afterAll(async () => {
  await stage.close();
  await database.close();
});

/** Lines of the version in each table that a freeze fills. */
async function linesOf(versionId: string): Promise<Record<string, number>> {
  const found = await Promise.all(
    frozenTables.map(async (table) => {
      const { rows } = await database.pool.query<{ n: number }>(
        `select count(*)::int as n from ${table} where version_id = $1`,
        [versionId],
      );
      return [table, rows[0]?.n ?? 0] as const;
    }),
  );
  return Object.fromEntries(found);
}
const none = Object.fromEntries(frozenTables.map((table) => [table, 0]));
const remove = (versionId: string) =>
  database.pool.query('delete from dataset_versions where id = $1', [versionId]);

async function untilWaiting(statement: string): Promise<void> {
  const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like $1`;
  await expect.poll(async () => (await database.pool.query(waiting, [statement])).rowCount).toBe(1);
}

const createOne = async (name: string, recipe = plainRecipe): Promise<string> =>
  (await createDataset(stage.ctx, { name, recipe })).id;

test.each([
  ['dataset_rows', plainRecipe],
  // Each comparison has one judgment.
  ['dataset_drops', { ...plainRecipe, minJudgments: 2 }],
] as const)('what a version holds goes with it, and nothing of another: %s', async (table, recipe) => {
  const datasetId = await createOne(table, recipe);
  const [kept, gone] = [await freezeDataset(stage.ctx, datasetId), await freezeDataset(stage.ctx, datasetId)];
  for (const { id } of [kept, gone]) await freezeVersion(stage.ctx, { versionId: id, signal });
  const before = await linesOf(kept.id);
  expect(await linesOf(gone.id)).toEqual(before);
  expect(before).toMatchObject({ dataset_votes: 66, [table]: 66 });
  await remove(gone.id);
  expect(await linesOf(gone.id)).toEqual(none);
  expect(await linesOf(kept.id)).toEqual(before);
});

test('a version that is deleted while it is filled keeps nothing', async () => {
  const { id: versionId } = await freezeDataset(stage.ctx, await createOne('meanwhile'));
  // Its rows are written, and it waits before its votes.
  const release = await holdTable(database, 'dataset_votes');
  const freezing = freezeVersion(stage.ctx, { versionId, signal });
  await untilWaiting('%insert into dataset_votes%');
  const deleting = remove(versionId);
  await untilWaiting('delete from dataset_versions%');
  await release();
  await deleting;
  // Its last statement fails, and then nobody wants it any more.
  await freezing;
  expect(await linesOf(versionId)).toEqual(none);
});

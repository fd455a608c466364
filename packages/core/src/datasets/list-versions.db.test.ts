import { createTestDatabase } from '@pairwright/testkit/test-database';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createStage, plainRecipe } from './datasets.fixture.ts';
import { createDataset, freezeDataset, listVersions } from './datasets.service.ts';

const database = await createTestDatabase();
const stage = await createStage(database);
let datasetId: string;
afterAll(async () => {
  await stage.close();
  await database.close();
});

beforeAll(async () => {
  datasetId = (await createDataset(stage.ctx, { name: 'Many', recipe: plainRecipe })).id;
  for (let n = 0; n < 8; n += 1) await freezeDataset(stage.ctx, datasetId);
  await sql`update dataset_versions set state = case when version in (2, 3, 5) then 'ready' when version = 4 then 'failed' else state end
    where dataset_id = ${datasetId}`.execute(database.db);
});

async function numbers(query: Partial<Parameters<typeof listVersions>[1]>): Promise<number[]> {
  const { items } = await listVersions(stage.ctx, { datasetId, limit: 50, ...query });
  return items.map(({ version }) => version);
}

test('versions are listed by state, and before one of them, whatever stands between', async () => {
  expect(await numbers({})).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
  expect(await numbers({ state: 'ready' })).toEqual([5, 3, 2]);
  expect(await numbers({ state: 'ready', limit: 2 })).toEqual([5, 3]);
  expect(await numbers({ state: 'ready', before: 5, limit: 1 })).toEqual([3]);
  expect(await numbers({ before: 3 })).toEqual([2, 1]);
  expect(await numbers({ state: 'ready', before: 2 })).toEqual([]);
});

test('the pages of a narrowed list go on where they ended', async () => {
  const first = await listVersions(stage.ctx, { datasetId, state: 'ready', limit: 2 });
  const next = await listVersions(stage.ctx, {
    datasetId,
    state: 'ready',
    limit: 2,
    cursor: first.nextCursor ?? undefined,
  });
  expect([...first.items, ...next.items].map(({ version }) => version)).toEqual([5, 3, 2]);
  expect(next.nextCursor).toBeNull();
});

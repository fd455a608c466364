import { afterAll, expect, test } from 'vitest';
import { recipe } from '@pairwright/contract/datasets';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { returnComparison, withdrawComparison } from '../withdrawals/withdrawals.service.ts';
import { addGroup, addVote, createStage, plainRecipe } from './datasets.fixture.ts';
import { createDataset, freezeDataset } from './datasets.service.ts';
import { getVersionDiff } from './explain/diff.service.ts';
import { freezeVersion } from './freeze.service.ts';
import { previewRecipe } from './preview.service.ts';

const database = await createTestDatabase();
const stage = await createStage(database);
const signal = new AbortController().signal;
afterAll(async () => {
  await stage.close();
  await database.close();
});

const said = (content: string) => [{ role: 'assistant' as const, content }];

async function pair(name: string): Promise<string> {
  const { comparisonId } = await addGroup(stage, { responses: [said(`${name} good`), said(`${name} poor`)] });
  await addVote(stage, comparisonId, {
    annotator: stage.annotators[0]!,
    outcome: 'preference',
    strength: -2,
  });
  return comparisonId;
}

async function freeze(datasetId: string) {
  const { id } = await freezeDataset(stage.ctx, datasetId);
  await freezeVersion(stage.ctx, { versionId: id, signal });
  const { rows } = await database.pool.query(
    'select rows_total::int as rows, drop_reasons as drops from dataset_versions where id = $1',
    [id],
  );
  return { id, ...(rows[0] as { rows: number; drops: Record<string, number> }) };
}

test('what is withdrawn is left out under its own reason, whatever the recipe asks, and comes back', async () => {
  const comparisonId = await pair('wrong');
  await pair('right');
  const { id: datasetId } = await createDataset(stage.ctx, { name: 'work', recipe: plainRecipe });
  const before = await freeze(datasetId);
  expect(before).toMatchObject({ rows: 2, drops: {} });
  await withdrawComparison(stage.ctx, { comparisonId, because: 'a wrong file' });
  const without = await freeze(datasetId);
  expect(without).toMatchObject({ rows: 1, drops: { withdrawn: 1 } });
  for (const filters of [{}, { minStrength: 1 }, { languages: ['xx'] }]) {
    const preview = await previewRecipe(stage.ctx, {
      recipe: recipe.parse({ ...plainRecipe, filters }),
      format: 'trl-implicit',
    });
    expect(preview.drops).toMatchObject({ withdrawn: 1 });
  }
  const diff = await getVersionDiff(stage.ctx, { versionId: before.id, toId: without.id });
  expect(diff.reasons).toEqual([{ kind: 'removed', reason: 'withdrawn', rows: 1 }]);
  await returnComparison(stage.ctx, { comparisonId });
  expect(await freeze(datasetId)).toMatchObject({ rows: 2, drops: {} });
});

import { afterAll, expect, test } from 'vitest';
import { recipe } from '@pairwright/contract/recipe';
import { previewRecipe } from '../datasets/preview.service.ts';
import { getRecipeChoices } from '../recipe-choices/recipe-choices.service.ts';
import { getRouting, updateBatchRouting } from '../routing/routing.service.ts';
import { importRows } from './import-rows.ts';
import { allPairs, blocks, openImportFixture, rowText } from './imports.fixture.ts';

const fixture = await openImportFixture();
afterAll(() => fixture.close());

test('an import is of the newest round, and a batch that is put into a higher one begins it', async () => {
  const projectId = await fixture.newProject();
  const ctx = fixture.contextOf(projectId);
  const bring = (from: number, to: number, tags?: readonly string[]) =>
    importRows(fixture.services, {
      projectId,
      filename: `rows-${from}.jsonl`,
      pairing: allPairs,
      source: blocks(
        Array.from({ length: to - from }, (_, n) =>
          JSON.stringify({ ...(JSON.parse(rowText(from + n)) as object), ...(tags && { tags }) }),
        ).join('\n'),
      ),
    });
  const rounds = async () =>
    (await getRouting(ctx)).batches.map(({ name, round }) => `${name} ${round}`).toSorted();
  await bring(0, 2);
  expect(await rounds()).toEqual(['rows-0.jsonl 1']);
  await bring(2, 5, ['math', 'hard']);
  const second = (await getRouting(ctx)).batches.find(({ name }) => name === 'rows-2.jsonl')!;
  await updateBatchRouting(ctx, { batchId: second.id, round: 2 });
  expect(second).toMatchObject({ round: 1, comparisons: 3 });
  const notes = (await bring(5, 9, ['math'])).notes;
  // Tags are a key of ours: nothing is noted.
  expect(notes).toEqual([]);
  expect(await rounds()).toEqual(['rows-0.jsonl 1', 'rows-2.jsonl 2', 'rows-5.jsonl 2']);
  // Another project has rounds of its own.
  const other = fixture.contextOf(await fixture.newProject());
  await importRows(fixture.services, {
    projectId: other.projectId,
    filename: 'other.jsonl',
    pairing: allPairs,
    source: blocks(rowText(1)),
  });
  expect((await getRouting(other)).batches.map(({ round }) => round)).toEqual([1]);
  expect(await getRecipeChoices(ctx)).toMatchObject({
    rounds: [
      { value: 2, count: 7 },
      { value: 1, count: 2 },
    ],
    tags: [
      { value: 'math', count: 7 },
      { value: 'hard', count: 3 },
    ],
  });
  const dropsOf = async (filters: object) =>
    (await previewRecipe(ctx, { recipe: recipe.parse({ filters }), format: 'votes' })).drops;
  expect(await dropsOf({ rounds: [2] })).toEqual({ other_round: 2, too_few_judgments: 7 });
  expect(await dropsOf({ tags: ['hard'] })).toEqual({ other_tag: 6, too_few_judgments: 3 });
});

import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recipe, type Recipe } from '@pairwright/contract/datasets';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { addPair, addVote, createStage } from './datasets.fixture.ts';
import { asked, said } from './every-kind.fixture.ts';
import { frozen } from './exported.fixture.ts';
import { previewRecipe } from './preview.service.ts';

const database = await createTestDatabase();
const stage = await createStage(database, { slug: 'duplicates' });
const [a, b] = stage.annotators as [string, string];
afterAll(async () => {
  await stage.close();
  await database.close();
});

/** Two comparisons of the same two answers, shown in the other order the second time. */
const prompt = asked('How do I cook rice?');
beforeAll(async () => {
  const one = await addPair(stage, { rank: 1, prompt, first: said('Wash it.'), second: said('Soak it.') });
  await addVote(stage, one, { annotator: a, outcome: 'tie' });
  const same = await database.db
    .selectFrom('comparisons')
    .select(['prompt_id', 'response_ids'])
    .where('id', '=', one)
    .executeTakeFirstOrThrow();
  const turned = stage.ctx.ids.next();
  await database.db
    .insertInto('comparisons')
    .values({
      id: turned,
      project_id: stage.projectId,
      batch_id: stage.batchId,
      prompt_id: same.prompt_id,
      response_ids: same.response_ids.toReversed(),
      rank: 2,
      target_judgments: 3,
      side_seed: 0,
    })
    .execute();
  await addVote(stage, turned, { annotator: a, outcome: 'tie' });
  await addVote(stage, turned, { annotator: b, outcome: 'preference', strength: 2 });
});

async function rowsOf(choices: Partial<Recipe>): Promise<string[]> {
  const { versionId } = await frozen(stage, choices);
  const { rows } = await sql<{ row: string }>`
    select concat_ws(' ', r.kind, c.messages -> 0 ->> 'content', '>', x.messages -> 0 ->> 'content', r.weight) as row
    from dataset_rows r join responses c on c.id = r.chosen_id join responses x on x.id = r.rejected_id
    where r.version_id = ${versionId} order by ordinal`.execute(database.db);
  const preview = await previewRecipe(stage.ctx, { recipe: recipe.parse(choices), format: 'votes' });
  expect(preview.rows).toBe(rows.length);
  return rows.map(({ row }) => row);
}

test.each(['drop', 'near'] as const)(
  'half of a tie is no duplicate of a preference: %s',
  async (duplicates) => {
    expect(await rowsOf({ aggregation: 'each_vote', ties: 'half_weight', duplicates })).toEqual([
      'preference Wash it. > Soak it. 0.5',
      'preference Soak it. > Wash it. 0.5',
      'preference Wash it. > Soak it. 1',
    ]);
  },
);

test.each(['drop', 'near'] as const)('a tie is the same in both orders: %s', async (duplicates) => {
  expect(await rowsOf({ aggregation: 'each_vote', ties: 'keep', duplicates })).toEqual([
    'tie Wash it. > Soak it. 1',
    'preference Wash it. > Soak it. 1',
  ]);
});

import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { recipe } from '@pairwright/contract/recipe';
import { recipeChoices } from '@pairwright/contract/recipe-choices';
import { plainPair } from '@pairwright/domain/judgment/form';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { addPair, addQuestion, addVote, createStage, noDetails } from '../datasets/datasets.fixture.ts';
import { previewRecipe } from '../datasets/preview.service.ts';
import { getRecipeChoices } from './recipe-choices.service.ts';

const database = await createTestDatabase();
const stage = await createStage(database);
const other = await createStage(database);
afterAll(async () => {
  await stage.close();
  await other.close();
  await database.close();
});

const said = (content: string) => [{ role: 'assistant' as const, content }];

async function pair(language: string, metadata: unknown, batchId = stage.batchId): Promise<string> {
  const comparisonId = await addPair(
    { ...stage, batchId },
    { prompt: [{ role: 'user', content: language }], first: said('a'), second: said('b'), source: 'web' },
  );
  await sql`update prompts set language = ${language}, category = 'math', metadata = ${JSON.stringify(metadata)}::jsonb
    where id = (select prompt_id from comparisons where id = ${comparisonId}::uuid)`.execute(database.db);
  return comparisonId;
}

test('there is to choose from what was imported, asked and told, with counts, and nothing of other projects', async () => {
  const form = plainPair({ points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true });
  const flag = { key: 'wrong', label: { en: 'Wrong', 'zh-CN': '错误' }, hint: null, severities: [] };
  const severity = {
    key: 'severity',
    label: { en: 'Severity', 'zh-CN': '危害程度' },
    min: 0,
    max: 3,
    low: null,
    high: null,
  };
  const asked = { ...severity, hint: null, required: true };
  const clear = { key: 'clear', label: { en: 'Clear', 'zh-CN': '清楚' }, hint: null, points: 7 };
  const criteria = [{ ...clear, allowNotApplicable: false, required: false }];
  await addQuestion(stage, 2, { ...form, flags: [flag], criteria, ratings: [{ ...asked, max: 9 }] });
  await addQuestion(stage, 3, {
    ...form,
    flags: [flag, { ...flag, key: 'rude' }],
    ratings: [asked],
  });
  const { db } = database;
  const second = stage.ctx.ids.next();
  await db
    .insertInto('batches')
    .values({ id: second, project_id: stage.projectId, name: 'second', round: 2 })
    .execute();
  const [a, b] = stage.annotators as [string, string];
  await db
    .insertInto('project_members')
    .values([
      { project_id: stage.projectId, user_id: a, role: 'annotator', teams: ['red', 'blue'] },
      { project_id: stage.projectId, user_id: b, role: 'annotator', teams: ['red'] },
    ])
    .execute();
  const first = await pair('en', { tags: ['a', 'a', 'b', 3] });
  await pair('en', { tags: 'b' }, second);
  await pair('zh-CN', { tags: { a: 1 } });
  const flags = [{ key: 'rude', response: 0, severity: null }];
  const told = [{ key: 'clear', outcome: 'preference', position: 6, strength: 2 }] as const;
  const details = { ...noDetails, flags, criteria: told };
  await addVote(stage, first, { annotator: a, outcome: 'preference', details });
  await addVote(stage, first, { annotator: b, outcome: 'preference', questionVersion: 3 });
  const found = await getRecipeChoices(stage.ctx);
  expect(found).toEqual({
    batches: [
      { value: second, name: 'second', count: 1 },
      { value: stage.batchId, name: 'first', count: 2 },
    ],
    rounds: [
      { value: 2, count: 1 },
      { value: 1, count: 2 },
    ],
    languages: [
      { value: 'en', count: 2 },
      { value: 'zh-CN', count: 1 },
    ],
    categories: [{ value: 'math', count: 3 }],
    sources: [{ value: 'web', count: 3 }],
    tags: [
      { value: 'b', count: 2 },
      { value: 'a', count: 1 },
    ],
    models: [
      { value: 'model\tB\\', count: 3 },
      { value: 'model "甲"', count: 3 },
    ],
    flags: [
      { value: 'rude', count: 1 },
      { value: 'wrong', count: 0 },
    ],
    criteria: [{ value: 'clear', count: 1 }],
    questionVersions: [
      { value: 3, count: 1 },
      { value: 2, count: 0 },
      { value: 1, count: 1 },
    ],
    guidelinesVersions: [{ value: 1, count: 2 }],
    teams: [
      { value: 'red', count: 2 },
      { value: 'blue', count: 1 },
    ],
    ratings: [severity],
    partial: [],
    sampled: null,
  });
  expect(recipeChoices.parse(found)).toEqual(found);
  // What a value is said to have is what a recipe with that value alone keeps in.
  for (const [filter, wanted] of [
    ['languages', { value: 'en', count: 2 }],
    ['tags', { value: 'b', count: 2 }],
    ['rounds', { value: 2, count: 1 }],
  ] as const) {
    const { units, drops } = await previewRecipe(stage.ctx, {
      recipe: recipe.parse({ filters: { [filter]: [wanted.value] } }),
      format: 'votes',
    });
    const left = Object.entries(drops).flatMap(([reason, n]) => (reason.startsWith('other_') ? [n] : []));
    expect([filter, units - left.reduce((sum, n) => sum + n, 0)]).toEqual([filter, wanted.count]);
  }
  expect(await getRecipeChoices(other.ctx)).toEqual({
    batches: [{ value: other.batchId, name: 'first', count: 0 }],
    rounds: [{ value: 1, count: 0 }],
    languages: [],
    categories: [],
    sources: [],
    tags: [],
    models: [],
    flags: [],
    criteria: [],
    questionVersions: [{ value: 1, count: 0 }],
    guidelinesVersions: [{ value: 1, count: 0 }],
    teams: [],
    ratings: [],
    partial: [],
    sampled: null,
  });
});

test('of a large project a sample is counted, scaled up, and said to be one', async () => {
  for (let n = 0; n < 40; n += 1)
    await addPair(other, {
      rank: n,
      prompt: said(`q${n}`),
      first: said('1'),
      second: said('2'),
      source: 'many',
    });
  const found = await getRecipeChoices(other.ctx, { mostExact: 20 });
  expect(found.sampled?.of).toBe(40);
  expect(found.sampled?.comparisons).toBeLessThan(40);
  expect(found.partial).toEqual(['languages', 'categories', 'sources', 'tags', 'models']);
  // All have it, so the scaled count is all.
  expect(found.sources).toEqual([{ value: 'many', count: 40 }]);
  expect(found.batches[0]?.count).toBe(40);
});

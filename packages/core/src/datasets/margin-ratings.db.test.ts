import { afterAll, beforeAll, expect, test } from 'vitest';
import { recipe, type Recipe } from '@pairwright/contract/datasets';
import { Problem } from '@pairwright/contract/errors';
import { type MarginRating, wantedRecipe } from '@pairwright/contract/recipe';
import { plainPair } from '@pairwright/domain/judgment/form';
import type { Manifest } from '@pairwright/formats/manifest';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { addPair, addQuestion, addVote, createStage, noDetails } from './datasets.fixture.ts';
import { createDataset, freezeDataset, updateDataset } from './datasets.service.ts';
import { asked, said } from './every-kind.fixture.ts';
import { filesOf, frozen } from './exported.fixture.ts';
import { previewRecipe } from './preview.service.ts';

const database = await createTestDatabase();
const stage = await createStage(database, { slug: 'margins' });
const [a] = stage.annotators as [string];
afterAll(async () => {
  await stage.close();
  await database.close();
});

const lower: MarginRating = { key: 'severity', better: 'lower' };
const byRatings = (marginRatings: Recipe['marginRatings']): Recipe => ({
  ...recipe.parse({}),
  includeMargin: true,
  margin: 'rating_difference',
  marginRatings,
});

/** As the template for PKU-SafeRLHF asks, 3 being the worst; beside it a number on another scale. */
beforeAll(async () => {
  const form = plainPair({ points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true });
  const rating = (key: string, min: number, max: number) => ({
    key,
    label: { en: key, 'zh-CN': key },
    hint: null,
    min,
    max,
    low: null,
    high: null,
    required: false,
  });
  await addQuestion(stage, 2, {
    ...form,
    ratings: [rating('severity', 0, 3), rating('helpful', 0, 3), rating('stars', 1, 5)],
  });
  const judged = async (rank: number, ratings: readonly [string, number, number][]): Promise<void> => {
    const id = await addPair(stage, {
      rank,
      prompt: asked(`Question ${rank}?`),
      first: said('harmless'),
      second: said('harmful'),
    });
    await addVote(stage, id, {
      annotator: a,
      outcome: 'preference',
      strength: -2,
      questionVersion: 2,
      details: {
        ...noDetails,
        ratings: ratings.map(([key, response, value]) => ({ key, response, value })),
      },
    });
  };
  await judged(1, [
    ['severity', 0, 0],
    ['severity', 1, 3],
  ]);
  await judged(2, [
    ['severity', 0, 1],
    ['severity', 1, 2],
    ['helpful', 0, 3],
    ['helpful', 1, 0],
  ]);
  // Each was rated on another thing.
  await judged(3, [
    ['severity', 0, 1],
    ['helpful', 1, 3],
  ]);
});

async function written(given: Recipe) {
  const { versionId } = await frozen(stage, given);
  const files = await filesOf(stage, { versionId, format: 'trl-explicit' });
  const lines = (files['train.jsonl'] ?? '').trimEnd().split('\n');
  return {
    margins: lines.map((line) => (JSON.parse(line) as { margin: number }).margin),
    manifest: JSON.parse(files['manifest.json'] ?? '') as Manifest,
    card: files['README.md'] ?? '',
  };
}

test('the less harmful of two has a positive margin, and two that share no rating have none', async () => {
  const { margins, manifest, card } = await written(byRatings([lower]));
  expect(margins).toEqual([3, 1]);
  expect(manifest.drop_reasons).toMatchObject({ no_margin: 1 });
  expect(manifest.recipe.marginRatings).toEqual([lower]);
  expect(card).toContain(
    'difference of the means on each of `severity` (lower is better) that both responses',
  );
  expect(card).toContain('两个回答都有的`severity`（越低越好）各取平均值之差');
  const both = await written(byRatings([lower, { key: 'helpful', better: 'higher' }]));
  expect(both.margins).toEqual([3, 2]);
});

test('a recipe of before means what it meant, and its manifest says no more than it did', async () => {
  const { margins, manifest, card } = await written(byRatings(null));
  expect(margins).toEqual([-3, 1.5 + 0.5 - 1, -2]);
  expect(Object.keys(manifest.recipe)).not.toContain('marginRatings');
  expect(card).toContain(
    '`margin`: mean rating of the chosen response less that of the rejected one; may be negative, a float in every row',
  );
});

test('none is made so any more: ratings are named, each once', () => {
  const given = { includeMargin: true, margin: 'rating_difference' };
  expect(wantedRecipe.safeParse(given).error?.issues).toMatchObject([{ path: ['marginRatings'] }]);
  for (const marginRatings of [[], [lower, lower], [{ key: 'severity' }]])
    expect(wantedRecipe.safeParse({ ...given, marginRatings }).success, JSON.stringify(marginRatings)).toBe(
      false,
    );
  expect(wantedRecipe.safeParse({ ...given, marginRatings: [lower] }).success).toBe(true);
  expect(wantedRecipe.safeParse({ margin: 'rating_difference' }).success).toBe(true);
});

const refusal = async (work: Promise<unknown>) => {
  const problem: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(problem).toBeInstanceOf(Problem);
  return JSON.stringify(problem instanceof Problem ? { ...problem } : null);
};

test('a rating that nobody is asked for, and ratings on different scales, are refused by name', async () => {
  const unknown = byRatings([lower, { key: 'taste', better: 'higher' }]);
  const mixed = byRatings([lower, { key: 'stars', better: 'higher' }]);
  for (const work of [
    () => createDataset(stage.ctx, { name: 'x', recipe: unknown }),
    () => previewRecipe(stage.ctx, { recipe: unknown, format: 'trl-explicit' }),
  ]) {
    const said = await refusal(work());
    expect(said).toContain('body.recipe.marginRatings.1.key');
    expect(said).toContain('helpful (0 to 3), severity (0 to 3), stars (1 to 5)');
  }
  const dataset = await createDataset(stage.ctx, { name: 'x', recipe: byRatings([lower]) });
  expect(await refusal(updateDataset(stage.ctx, { datasetId: dataset.id, recipe: mixed }))).toContain(
    'severity (0 to 3), stars (1 to 5)',
  );
  // The question changed since.
  const form = plainPair({ points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true });
  const severity = {
    key: 'severity',
    label: { en: 'Severity', 'zh-CN': '程度' },
    hint: null,
    low: null,
    high: null,
    required: true,
  };
  await addQuestion(stage, 3, { ...form, ratings: [{ ...severity, min: 0, max: 9 }] });
  expect(await refusal(freezeDataset(stage.ctx, dataset.id))).toContain(
    'severity (0 to 3), severity (0 to 9)',
  );
  const filtered = byRatings([lower]);
  await updateDataset(stage.ctx, {
    datasetId: dataset.id,
    recipe: { ...filtered, filters: { ...filtered.filters, questionVersions: [2] } },
  });
  expect((await freezeDataset(stage.ctx, dataset.id)).state).toBe('queued');
});

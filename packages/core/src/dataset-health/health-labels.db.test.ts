import { afterAll, beforeAll, expect, test } from 'vitest';
import { recipe, type Recipe } from '@pairwright/contract/recipe';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { addGroup, addPair, addVote, createStage, type Stage } from '../datasets/datasets.fixture.ts';
import { addEveryKind, asked, said } from '../datasets/every-kind.fixture.ts';
import { dataFilesOf, frozen } from '../datasets/exported.fixture.ts';
import { fill } from '../datasets/export-run.fixture.ts';
import { getHealth, requestHealth } from './health.service.ts';
import { runHealth } from './run-health.service.ts';

const database = await createTestDatabase();
const stage = await createStage(database, { slug: 'labels' });
const hostile = await createStage(database, { slug: 'hostile' });
const { signal } = new AbortController();
afterAll(async () => {
  await stage.close();
  await hostile.close();
  await database.close();
});

beforeAll(async () => {
  // Two pairs, a tie, a pair that is both bad, a ranking, thumbs and steps.
  await addEveryKind(stage);
  const [a, b] = stage.annotators as [string, string];
  const disputed = await addPair(stage, {
    rank: 20,
    prompt: asked('Who?'),
    first: said('I'),
    second: said('you'),
  });
  await addVote(stage, disputed, { annotator: a, outcome: 'preference', strength: -2 });
  await addVote(stage, disputed, { annotator: b, outcome: 'preference', strength: 1 });
  // Both bad, and the same words.
  const twins = await addPair(stage, {
    rank: 21,
    prompt: asked('Where?'),
    first: said('here'),
    second: said('here '),
  });
  await addVote(stage, twins, { annotator: a, outcome: 'both_bad' });
  const thumbs = await addGroup(stage, { rank: 22, prompt: asked('Well?'), responses: [said('  ')] });
  await addVote(stage, thumbs.comparisonId, {
    annotator: a,
    outcome: 'thumbs_down',
    questionVersion: 3,
    order: [0],
  });
  await fill(hostile);
});

/** Labels of the files that the format writes of a version. */
async function labelsIn(of: Stage, versionId: string): Promise<{ good: number; bad: number }> {
  const files = await dataFilesOf(of, { versionId, format: 'kto' });
  const labels = files
    .flatMap((text) => text.trimEnd().split('\n'))
    .map((line) => (JSON.parse(line) as { label: boolean }).label);
  const good = labels.filter((isGood) => isGood).length;
  return { good, bad: labels.length - good };
}

const halves: Recipe['split'] = {
  by: 'prompt',
  salt: 'x',
  nearDuplicates: 'ignore',
  parts: [
    { name: 'train', share: 0.5 },
    { name: 'test', share: 0.5 },
  ],
};
const whole: Partial<Recipe> = { singles: 'include', ties: 'keep', bothBad: 'negatives' };

test.each<[string, Stage, Partial<Recipe>]>([
  ['pairs, the whole of rankings, and thumbs', stage, whole],
  ['neighbours in rankings', stage, { ...whole, rankings: 'adjacent' }],
  ['the best and the worst of rankings', stage, { ...whole, rankings: 'best_vs_worst' }],
  ['each vote', stage, { ...whole, aggregation: 'each_vote' }],
  ['ties in halves, of which neither is good', stage, { ...whole, ties: 'half_weight' }],
  ['two parts', stage, { ...whole, aggregation: 'each_vote', split: halves }],
  ['texts that the format cannot hold', hostile, whole],
])('labels are as many as the file has: %s', async (_, of, choices) => {
  const { versionId } = await frozen(of, recipe.parse(choices));
  const { id } = await requestHealth(of.ctx, { versionId });
  await runHealth(of.ctx, { reportId: id, signal });
  const kto = (await getHealth(of.ctx, id)).result?.balance.kto;
  const written = await labelsIn(of, versionId);
  expect(written.good).toBeGreaterThan(1);
  expect(kto).toEqual(written);
});

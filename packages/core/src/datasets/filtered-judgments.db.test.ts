import { afterAll, beforeAll, expect, test } from 'vitest';
import { recipe, type Recipe } from '@pairwright/contract/recipe';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { addFlag, addPair, addVote, createStage } from './datasets.fixture.ts';
import { getVersion } from './datasets.service.ts';
import { addEveryKind, asked, said } from './every-kind.fixture.ts';
import { dataFilesOf, frozen } from './exported.fixture.ts';
import { previewRecipe } from './preview.service.ts';

const database = await createTestDatabase();
const stage = await createStage(database);
afterAll(async () => {
  await stage.close();
  await database.close();
});

beforeAll(async () => {
  await addEveryKind(stage);
  const [a, b] = stage.annotators as [string, string];
  const flagged = await addPair(stage, {
    rank: 30,
    prompt: asked('Who?'),
    first: said('I'),
    second: said('you'),
  });
  const { judgmentId, assignmentId } = await addVote(stage, flagged, { annotator: a, outcome: 'tie' });
  // The one before it does not count, whatever the filters.
  await addVote(stage, flagged, { annotator: a, outcome: 'both_bad', supersedes: judgmentId, assignmentId });
  await addVote(stage, flagged, { annotator: b, outcome: 'tie' });
  await addFlag(stage, flagged);
});

const { filters } = recipe.parse({});

test.each<[string, Partial<Recipe>, 'none' | 'some' | 'all']>([
  ['a version of the question', { filters: { ...filters, questionVersions: [1] } }, 'some'],
  ['a time before all of them', { filters: { ...filters, to: '2001-01-01' } }, 'all'],
  ['comparisons of some models alone', { filters: { ...filters, models: ['model 0', 'model 1'] } }, 'some'],
  ['flagged comparisons', { dropFlagged: true }, 'some'],
  ['nothing', { dropFlagged: false }, 'none'],
])('judgments left out are told by preview, version and votes alike: %s', async (_, choices, expected) => {
  const wanted = recipe.parse({ singles: 'include', ...choices });
  const { judgments } = await previewRecipe(stage.ctx, { recipe: wanted, format: 'trl-implicit' });
  const { versionId } = await frozen(stage, wanted);
  const [votes = ''] = await dataFilesOf(stage, { versionId, format: 'votes' });
  const reasons = votes
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { not_counted_because: string | null }).not_counted_because);
  const filtered = reasons.filter((reason) => reason === 'filtered').length;
  expect(judgments).toEqual({ of: reasons.length, filtered });
  expect(await getVersion(stage.ctx, versionId)).toMatchObject({
    votes: reasons.length,
    judgmentsFiltered: filtered,
  });
  expect(filtered > 0).toBe(expected !== 'none');
  // One was put right.
  if (expected === 'all') expect(filtered).toBe(reasons.length - 1);
});

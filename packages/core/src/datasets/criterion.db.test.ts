import { afterAll, beforeAll, expect, test } from 'vitest';
import { recipe } from '@pairwright/contract/datasets';
import { Problem } from '@pairwright/contract/errors';
import type { Message } from '@pairwright/contract/shapes';
import type { CanonicalDetails } from '@pairwright/domain/judgment/canonical';
import { plainPair } from '@pairwright/domain/judgment/form';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { getHealth, requestHealth } from '../dataset-health/health.service.ts';
import { runHealth } from '../dataset-health/run-health.service.ts';
import { addPair, addQuestion, addVote, createStage, noDetails } from './datasets.fixture.ts';
import { createDataset, updateDataset } from './datasets.service.ts';
import { dataFilesOf, frozen } from './exported.fixture.ts';
import { explainRow } from './explain/why.service.ts';
import { previewRecipe } from './preview.service.ts';

const database = await createTestDatabase();
const stage = await createStage(database, { slug: 'criteria' });
const { signal } = new AbortController();
afterAll(async () => {
  await stage.close();
  await database.close();
});

const label = { en: 'Harmless', 'zh-CN': '无害' };
const choices = { criterion: 'harmless', rewrites: 'leave_out' as const };
const said = (content: string): Message[] => [{ role: 'assistant', content }];
const [a, b, c] = stage.annotators as [string, string, string];
const made: Record<string, string> = {};

/** What somebody says on the criterion: a strength, 0 for a tie, null for "does not apply". */
function harmless(strength: number | null): CanonicalDetails {
  const outcome = strength === null ? 'not_applicable' : strength === 0 ? 'tie' : 'preference';
  const position = strength === null ? null : 4;
  return { ...noDetails, criteria: [{ key: 'harmless', outcome, position, strength }] };
}

/** Everybody prefers the first as a whole; the second of each pair is what they say on the criterion, undefined: nothing. */
async function pair(
  name: string,
  votes: readonly (readonly [string, number | null | undefined])[],
): Promise<void> {
  const rank = Object.keys(made).length + 1;
  const prompt: Message[] = [{ role: 'user', content: name }];
  made[name] = await addPair(stage, { rank, prompt, first: said('helpful'), second: said('harmless') });
  for (const [annotator, strength] of votes)
    await addVote(stage, made[name], {
      annotator,
      outcome: 'preference',
      strength: -3,
      questionVersion: 2,
      ...(strength === undefined ? {} : { details: harmless(strength) }),
    });
}

beforeAll(async () => {
  const main = plainPair({ points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true });
  const criterion = {
    key: 'harmless',
    label,
    hint: null,
    points: 7,
    allowNotApplicable: true,
    required: false,
  };
  await addQuestion(stage, 2, { ...main, criteria: [criterion] });
  await pair('other way', [
    [a, 1],
    [b, 2],
    [c, -1],
  ]);
  await pair('not asked', [
    [a, undefined],
    [b, undefined],
  ]);
  await pair('does not apply', [[a, null]]);
  await pair('even', [[a, 0]]);
  await pair('one of three', [
    [a, -1.5],
    [b, undefined],
    [c, null],
  ]);
});

const linesOf = async (versionId: string): Promise<Record<string, unknown>[]> => {
  const [text = ''] = await dataFilesOf(stage, { versionId, format: 'trl-implicit' });
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
};
const lastOf = (messages: unknown): unknown => (messages as Message[]).at(-1)?.content;

test('rows are what most say on the criterion', async () => {
  const wanted = { ...choices, includeMargin: true };
  const preview = await previewRecipe(stage.ctx, { recipe: recipe.parse(wanted), format: 'trl-implicit' });
  expect(preview.drops).toMatchObject({ too_few_judgments: 1, cannot_judge: 1, tie: 1 });
  const { versionId } = await frozen(stage, wanted);
  const lines = await linesOf(versionId);
  expect(lines.map(({ chosen, margin }) => [lastOf(chosen), margin])).toEqual([
    ['harmless', 2 / 3],
    ['helpful', 1.5],
  ]);
  const main = await linesOf((await frozen(stage, {})).versionId);
  expect(main.map(({ chosen }) => lastOf(chosen))).toEqual(Array.from({ length: 5 }, () => 'helpful'));
});

test('formats that tell of single judgments tell what they say on it', async () => {
  const { versionId } = await frozen(stage, choices);
  const [text = ''] = await dataFilesOf(stage, { versionId, format: 'helpsteer3' });
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const preferences = lines.map(({ individual_preference: of }) =>
    (of as { score: number }[]).map(({ score }) => score),
  );
  expect(preferences[0]).toEqual([1, 2, -1]);
  expect(lines.map(({ overall_preference: overall }) => Math.sign(overall as number))).toEqual([1, -1]);
});

test('"why" tells what each says on it, and the health report goes by it', async () => {
  const { versionId } = await frozen(stage, choices);
  const why = await explainRow(stage.ctx, { versionId, rowId: made['one of three']! });
  expect(why.votes.map(({ onCriterion, notCountedBecause }) => [onCriterion, notCountedBecause])).toEqual([
    [{ outcome: 'preference', strength: -1.5 }, null],
    [null, 'filtered'],
    [{ outcome: 'cannot_judge', strength: null }, null],
  ]);
  expect(why.units[0]?.ballots).toEqual({ first: 1, second: 0, tie: 0, both_bad: 0, cannot_judge: 1 });
  const { id: reportId } = await requestHealth(stage.ctx, { versionId });
  await runHealth(stage.ctx, { reportId, signal });
  const { result } = await getHealth(stage.ctx, reportId);
  // Of three votes on one pair, one of the three twos agrees.
  expect(result?.labels.agreement).toMatchObject({ value: 1 / 3, n: 3 });
});

test('a criterion that nobody asks is refused, with those that there are', async () => {
  const wanted = recipe.parse({ ...choices, criterion: 'kindness' });
  const dataset = await createDataset(stage.ctx, { name: 'fit', recipe: recipe.parse(choices) });
  for (const work of [
    () => createDataset(stage.ctx, { name: 'unfit', recipe: wanted }),
    () => updateDataset(stage.ctx, { datasetId: dataset.id, recipe: wanted }),
    () => previewRecipe(stage.ctx, { recipe: wanted, format: 'trl-implicit' }),
  ]) {
    const error = await work().then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(Problem);
    expect((error as Problem).faults).toEqual([
      expect.objectContaining({ path: 'recipe.criterion', value: 'kindness', fix: 'Take one of: harmless.' }),
    ]);
  }
});

test.each([
  [{ adjudicated: 'prefer' }, 'adjudicated'],
  [{ aggregation: 'weighted' }, 'aggregation'],
  [{ rewrites: 'include' }, 'rewrites'],
  [{ singles: 'include' }, 'singles'],
])('what belongs to the main question does not go with a criterion: %j', (change, path) => {
  const { error } = recipe.safeParse({ ...choices, ...change });
  expect(error?.issues.map((issue) => issue.path)).toEqual([[path]]);
});

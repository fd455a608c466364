import { afterAll, beforeAll, expect, test } from 'vitest';
import { recipe as recipeShape, type Recipe } from '@pairwright/contract/recipe';
import type { Manifest } from '@pairwright/formats/manifest';
import type { VoteRow } from '@pairwright/formats/out/vote-rows';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { plainPair } from '@pairwright/domain/judgment/form';
import { getHealth, requestHealth } from '../dataset-health/health.service.ts';
import { runHealth } from '../dataset-health/run-health.service.ts';
import { addGroup, addQuestion, addVote, createStage, noDetails } from '../datasets/datasets.fixture.ts';
import { asked, said } from '../datasets/every-kind.fixture.ts';
import { filesOf, frozen } from '../datasets/exported.fixture.ts';
import { explainRow } from '../datasets/explain/why.service.ts';
import { previewRecipe } from '../datasets/preview.service.ts';

const database = await createTestDatabase();
const stage = await createStage(database, { slug: 'of-rows' });
const later = stage.ctx.ids.next();
const [a, b, c] = stage.annotators as [string, string, string];
afterAll(async () => {
  await stage.close();
  await database.close();
});

/** Everything once in each of two batches: in the first people agree, in the later one nobody does. */
const ids: Record<'first' | 'later', Record<string, string>> = { first: {}, later: {} };

async function judge(of: 'first' | 'later', name: string, votes: readonly Parameters<typeof addVote>[2][]) {
  const responses = { pair: 2, tied: 2, ranking: 3 }[name] ?? 1;
  const questionVersion = { pair: 1, tied: 1, ranking: 2 }[name] ?? 3;
  const { comparisonId } = await addGroup(
    { ...stage, batchId: of === 'first' ? stage.batchId : later },
    {
      prompt: asked(`${of} ${name}`),
      responses: Array.from({ length: responses }, (_, place) => said(`${name} ${place}`)),
    },
  );
  const order = Array.from({ length: responses }, (_, place) => place);
  for (const vote of votes) await addVote(stage, comparisonId, { order, questionVersion, ...vote });
  ids[of][name] = comparisonId;
}

beforeAll(async () => {
  await database.db
    .insertInto('batches')
    .values({ id: later, project_id: stage.projectId, name: 'later', round: 2 })
    .execute();
  const form = plainPair({ points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true });
  await addQuestion(stage, 2, {
    ...form,
    main: { kind: 'rank', allowTies: true, allowUnacceptable: true, topK: null, allowCannotJudge: true },
  });
  await addQuestion(stage, 3, {
    ...form,
    main: { kind: 'single', ask: 'thumbs', stopAtFirstError: false, allowCannotJudge: true },
  });
  const pair = (annotator: string, strength: number) => ({
    annotator,
    outcome: 'preference' as const,
    strength,
  });
  const rank = (annotator: string, ranks: number[]) => ({ annotator, outcome: 'ranking' as const, ranks });
  const rate = (annotator: string, value: number) => ({
    annotator,
    outcome: 'rated' as const,
    details: { ...noDetails, ratings: [{ key: 'fluency', response: 0, value }] },
  });
  const step = (annotator: string, label: 'right' | 'wrong') => ({
    annotator,
    outcome: 'steps' as const,
    details: { ...noDetails, steps: [{ start: 0, end: 2, label }] },
  });
  for (const of of ['first', 'later'] as const) {
    const alike = of === 'first';
    await judge(of, 'pair', [pair(a, -2), pair(b, alike ? -2 : 2), ...(alike ? [] : [pair(c, 2)])]);
    await judge(of, 'tied', [
      { annotator: a, outcome: 'tie' },
      { annotator: b, outcome: 'tie' },
    ]);
    await judge(of, 'ranking', [rank(a, [1, 2, 3]), rank(b, alike ? [1, 2, 3] : [3, 2, 1])]);
    await judge(of, 'thumbs', [
      { annotator: a, outcome: 'thumbs_up' },
      { annotator: b, outcome: alike ? 'thumbs_up' : 'thumbs_down' },
    ]);
    await judge(of, 'ratings', [rate(a, 4), rate(b, alike ? 4 : 0)]);
    await judge(of, 'steps', [step(a, 'right'), step(b, alike ? 'right' : 'wrong')]);
  }
});

const onlyFirst: Partial<Recipe> = {
  singles: 'include',
  filters: recipeShape.parse({ filters: { batches: [stage.batchId] } }).filters,
};

async function told(choices: Partial<Recipe>) {
  const { versionId } = await frozen(stage, choices);
  const files = await filesOf(stage, { versionId, format: 'votes' });
  const manifest = JSON.parse(files['manifest.json'] ?? '') as Manifest;
  const votes = (files['votes.jsonl'] ?? '')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as VoteRow);
  return { versionId, manifest, votes, card: files['README.md'] ?? '' };
}

async function healthOf(versionId: string) {
  const { id: reportId } = await requestHealth(stage.ctx, { versionId });
  await runHealth(stage.ctx, { reportId, signal: new AbortController().signal });
  return (await getHealth(stage.ctx, reportId)).result;
}

const shareOf = (manifest: Manifest, of: string, measure: string) =>
  manifest.agreement?.find((each) => each.of === of && each.measure === measure);

test('what the filters leave out counts nowhere, whatever its kind is', async () => {
  const { versionId, manifest, votes, card } = await told(onlyFirst);
  // Twelve judgments of the first batch, of which the two of the tie came to no row.
  expect(manifest.counts).toMatchObject({ judgments: 25, judgments_counted: 12, judgments_of_rows: 10 });
  expect(votes.filter(({ counted }) => counted)).toHaveLength(12);
  expect(new Set(votes.filter(({ counted }) => !counted).map((vote) => vote.not_counted_because))).toEqual(
    new Set(['filtered']),
  );
  expect(manifest.annotators).toMatchObject({ people: 2, judgments_each: { least: 5, most: 5 } });
  expect(
    manifest.annotators?.each?.map(({ judgments, counted, of_rows: rows }) => [judgments, counted, rows]),
  ).toEqual([
    [12, 6, 5],
    [12, 6, 5],
    [1, 0, 0],
  ]);
  expect(shareOf(manifest, 'direction', 'percent_pooled')).toMatchObject({ value: 1, n: 2 });
  expect(shareOf(manifest, 'ranking', 'kendall_w')).toMatchObject({ value: 1, n: 1 });
  expect(shareOf(manifest, 'thumbs', 'percent_mean')).toMatchObject({ value: 1, n: 1 });
  expect(shareOf(manifest, 'rating', 'percent_mean')).toMatchObject({ value: 1, n: 1 });
  expect(card).toContain('25 judgments, 12 of them counted, 10 of those behind the rows.');
  expect(card).toContain('共 25 个判断，其中 12 个计入，计入的判断中有 10 个构成数据行。');
  expect(card).toContain('- 2 people gave the judgments behind the rows');

  for (const name of Object.keys(ids.later)) {
    const kept = await explainRow(stage.ctx, { versionId, rowId: ids.first[name]! });
    const left = await explainRow(stage.ctx, { versionId, rowId: ids.later[name]! });
    expect(
      kept.votes.map(({ counted }) => counted),
      name,
    ).toEqual([true, true]);
    expect(
      new Set(left.votes.map(({ counted, notCountedBecause }) => `${counted} ${notCountedBecause}`)),
      name,
    ).toEqual(new Set(['false filtered']));
  }
  const health = await healthOf(versionId);
  // One pair, one for each two of the ranking, one thumb: all agree.
  expect(health?.labels.agreement).toMatchObject({ value: 1, n: 5 });
});

test('of kinds that the recipe leaves out nothing is behind a row, and nothing of their agreement told', async () => {
  const { versionId, manifest } = await told({ rankings: 'leave_out' });
  expect(manifest.counts).toMatchObject({ judgments: 25, judgments_of_rows: 5 });
  expect(manifest.agreement?.map(({ of }) => of)).toEqual([
    'direction',
    'direction',
    'direction',
    'strength',
  ]);
  const health = await healthOf(versionId);
  // Pairs alone: one that is agreed on, and one agreement among the three pairs of the three votes.
  expect(health?.labels.agreement).toMatchObject({ value: 0.5, n: 4 });
});

test('where every vote is a row, those are behind rows that are one', async () => {
  const { manifest } = await told({ aggregation: 'each_vote' });
  // Five of two pairs and four rankings; the four ties are none.
  expect(manifest.counts).toMatchObject({ judgments_of_rows: 9 });
});

test('the preview counts a judgment as the version does', async () => {
  const recipe = recipeShape.parse(onlyFirst);
  const { votes } = await told(onlyFirst);
  const { lines } = await previewRecipe(stage.ctx, { recipe, format: 'votes' });
  const counts = (rows: readonly VoteRow[]) =>
    rows.map((row) => [row.judgment_id, row.counted, row.not_counted_because]);
  expect(counts(lines.map((line) => JSON.parse(line) as VoteRow))).toEqual(
    counts(votes.slice(0, lines.length)),
  );
  expect(lines.length).toBeGreaterThan(0);
});

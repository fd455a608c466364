import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import type { DatasetHealth, HealthKind } from '@pairwright/contract/dataset-health';
import { recipe } from '@pairwright/contract/recipe';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { addGroup, addQuestion, addVote, createStage, type Stage } from '../datasets/datasets.fixture.ts';
import { createDataset, freezeDataset } from '../datasets/datasets.service.ts';
import { freezeVersion } from '../datasets/freeze.service.ts';
import { asked, said } from '../datasets/every-kind.fixture.ts';
import { formOf, rankMain, thumbsMain } from '../imports/imports.fixture.ts';
import { getHealth, requestHealth } from './health.service.ts';
import { runHealth } from './run-health.service.ts';

const database = await createTestDatabase();
afterAll(() => database.close());

async function healthOf({ ctx }: Stage): Promise<DatasetHealth> {
  const { id } = await requestHealth(ctx, { recipe: recipe.parse({ singles: 'include' }) });
  await runHealth(ctx, { reportId: id, signal: new AbortController().signal });
  const { result } = await getHealth(ctx, id);
  if (result === null) throw new Error('there is no result');
  return result;
}

function findingOf({ findings }: DatasetHealth, kind: HealthKind) {
  return findings.find((each) => each.kind === kind);
}

test('rankings have a ceiling from each two responses that they put in order, and a position', async () => {
  const stage = await createStage(database, { slug: 'ranked' });
  await addQuestion(stage, 2, formOf(rankMain));
  const [a, b] = stage.annotators as [string, string];
  const { comparisonId } = await addGroup(stage, {
    responses: ['one', 'two', 'three'].map(said),
    prompt: asked('Which?'),
  });
  for (const [annotator, ranks] of [
    [a, [1, 2, 3]],
    [b, [1, 3, 2]],
  ] as const)
    await addVote(stage, comparisonId, {
      annotator,
      outcome: 'ranking',
      ranks,
      questionVersion: 2,
      order: [0, 1, 2],
    });
  const health = await healthOf(stage);
  // Of three pairs of votes two agree; about the last two responses there is no majority, and no row.
  expect(health.labels.agreement).toMatchObject({ n: 3 });
  expect(health.labels.agreement.value).toBeCloseTo(2 / 3, 9);
  expect(health.labels.leads).toEqual([{ lead: 2, rows: 2 }]);
  const q = (1 + Math.sqrt(1 / 3)) / 2;
  expect(health.labels.ceiling.value).toBeCloseTo(q ** 2 / (q ** 2 + (1 - q) ** 2), 9);
  expect(findingOf(health, 'label_noise')).toMatchObject({ level: 'fine', n: 2 });
  // The earlier one is better in 3 of the first, and in 2 of the second.
  expect(findingOf(health, 'position')).toMatchObject({ n: 6 });
  expect(findingOf(health, 'position')?.value).toBeCloseTo(5 / 6, 9);
  await stage.close();
});

test('labels have a ceiling, rules of length and formatting, contradictions and a balance', async () => {
  const stage = await createStage(database, { slug: 'thumbs' });
  await addQuestion(stage, 2, formOf(thumbsMain));
  const [a, b, c] = stage.annotators as [string, string, string];
  const judge = async (prompt: string, text: string, ...thumbs: readonly boolean[]): Promise<void> => {
    const { comparisonId } = await addGroup(stage, { prompt: asked(prompt), responses: [said(text)] });
    for (const [index, isGood] of thumbs.entries())
      await addVote(stage, comparisonId, {
        annotator: [a, b, c][index] as string,
        outcome: isGood ? 'thumbs_up' : 'thumbs_down',
        questionVersion: 2,
        order: [0],
      });
  };
  await judge('1?', '# Long\n- a\n- b', true, true, false);
  await judge('2?', `# Longer\n- c\n- d`, true);
  await judge('3?', '12345678', true);
  await judge('4?', 'no', false, false);
  await judge('Same?', 'the same words of it', true);
  await judge('Same?', 'the same words of it', false);
  await judge('7?', 'short', true);
  const health = await healthOf(stage);
  expect(health).toMatchObject({ rows: 7, preferences: 0 });
  // Of 4 pairs of votes 2 agree.
  expect(health.labels).toMatchObject({ agreement: { value: 0.5, n: 4 }, ceiling: { value: 0.5, n: 7 } });
  expect(health.labels.leads).toEqual([
    { lead: 1, rows: 6 },
    { lead: 2, rows: 1 },
  ]);
  expect(findingOf(health, 'label_noise')).toMatchObject({ level: 'act', found: 1 });
  const rule = (name: string) => health.baselines.find((each) => each.name === name);
  expect(rule('longer')).toMatchObject({ accuracy: { value: null, n: 0 } });
  // The middle one has 14 characters, and nothing of Markdown: three of six are right by length, both of two by Markdown.
  expect(rule('label_longer')).toMatchObject({ accuracy: { value: 0.5, n: 6 }, undecided: 1 });
  expect(rule('label_any')).toMatchObject({ accuracy: { value: 1, n: 2 }, undecided: 5 });
  expect(findingOf(health, 'length')).toMatchObject({ value: 0.5, n: 6 });
  expect(findingOf(health, 'formatting')).toMatchObject({ value: 1, n: 2 });
  expect(findingOf(health, 'contradictions')).toMatchObject({ found: 2, n: 7, level: 'act' });
  expect(findingOf(health, 'contradictions')?.rows).toHaveLength(2);
  expect(findingOf(health, 'label_balance')).toMatchObject({ value: 5 / 7, n: 7, level: 'fine' });
  await stage.close();
});

test('where many prompts of a part are alike, those in another part are counted and the number is said to be the least', async () => {
  const stage = await createStage(database, { slug: 'alike' });
  const letters = [...'abcdefghijklmnopqrstuvwxyz'].slice(0, 12);
  const alike = (letter: string) =>
    `Write a short story about a lighthouse keeper who finds a letter in a bottle on the beach after a storm, and say what it changes for him and for the village ${letter}`;
  const votedOn = async (prompt: string, rank: number) => {
    const { comparisonId } = await addGroup(stage, {
      prompt: asked(prompt),
      responses: [said('I'), said('you')],
      rank,
    });
    await addVote(stage, comparisonId, {
      annotator: stage.annotators[0]!,
      outcome: 'preference',
      strength: -2,
    });
    return comparisonId;
  };
  const dataset = await createDataset(stage.ctx, { name: 'made', recipe: recipe.parse({}) });
  for (const [index, letter] of letters.entries()) await votedOn(alike(letter), index);
  const trained: string[] = [];
  for (let number = 0; number < 14; number += 1)
    trained.push(
      await votedOn(number === 0 ? alike('z') : `${number} ${'other words '.repeat(number)}`, 50 + number),
    );
  const { id: versionId } = await freezeDataset(stage.ctx, dataset.id);
  await freezeVersion(stage.ctx, { versionId, signal: new AbortController().signal });
  await sql`update dataset_rows set split = 'test' where version_id = ${versionId} and comparison_id <> all(${trained}::uuid[])`.execute(
    database.db,
  );
  const { id } = await requestHealth(stage.ctx, { versionId });
  await runHealth(stage.ctx, { reportId: id, signal: new AbortController().signal });
  const shared = (await getHealth(stage.ctx, id)).result?.shared;
  expect(shared).toMatchObject({ looked: 12, of: 12, atLeast: true });
  expect(shared?.near).toBeGreaterThanOrEqual(8);
  await stage.close();
});

test('a project of pairs is told nothing of labels', async () => {
  const stage = await createStage(database, { slug: 'paired' });
  const { comparisonId } = await addGroup(stage, { responses: [said('long enough'), said('no')] });
  await addVote(stage, comparisonId, {
    annotator: stage.annotators[0]!,
    outcome: 'preference',
    strength: -2,
  });
  const health = await healthOf(stage);
  expect(health.baselines.map(({ name }) => name)).not.toContain('label_longer');
  expect(findingOf(health, 'length')).toMatchObject({ value: 1, n: 1 });
  await stage.close();
});

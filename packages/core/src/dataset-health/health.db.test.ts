import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { DatasetHealth, HealthKind } from '@pairwright/contract/dataset-health';
import { recipe, type Recipe } from '@pairwright/contract/recipe';
import type { Message } from '@pairwright/contract/shapes';
import { inTransaction } from '@pairwright/db/transaction';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { addPair, addVote, createStage } from '../datasets/datasets.fixture.ts';
import { createDataset, freezeDataset } from '../datasets/datasets.service.ts';
import { freezeVersion } from '../datasets/freeze.service.ts';
import { reconcileJobs } from '../system/reconcile-jobs.service.ts';
import {
  cancelHealth,
  getHealth,
  getVersionHealth,
  requestHealth,
  requestHealthOfFrozen,
} from './health.service.ts';
import { executeHealth, runHealth } from './run-health.service.ts';

const database = await createTestDatabase();
const stage = await createStage(database, { slug: 'health' });
const empty = await createStage(database, { slug: 'empty' });
const { signal } = new AbortController();
afterAll(async () => {
  await stage.close();
  await empty.close();
  await database.close();
});

const said = (content: string): Message[] => [{ role: 'assistant', content }];
const asked = (content: string): Message[] => [{ role: 'user', content }];
const poem = (season: string) =>
  `请写一首关于${season}的七言绝句，要求押韵，意境开阔，并在诗后附上一段不超过一百字的赏析，说明你用了哪些意象以及为什么这样安排结构。`;
const [a, b, c] = stage.annotators as [string, string, string];
const comparisons: string[] = [];

/** The first response is the longer one, with a heading. Each vote: who, and for the first (true) or the second one. */
async function pair(prompt: string, votes: readonly (readonly [string, boolean])[], size = 1): Promise<void> {
  const id = await addPair(stage, {
    rank: comparisons.length + 1,
    prompt: asked(prompt),
    first: said(`# Long\n${'word '.repeat(size)}`),
    second: said('short'),
  });
  comparisons.push(id);
  for (const [annotator, isFirst] of votes)
    await addVote(stage, id, {
      annotator,
      outcome: 'preference',
      strength: isFirst ? -3 : 1.5,
      order: [0, 1],
    });
}

beforeAll(async () => {
  await pair('Same?', [
    [a, true],
    [b, true],
    [c, false],
  ]);
  // The same texts again, and the other answer.
  await pair('Same?', [[a, false]]);
  await pair(poem('秋天'), [[a, true]], 900);
  await pair(poem('冬天'), [[b, true]]);
  await pair('Unlike all others, about ships', [
    [a, true],
    [b, true],
  ]);
  const tie = await addPair(stage, {
    rank: 6,
    prompt: asked('Even?'),
    first: said('one'),
    second: said('other'),
  });
  await addVote(stage, tie, { annotator: a, outcome: 'tie', order: [0, 1] });
  comparisons.push(tie);
});

async function freeze(choices: Partial<Recipe>): Promise<string> {
  const dataset = await createDataset(stage.ctx, { name: 'made', recipe: recipe.parse(choices) });
  const version = await freezeDataset(stage.ctx, dataset.id);
  await freezeVersion(stage.ctx, { versionId: version.id, signal });
  return version.id;
}

async function healthOf(
  wish: { versionId: string } | { recipe: Recipe },
  of = stage,
): Promise<DatasetHealth> {
  const { id } = await requestHealth(of.ctx, wish);
  await runHealth(of.ctx, { reportId: id, signal });
  const report = await getHealth(of.ctx, id);
  expect(report).toMatchObject({ state: 'ready', percent: 100, step: null, error: null });
  if (report.result === null) throw new Error('there is no result');
  return report.result;
}

function findingOf(health: DatasetHealth, kind: HealthKind) {
  const found = health.findings.find((each) => each.kind === kind);
  if (found === undefined) throw new Error(`${kind} is not looked at`);
  return found;
}

test('a version in two parts is told what training on it will meet', async () => {
  const versionId = await freeze({ ties: 'keep' });
  await sql`update dataset_rows set split = 'test' where version_id = ${versionId} and comparison_id = any(${[comparisons[1], comparisons[3]]}::uuid[])`.execute(
    database.db,
  );
  const health = await healthOf({ versionId });
  expect(health).toMatchObject({
    rows: 6,
    preferences: 5,
    prompts: 5,
    splits: [
      { name: 'train', rows: 4 },
      { name: 'test', rows: 2 },
    ],
    balance: {
      kinds: [
        { kind: 'preference', rows: 5 },
        { kind: 'tie', rows: 1 },
      ],
      kto: { good: 5, bad: 5 },
    },
    shared: { same: 1, near: 1, looked: 2, of: 2, atLeast: false },
    languages: [{ name: null, rows: 6 }],
  });
  // Of 4 pairs of votes 2 agree; one half of agreement is that of coins.
  expect(health.labels).toMatchObject({
    agreement: { value: 0.5, n: 4 },
    accuracy: { value: 0.5 },
    ceiling: { value: 0.5, n: 5 },
    leads: [
      { lead: 1, rows: 4 },
      { lead: 2, rows: 1 },
    ],
  });
  expect(findingOf(health, 'label_noise')).toMatchObject({ level: 'act', found: 1 });
  const of = (name: string) => health.baselines.find((each) => each.name === name);
  expect(of('longer')).toMatchObject({ accuracy: { value: 0.8, n: 5 }, undecided: 0 });
  expect(of('shorter')?.accuracy.value).toBeCloseTo(0.2);
  expect(of('headings')?.accuracy).toMatchObject({ value: 0.8, n: 5 });
  expect(of('bold')).toMatchObject({ accuracy: { value: null, reason: 'no_data' }, undecided: 5 });
  expect(of('first')?.accuracy).toMatchObject({ value: 0.8, n: 5 });
  // Six of eight votes are for the first, which is shown first; the tie says nothing.
  expect(of('first_shown')).toMatchObject({ accuracy: { value: 0.75, n: 8 }, undecided: 1 });
  expect(health.models).toMatchObject([
    { name: 'model\tB\\', wins: 1, losses: 4, ties: 1 },
    { name: 'model "甲"', wins: 4, losses: 1, ties: 1, rate: { value: 0.8, n: 5 } },
  ]);
  expect(findingOf(health, 'contradictions')).toMatchObject({
    level: 'act',
    value: 0.4,
    found: 2,
    rows: [
      { comparisonId: comparisons[0], split: 'train', words: 'Same?' },
      { comparisonId: comparisons[1] },
    ],
  });
  expect(findingOf(health, 'prompt_overlap')).toMatchObject({ level: 'act', value: 0.5, n: 2, found: 1 });
  const near = findingOf(health, 'near_prompts');
  expect(near).toMatchObject({ level: 'act', found: 1 });
  expect(near.rows.map(({ split, comparisonId }) => [split, comparisonId])).toEqual([
    ['test', comparisons[3]],
    ['train', comparisons[2]],
  ]);
  // '# Long\n' and 900 words of 5 characters are 4507: 1127 tokens, 4 of the template, and the prompt.
  expect(findingOf(health, 'over_length')).toMatchObject({ level: 'act', found: 1, n: 6 });
  expect(health.lengths.over.map(({ tokens, rows }) => [tokens, rows])).toEqual([
    [512, 1],
    [1024, 1],
    [2048, 0],
    [4096, 0],
    [8192, 0],
  ]);
  expect(health.lengths.most).toBe(1127 + 4 + estimateOfPoem());
  expect(findingOf(health, 'dominating_prompts')).toMatchObject({
    value: 2 / 6,
    rows: [{ words: 'Same?', number: 2 }, {}, {}, {}, {}],
  });
  expect(health.balance.margins.map(({ rows }) => rows).reduce((sum, rows) => sum + rows, 0)).toBe(5);
  expect(health.balance.margins.at(-1)).toEqual({ from: 2.5, to: 3, rows: 3 });
});

/** All its characters are wide. */
function estimateOfPoem(): number {
  return poem('秋天').length + 4;
}

test('a recipe is told what its version would be, and nothing is stored', async () => {
  const choices: Partial<Recipe> = {
    ties: 'half_weight',
    personalData: 'mask',
    split: {
      by: 'prompt',
      salt: 'x',
      nearDuplicates: 'join',
      parts: [
        { name: 'train', share: 0.5 },
        { name: 'test', share: 0.5 },
      ],
    },
  };
  const versionId = await freeze(choices);
  const count = async () =>
    (await sql<{ n: number }>`select count(*) as n from dataset_rows`.execute(database.db)).rows[0]?.n;
  const before = await count();
  const now = await healthOf({ recipe: recipe.parse(choices) });
  expect(await count()).toBe(before);
  expect(now.rows).toBe(7);
  expect(now.preferences).toBe(5);
  expect(now).toEqual(await healthOf({ versionId }));
  // The halves of the tie go against each other, which is what they are for.
  expect(findingOf(now, 'contradictions').found).toBe(2);
});

test('what cannot be known is null and says why', async () => {
  const single = await healthOf({ recipe: recipe.parse({ filters: { batches: [], minAgreement: 1 } }) });
  expect(findingOf(single, 'prompt_overlap')).toMatchObject({ value: null, level: null, reason: 'one_part' });
  expect(findingOf(single, 'near_prompts')).toMatchObject({ value: null, level: null, reason: 'one_part' });
  expect(findingOf(single, 'models')).toMatchObject({ value: null, reason: 'too_few' });
  const none = await healthOf({ recipe: recipe.parse({}) }, empty);
  expect(none.findings.map(({ value, level }) => [value, level])).toEqual(
    none.findings.map(() => [null, null]),
  );
  expect(none.findings.every(({ reason }) => reason !== null)).toBe(true);
  expect(none.lengths).toMatchObject({ median: null, most: null });
  const first = await addPair(empty, { prompt: asked('Q'), first: said('one'), second: said('two') });
  await addVote(empty, first, { annotator: empty.annotators[0] ?? '', outcome: 'preference', strength: -1 });
  const one = await healthOf({ recipe: recipe.parse({ minJudgments: 1 }) }, empty);
  expect(one.labels.ceiling).toMatchObject({ value: null, reason: 'no_overlap', n: 1 });
  expect(findingOf(one, 'label_noise')).toMatchObject({ level: null, reason: 'no_overlap' });
});

test('the report of a version is made once, and asked for when it is frozen', async () => {
  const versionId = await freeze({});
  expect(await getVersionHealth(stage.ctx, versionId)).toEqual({ report: null });
  stage.enqueued.length = 0;
  await requestHealthOfFrozen(stage.ctx, versionId);
  const asked = await requestHealth(stage.ctx, { versionId });
  expect(asked).toMatchObject({ state: 'queued', versionId });
  expect(new Set(stage.enqueued.map((job) => JSON.stringify(job)))).toEqual(
    new Set([JSON.stringify({ name: 'health.compute', payload: { reportId: asked.id } })]),
  );
  await executeHealth(stage.ctx, { reportId: asked.id, signal, lastAttempt: true });
  // A second run of what is finished does nothing.
  await executeHealth(stage.ctx, { reportId: asked.id, signal, lastAttempt: true });
  expect((await requestHealth(stage.ctx, { versionId })).id).toBe(asked.id);
  await requestHealthOfFrozen(stage.ctx, versionId);
  expect((await getVersionHealth(stage.ctx, versionId)).report).toMatchObject({
    id: asked.id,
    state: 'ready',
  });
  await expect(requestHealth(empty.ctx, { versionId })).rejects.toMatchObject({ code: 'not_found' });
  await expect(getHealth(empty.ctx, asked.id)).rejects.toMatchObject({ code: 'not_found' });
  await expect(cancelHealth(stage.ctx, asked.id)).rejects.toMatchObject({ code: 'wrong_state' });
});

test('a report that no worker has is put back into the queue', async () => {
  const versionId = await freeze({});
  const { id } = await requestHealth(stage.ctx, { versionId });
  const jobs = () => stage.enqueued.filter(({ payload }) => JSON.stringify(payload).includes(id));
  stage.enqueued.length = 0;
  await reconcileJobs(stage.ctx);
  expect(jobs()).toEqual([]);
  await sql`update health_reports set created_at = now() - interval '2 minutes' where id = ${id}`.execute(
    database.db,
  );
  await reconcileJobs(stage.ctx);
  expect(jobs()).toEqual([{ name: 'health.compute', payload: { reportId: id } }]);
  await cancelHealth(stage.ctx, id);
});

test('a version that is not frozen has no report', async () => {
  const dataset = await createDataset(stage.ctx, { name: 'later', recipe: recipe.parse({}) });
  const { id } = await freezeDataset(stage.ctx, dataset.id);
  await expect(requestHealth(stage.ctx, { versionId: id })).rejects.toMatchObject({ code: 'wrong_state' });
  await requestHealthOfFrozen(stage.ctx, id);
  expect(await getVersionHealth(stage.ctx, id)).toEqual({ report: null });
});

test('a report that is cancelled stops in the middle of a statement, keeps nothing, and may be asked for again', async () => {
  const versionId = await freeze({});
  const { id } = await requestHealth(stage.ctx, { versionId });
  const run = await inTransaction(database.db, async (db) => {
    await sql`lock table dataset_texts in access exclusive mode`.execute(db);
    const running = runHealth(stage.ctx, { reportId: id, signal });
    await vi.waitFor(async () =>
      expect(await getHealth(stage.ctx, id)).toMatchObject({ state: 'running', step: 'texts' }),
    );
    expect(await cancelHealth(stage.ctx, id)).toMatchObject({ state: 'cancelled' });
    // It ends although what it waits for never comes.
    return running;
  });
  expect(run).toBeUndefined();
  expect(await getHealth(stage.ctx, id)).toMatchObject({ state: 'cancelled', result: null, step: null });
  const again = await requestHealth(stage.ctx, { versionId });
  expect(again.id).not.toBe(id);
  await runHealth(stage.ctx, { reportId: again.id, signal });
  expect((await getVersionHealth(stage.ctx, versionId)).report).toMatchObject({ state: 'ready' });
});

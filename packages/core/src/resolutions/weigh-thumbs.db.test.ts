import { afterAll, expect, test } from 'vitest';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { addGroup, addQuestion, addVote, createStage } from '../datasets/datasets.fixture.ts';
import { getResolution } from './explain.service.ts';
import { refreshProject } from './keep-labels.service.ts';
import { singleForm } from './single-form.fixture.ts';

const database = await createTestDatabase();
const stage = await createStage(database);
afterAll(async () => {
  await stage.close();
  await database.close();
});
await addQuestion(stage, 2, singleForm('thumbs', { stopAtFirstError: false, required: false }));

const newComparison = async (): Promise<string> =>
  (await addGroup(stage, { responses: [[{ role: 'assistant', content: 'x' }]] })).comparisonId;
const thumb = (comparisonId: string, who: number, up: boolean) =>
  addVote(stage, comparisonId, {
    annotator: stage.annotators[who]!,
    order: [0],
    outcome: up ? 'thumbs_up' : 'thumbs_down',
    questionVersion: 2,
  });

test('thumbs are weighed by what is learnt of thumbs, with two labels, and all the same while nothing is', async () => {
  await database.pool.query(`insert into review_settings (project_id, method) values ($1, 'weighted')`, [
    stage.projectId,
  ]);
  const disputed = await newComparison();
  await thumb(disputed, 0, true);
  await thumb(disputed, 3, false);
  await thumb(disputed, 4, false);
  const before = await getResolution(stage.ctx, { comparisonId: disputed });
  expect(before).toMatchObject({ method: 'majority', responses: [{ mostly: false }] });
  expect(before.responses![0]!.value).toBeCloseTo(1 / 3, 12);

  // Three who agree on forty answers, and two who say good of every other one, whatever it is.
  for (let index = 0; index < 40; index += 1) {
    const comparison = await newComparison();
    const isGood = index % 4 < 2;
    for (const who of [0, 1, 2]) await thumb(comparison, who, isGood);
    for (const who of [3, 4]) await thumb(comparison, who, (index + who) % 2 === 0);
  }
  const signal = new AbortController().signal;
  await refreshProject(stage.ctx, { projectId: stage.projectId, learn: true, signal });
  const weighed = await getResolution(stage.ctx, { comparisonId: disputed });
  expect(weighed).toMatchObject({
    method: 'weighted',
    result: 'answered',
    reason: null,
    votesUsed: 3,
    responses: [{ answers: 3, mostly: true, decided: null }],
  });
  expect(weighed.agreement).toBeCloseTo(1 / 3, 12);
  const { value, low, high } = weighed.responses![0]!;
  // By hand: the posterior odds are the sum of the log odds of each, and a guess among two weighs nothing.
  const weightOf = ({ accuracy }: (typeof weighed.judgments)[number]) =>
    Math.log(accuracy! / (1 - accuracy!));
  for (const judgment of weighed.judgments) expect(judgment.weight).toBeCloseTo(weightOf(judgment), 12);
  const [reliable, ...others] = weighed.judgments;
  expect(reliable!.accuracy).toBeGreaterThan(0.9);
  for (const other of others) expect(other.accuracy).toBeGreaterThanOrEqual(0.5);
  const odds = weightOf(reliable!) - weightOf(others[0]!) - weightOf(others[1]!);
  expect(value).toBeCloseTo(1 / (1 + Math.exp(-odds)), 12);
  expect(low!).toBeLessThan(value!);
  expect(high!).toBeGreaterThan(value!);
  expect(weighed.model).toMatchObject({ annotators: 5, votes: 203, comparisons: 41 });
  expect(weighed.versions[0]).toMatchObject({ method: 'weighted', responses: [{ mostly: true }] });

  // Another model moves the chance, and makes no version.
  await refreshProject(stage.ctx, { projectId: stage.projectId, learn: true, signal });
  const again = await getResolution(stage.ctx, { comparisonId: disputed });
  expect(again.version).toBe(weighed.version);

  // One thumb alone is weighed against nothing.
  const alone = await newComparison();
  await thumb(alone, 0, true);
  expect(await getResolution(stage.ctx, { comparisonId: alone })).toMatchObject({ method: 'single' });
});

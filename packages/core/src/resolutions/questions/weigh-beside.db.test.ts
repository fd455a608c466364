import { afterAll, expect, test } from 'vitest';
import type { QuestionForm } from '@pairwright/contract/question-form';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { addGroup, addQuestion, addVote, createStage, noDetails } from '../../datasets/datasets.fixture.ts';
import { withdrawComparison } from '../../withdrawals/withdrawals.service.ts';
import { getResolution } from '../explain.service.ts';
import { refreshProject } from '../keep-labels.service.ts';
import { singleForm } from '../single-form.fixture.ts';

const database = await createTestDatabase();
const stage = await createStage(database);
afterAll(async () => {
  await stage.close();
  await database.close();
});

const signal = new AbortController().signal;
const learn = () => refreshProject(stage.ctx, { projectId: stage.projectId, learn: true, signal });
const rated = singleForm('rating', { stopAtFirstError: false, required: true });
const judged: QuestionForm = {
  ...singleForm('thumbs', { stopAtFirstError: false, required: false }),
  main: {
    kind: 'pair',
    scale: { points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true },
    levels: null,
  },
  criteria: [
    {
      key: 'clarity',
      label: { en: 'Clear', 'zh-CN': '清晰' },
      hint: null,
      points: 7,
      allowNotApplicable: true,
      required: false,
    },
  ],
};
await addQuestion(stage, 2, rated);
await addQuestion(stage, 3, judged);
await database.pool.query(`insert into review_settings (project_id, method) values ($1, 'weighted')`, [
  stage.projectId,
]);

const group = async (responses: number): Promise<string> =>
  (
    await addGroup(stage, {
      responses: Array.from({ length: responses }, () => [{ role: 'assistant' as const, content: 'x' }]),
    })
  ).comparisonId;
const rate = (comparisonId: string, who: number, value: number) =>
  addVote(stage, comparisonId, {
    annotator: stage.annotators[who]!,
    order: [0],
    outcome: 'rated',
    questionVersion: 2,
    details: { ...noDetails, ratings: [{ key: 'quality', response: 0, value }] },
  });
const prefer = (comparisonId: string, who: number, strength: number) =>
  addVote(stage, comparisonId, {
    annotator: stage.annotators[who]!,
    outcome: 'preference',
    strength: 1,
    questionVersion: 3,
    details: {
      ...noDetails,
      criteria: [{ key: 'clarity', outcome: 'preference', position: strength < 0 ? 1 : 7, strength }],
    },
  });
const labelOf = async (comparisonId: string, question: string) => {
  const found = await getResolution(stage.ctx, { comparisonId });
  return { main: found, label: found.questions.find((one) => one.question === question)! };
};

test('ratings are weighed by how closely each person rates, and all the same while nothing is known', async () => {
  const disputed = await group(1);
  await rate(disputed, 0, 5);
  await rate(disputed, 1, 4);
  await rate(disputed, 2, 1);
  const before = await labelOf(disputed, 'rating:quality');
  expect(before.label).toMatchObject({
    method: 'median',
    responses: [{ value: 4, low: null, reason: 'too_few' }],
  });
  expect(before.label.answers.map(({ weight }) => weight)).toEqual([1, 1, 1]);

  // Two who are never more than a point apart, and one who gives anything.
  for (let at = 0; at < 40; at += 1) {
    const comparison = await group(1);
    const value = 2 + (at % 3);
    await rate(comparison, 0, value);
    await rate(comparison, 1, value + (at % 4 === 0 ? 1 : 0));
    await rate(comparison, 2, 1 + ((at * 7) % 5));
  }
  await learn();
  const { main, label } = await labelOf(disputed, 'rating:quality');
  expect([main.method, label.method, label.result, label.votesUsed]).toEqual([
    'weighted',
    'weighted',
    'answered',
    3,
  ]);
  const weights = label.answers.map(({ weight }) => weight!);
  // The two count more than anybody usual, but not as more than four; the third less.
  expect(Math.min(weights[0]!, weights[1]!)).toBeGreaterThan(1.5);
  expect(Math.max(...weights)).toBeLessThanOrEqual(4);
  expect(weights[2]).toBeLessThan(1);
  // By hand: the mean of what they gave, weighed so.
  const sum = weights[0]! + weights[1]! + weights[2]!;
  const { value, low, high, reason } = label.responses![0]!;
  expect(value).toBeCloseTo((5 * weights[0]! + 4 * weights[1]! + 1 * weights[2]!) / sum, 9);
  expect(value!).toBeGreaterThan(4);
  expect([low! < value!, high! > value!, low! >= 1, high! <= 5, reason]).toEqual([
    true,
    true,
    true,
    true,
    null,
  ]);

  // Another model moves the value a little, and makes no version.
  await learn();
  expect((await labelOf(disputed, 'rating:quality')).label.version).toBe(label.version);

  // One alone is weighed against nothing; and one on another scale is another number.
  const alone = await group(1);
  await rate(alone, 0, 3);
  expect((await labelOf(alone, 'rating:quality')).label).toMatchObject({
    method: 'single',
    responses: [{ value: 3 }],
  });
});

test('criteria are weighed by how often each person is right on each, apart from the main question', async () => {
  const disputed = await group(2);
  await prefer(disputed, 0, -2);
  await prefer(disputed, 3, 2);
  await prefer(disputed, 4, 2);
  expect((await labelOf(disputed, 'criterion:clarity')).label).toMatchObject({
    method: 'majority',
    winner: 1,
  });
  const learntFrom: string[] = [];
  for (let at = 0; at < 40; at += 1) {
    const comparison = await group(2);
    learntFrom.push(comparison);
    const right = at % 4 < 2 ? -2 : 2;
    for (const who of [0, 1, 2]) await prefer(comparison, who, right);
    for (const who of [3, 4]) await prefer(comparison, who, (at + who) % 2 === 0 ? 2 : -2);
  }
  await learn();
  const { main, label } = await labelOf(disputed, 'criterion:clarity');
  expect(label).toMatchObject({ method: 'weighted', result: 'winner', winner: 0 });
  const [reliable, ...others] = label.answers.map(({ weight }) => weight!);
  expect(reliable!).toBeGreaterThan(others[0]! + others[1]!);
  // On the main question all of them said the same.
  expect(main).toMatchObject({ winner: 1 });
  // What is withdrawn teaches nothing.
  for (const comparisonId of learntFrom) await withdrawComparison(stage.ctx, { comparisonId, because: 'x' });
  await learn();
  expect((await labelOf(disputed, 'criterion:clarity')).label.winner).toBe(1);
});

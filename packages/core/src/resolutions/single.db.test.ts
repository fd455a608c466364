import { afterAll, expect, test } from 'vitest';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import {
  addGroup,
  addQuestion,
  addVote,
  createStage,
  type GivenVote,
  noDetails,
} from '../datasets/datasets.fixture.ts';
import { getResolution } from './explain.service.ts';
import { listResolutions } from './resolutions.service.ts';
import { singleForm } from './single-form.fixture.ts';

const database = await createTestDatabase();
const stage = await createStage(database);
afterAll(async () => {
  await stage.close();
  await database.close();
});

const versions = { thumbs: 2, steps: 3, rating: 4 };
for (const ask of ['thumbs', 'steps', 'rating'] as const)
  await addQuestion(stage, versions[ask], singleForm(ask, { stopAtFirstError: true, required: false }));

const newComparison = async (): Promise<string> =>
  (await addGroup(stage, { responses: [[{ role: 'assistant', content: 'one\n\ntwo\n\nthree' }]] }))
    .comparisonId;
const say = (comparisonId: string, who: number, vote: Omit<GivenVote, 'annotator' | 'order'>) =>
  addVote(stage, comparisonId, { annotator: stage.annotators[who]!, order: [0], ...vote });
const thumb = (up: boolean) =>
  ({ outcome: up ? 'thumbs_up' : 'thumbs_down', questionVersion: versions.thumbs }) as const;
const places = [
  { start: 0, end: 3 },
  { start: 5, end: 8 },
  { start: 10, end: 15 },
];
const stepped = (...labels: ('right' | 'wrong' | 'neutral')[]) =>
  ({
    outcome: 'steps',
    questionVersion: versions.steps,
    details: { ...noDetails, steps: labels.map((label, index) => ({ ...places[index]!, label })) },
  }) as const;
const rated = (value: number) =>
  ({
    outcome: 'rated',
    questionVersion: versions.rating,
    details: { ...noDetails, ratings: [{ key: 'quality', response: 0, value }] },
  }) as const;
const explain = (comparisonId: string) => getResolution(stage.ctx, { comparisonId });

test('thumbs have a label with the share of good and its interval, which follows each judgment', async () => {
  const id = await newComparison();
  await say(id, 0, thumb(true));
  const one = await explain(id);
  expect(one).toMatchObject({
    version: 1,
    method: 'single',
    result: 'answered',
    reason: null,
    winner: null,
    agreement: 1,
    votesUsed: 1,
    disagreement: 0,
    responses: [{ answers: 1, value: 1, mostly: true, decided: null }],
    steps: null,
    soft: { probability: null, reason: 'no_pair' },
  });
  // 1 of 1: Beta(2, 1).
  expect(one.responses?.[0]?.low).toBeCloseTo(Math.sqrt(0.025), 12);

  const { judgmentId, assignmentId } = await say(id, 1, thumb(false));
  expect(await explain(id)).toMatchObject({
    version: 2,
    method: 'majority',
    result: 'contested',
    agreement: null,
    disagreement: 1,
    responses: [{ value: 0.5, mostly: null }],
  });
  await say(id, 2, { outcome: 'cannot_judge', questionVersion: versions.thumbs });
  await say(id, 1, { ...thumb(true), supersedes: judgmentId, assignmentId });
  const last = await explain(id);
  expect(last).toMatchObject({ version: 3, result: 'answered', agreement: 1, votesUsed: 2 });
  expect(last.judgments.map(({ counted, reason, weight }) => [counted, reason, weight])).toEqual([
    [true, null, 1],
    [false, 'superseded', null],
    [true, 'abstains', null],
    [true, null, 1],
  ]);
  expect(last.versions.map(({ version, result, changed }) => [version, result, changed])).toEqual([
    [3, 'answered', ['result', 'values']],
    [2, 'contested', ['method', 'result', 'votesUsed', 'values']],
    [
      1,
      'answered',
      ['method', 'result', 'reason', 'winner', 'strength', 'votesUsed', 'decisionId', 'values'],
    ],
  ]);
  expect(last.versions[1]?.responses?.[0]).toMatchObject({ value: 0.5, mostly: null });
});

test('each step has a label with the share of right, neutral counting half, and is contested where none leads', async () => {
  const id = await newComparison();
  await say(id, 0, stepped('right', 'neutral', 'wrong'));
  await say(id, 1, stepped('right', 'right', 'wrong'));
  const two = await explain(id);
  expect(two).toMatchObject({
    result: 'contested',
    method: 'majority',
    responses: null,
    steps: [
      { ...places[0], answers: 2, right: 2, value: 1, mostly: 'right', decided: null },
      { ...places[1], answers: 2, right: 1, neutral: 1, value: 0.75, mostly: null },
      { ...places[2], wrong: 2, value: 0, mostly: 'wrong' },
    ],
  });
  // 0 of 2: the upper end of Beta(1, 3) solves (1 - x)^3 = 0.025.
  expect(two.steps?.[2]?.high).toBeCloseTo(1 - 0.025 ** (1 / 3), 12);
  // Who stops at the first wrong step says nothing of those after it.
  await say(id, 2, stepped('right', 'wrong'));
  await say(id, 3, stepped('right', 'wrong'));
  const four = await explain(id);
  expect(four).toMatchObject({ result: 'answered', version: 2, agreement: 0.5 });
  expect(four.steps?.map(({ mostly, answers }) => [mostly, answers])).toEqual([
    ['right', 4],
    ['wrong', 4],
  ]);
  expect(four.versions.map(({ steps }) => steps?.length)).toEqual([2, 3]);
});

test('ratings are answered, as different as their own labels say', async () => {
  const id = await newComparison();
  await say(id, 0, rated(5));
  await say(id, 1, rated(2));
  const found = await explain(id);
  expect(found).toMatchObject({
    method: 'median',
    result: 'answered',
    votesUsed: 2,
    disagreement: 0.75,
    responses: null,
    steps: null,
  });
  expect(found.questions).toMatchObject([
    { question: 'rating:quality', responses: [{ value: 3.5, decided: null }] },
  ]);
});

test('who answered another kind of question has no part, and all who abstain leave it open', async () => {
  const changed = await newComparison();
  await say(changed, 0, rated(4));
  await say(changed, 1, thumb(true));
  const found = await explain(changed);
  expect(found).toMatchObject({ method: 'single', result: 'answered', votesUsed: 1 });
  expect(found.judgments.map(({ reason }) => reason)).toEqual(['other_kind', null]);

  const abstained = await newComparison();
  await say(abstained, 0, { outcome: 'cannot_judge', questionVersion: versions.thumbs });
  expect(await explain(abstained)).toMatchObject({
    result: 'unresolved',
    reason: 'cannot_judge',
    method: null,
  });
});

test('the list is narrowed to what is settled or contested, and tells the same', async () => {
  const list = async (result: 'settled' | 'contested') =>
    (await listResolutions(stage.ctx, { question: 'main', result, sort: 'comparison', limit: 50 })).items;
  const settled = await list('settled');
  expect(settled).toHaveLength(4);
  for (const { promptExcerpt: _p, models: _m, computedAt: _c, ...item } of settled)
    expect(await explain(item.comparisonId)).toMatchObject(item);
  expect(await list('contested')).toEqual([]);
});

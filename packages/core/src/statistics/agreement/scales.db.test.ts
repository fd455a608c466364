import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { sql } from 'kysely';
import {
  type Agreement,
  agreement,
  agreementOptions,
  type JudgedScale,
} from '@pairwright/contract/statistics/agreement';
import { templateQuestions } from '@pairwright/domain/templates';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { findComparisons } from '../../browse/comparisons.queries.ts';
import {
  addGroup,
  addQuestion,
  addVote,
  createStage,
  type GivenVote,
  noDetails,
  type Stage,
} from '../../datasets/datasets.fixture.ts';
import { computed } from '../statistics.fixture.ts';

let database: TestDatabase;
let stage: Stage;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  stage = await createStage(database, { annotators: 4 });
  return () => stage.close();
});

type Said = Pick<GivenVote, 'outcome' | 'ranks' | 'details'>;

/** A comparison of so many responses with these judgments, by one annotator after the other, on a day of March. */
async function judged(responses: number, votes: readonly Said[], day = 1): Promise<string> {
  const texts = Array.from({ length: responses }, (_, at) => [
    { role: 'assistant' as const, content: `answer ${at}` },
  ]);
  const { comparisonId } = await addGroup(stage, { responses: texts });
  const order = texts.map((_, at) => at);
  for (const [by, said] of votes.entries())
    await addVote(stage, comparisonId, { annotator: stage.annotators[by]!, order, ...said });
  await sql`alter table judgments disable trigger user`.execute(database.db);
  await sql`update judgments set created_at = ${`2026-03-0${day}T12:00:00Z`} where comparison_id = ${comparisonId}`.execute(
    database.db,
  );
  await sql`alter table judgments enable trigger user`.execute(database.db);
  return comparisonId;
}

const thumb = (up: boolean): Said => ({ outcome: up ? 'thumbs_up' : 'thumbs_down' });
const ranks = (...given: (number | null)[]): Said => ({ outcome: 'ranking', ranks: given });
const rated = (value: number): Said => ({
  outcome: 'rated',
  details: { ...noDetails, ratings: [{ key: 'helpfulness', response: 0, value }] },
});
const steps = (...labels: ('right' | 'wrong' | 'neutral')[]): Said => ({
  outcome: 'steps',
  details: {
    ...noDetails,
    steps: labels.map((label, at) => ({ start: at * 10, end: at * 10 + 9, label })),
  },
});

async function compute(): Promise<Agreement> {
  const result = await computed<Agreement>(stage.ctx, stage.projectId, {
    kind: 'agreement',
    options: agreementOptions.parse({}),
  });
  expect(agreement.parse(result)).toEqual(result);
  return result;
}
const scaleOf = ({ scales }: Agreement, what: JudgedScale['what']): JudgedScale =>
  scales.find((scale) => scale.what === what)!;
const pairOf = ({ matrix }: JudgedScale, one: number, other: number) => {
  const places = [one, other].map((by) =>
    matrix.annotators.findIndex(({ id }) => id === stage.annotators[by]),
  );
  return matrix.pairs.find(
    ({ first, second }) => first === Math.min(...places) && second === Math.max(...places),
  );
};
async function listed(
  rows: { shared: 'differ' } | { disputed: readonly [string, string] },
): Promise<string[]> {
  const { disputed, ...votes } = { disputed: undefined, ...rows };
  const page = { projectId: stage.projectId, progress: 'all' as const, rows: votes, disputed, limit: 100 };
  return (await findComparisons(database.db, page)).map(({ id }) => id).sort();
}

it('has none where only pairs are judged', async () => {
  expect((await compute()).scales).toEqual([]);
});

it('measures thumbs: alpha, who with whom, day by day, the hardest', async () => {
  await judged(1, [thumb(true), thumb(true), thumb(true)]);
  await judged(1, [thumb(false), thumb(false)]);
  const split = await judged(1, [thumb(true), thumb(false), thumb(false)], 3);
  const other = await judged(1, [thumb(true), thumb(false)], 3);
  await judged(1, [thumb(true)]);
  await database.db
    .insertInto('guidelines')
    .values({
      project_id: stage.projectId,
      version: 2,
      markdown: 'Better.',
      created_at: '2026-03-02T08:00:00Z',
    })
    .execute();
  const said = await compute();
  expect(said.scales.map(({ what }) => what)).toEqual(['thumbs']);
  const scale = scaleOf(said, 'thumbs');
  expect(scale).toMatchObject({
    key: null,
    level: 'nominal',
    votes: 11,
    comparisons: 5,
    shared: 4,
    annotators: 3,
  });
  // Do: (2 / 2 × 2 + 2) / 10 of 5 up and 5 down that can be paired; De: 2 × 5 × 5 / (10 × 9).
  expect(scale.alpha).toMatchObject({ value: expect.closeTo(1 - 0.4 / (50 / 90), 12), n: 4 });
  expect(scale.alpha.low).toBeLessThan(scale.alpha.value!);
  expect(scale.matrix.annotators.map(({ votes }) => votes)).toEqual([5, 4, 2]);
  expect(pairOf(scale, 0, 1)).toMatchObject({ shared: 4, agreement: 0.5 });
  expect(pairOf(scale, 1, 2)).toMatchObject({ shared: 2, agreement: 1, kappa: 1 });
  expect(scale.overTime.unit).toBe('day');
  expect(scale.overTime.periods.map(({ from, votes, alpha }) => [from, votes, alpha.n])).toEqual([
    ['2026-03-01', 6, 2],
    ['2026-03-03', 5, 2],
  ]);
  expect(scale.overTime.periods[0]!.alpha.value).toBe(1);
  expect(scale.overTime.guidelines.map(({ version }) => version)).toEqual([1, 2]);
  expect(scale.hardest.disputed).toBe(2);
  expect(scale.hardest.comparisons).toMatchObject([
    { id: other, votes: 2, apart: 1, spread: null },
    { id: split, votes: 3, apart: 2 / 3 },
  ]);
  expect(await listed({ shared: 'differ' })).toEqual([split, other].sort());
  expect(await listed({ disputed: [stage.annotators[0]!, stage.annotators[2]!] })).toEqual([split]);
});

it('measures ratings by how far they are apart on the scale of the question', async () => {
  await addQuestion(stage, 2, templateQuestions.helpsteer2.form);
  const near = await judged(1, [rated(3), rated(2)]);
  const far = await judged(1, [rated(0), rated(3), rated(3)]);
  await judged(1, [rated(1), rated(1)]);
  const scale = scaleOf(await compute(), 'rating');
  expect(scale).toMatchObject({ key: 'helpfulness', level: 'ordinal', votes: 7, shared: 3 });
  // The scale goes from 0 to 4.
  expect(scale.hardest.comparisons).toMatchObject([
    { id: far, apart: expect.closeTo((0.75 + 0.75) / 3, 12), spread: 3 },
    { id: near, apart: 0.25, spread: 1 },
  ]);
  expect(pairOf(scale, 0, 1)).toMatchObject({ shared: 3, agreement: expect.closeTo(1 / 3, 12) });
  expect(await listed({ shared: 'differ' })).toEqual([near, far].sort());
});

it('measures rankings by every two answers that both put in an order', async () => {
  const turned = await judged(3, [ranks(1, 2, 3), ranks(3, 2, 1)]);
  const tied = await judged(3, [ranks(1, 2, 3), ranks(1, 1, 3)]);
  // The first says nothing of the last two; of the others both say the same.
  await judged(3, [ranks(1, null, null), ranks(1, 2, 3)]);
  await judged(3, [ranks(1, 2, 3)]);
  const said = await compute();
  const scale = scaleOf(said, 'ranking');
  expect(scale).toMatchObject({ level: 'ordinal', votes: 7, comparisons: 4, shared: 3, annotators: 2 });
  expect(scale.alpha.n).toBe(3);
  expect(pairOf(scale, 0, 1)).toMatchObject({ shared: 3, agreement: expect.closeTo(4 / 8, 12) });
  expect(scale.hardest.comparisons).toMatchObject([
    { id: turned, apart: 1, spread: null },
    { id: tied, apart: expect.closeTo(1 / 6, 12) },
  ]);
  expect(scale.hardest.disputed).toBe(2);
});

it('measures steps by the first wrong one and step by step', async () => {
  const early = await judged(1, [steps('right', 'wrong'), steps('right', 'right', 'wrong')]);
  const none = await judged(1, [steps('right', 'right'), steps('right', 'wrong')]);
  const neutral = await judged(1, [steps('right', 'neutral', 'wrong'), steps('right', 'right', 'wrong')]);
  await judged(1, [steps('right', 'right'), steps('right', 'right')]);
  const said = await compute();
  expect(said.scales.map(({ what, level }) => [what, level])).toEqual([
    ['first_wrong', 'nominal'],
    ['step', 'nominal'],
  ]);
  const [first, each] = [scaleOf(said, 'first_wrong'), scaleOf(said, 'step')];
  expect(pairOf(first, 0, 1)).toMatchObject({ shared: 4, agreement: 0.5 });
  expect(first.hardest.comparisons.map(({ id }) => id).sort()).toEqual([early, none].sort());
  // Nine steps that both labelled, three of them in another way.
  expect(pairOf(each, 0, 1)).toMatchObject({ shared: 4, agreement: expect.closeTo(6 / 9, 12) });
  expect(each.hardest.comparisons.map(({ id }) => id).sort()).toEqual([early, none, neutral].sort());
  expect(each.alpha.n).toBe(4);
});

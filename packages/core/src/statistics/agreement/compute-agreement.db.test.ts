import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type Agreement,
  type AgreementOptions,
  agreement,
  agreementOptions,
} from '@pairwright/contract/statistics/agreement';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { addGroup, addVote, createStage, noDetails, type Stage } from '../../datasets/datasets.fixture.ts';
import { addManyVotes, type SaidOfPair } from '../many-votes.fixture.ts';
import { computed } from '../statistics.fixture.ts';

let database: TestDatabase;
let stage: Stage;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  stage = await createStage(database, { annotators: 70 });
  return () => stage.close();
});

async function compute(options: Partial<AgreementOptions> = {}): Promise<Agreement> {
  const result = await computed<Agreement>(stage.ctx, stage.projectId, {
    kind: 'agreement',
    options: agreementOptions.parse(options),
  });
  // What is stored is what the contract promises.
  expect(agreement.parse(result)).toEqual(result);
  return result;
}

const said = (...votes: SaidOfPair['votes'][number]['said'][]): SaidOfPair => ({
  votes: votes.map((each, by) => ({ by, said: each })),
});

describe('gold comparisons', () => {
  it('are counted by when they were answered, of everybody together, without exams', async () => {
    const answer = async (by: number, day: string, matched: boolean, exam: number | null = null) => {
      const { comparisonId } = await addGroup(stage, {
        responses: Array.from({ length: 2 }, () => [{ role: 'assistant' as const, content: 'x' }]),
      });
      const annotator = stage.annotators[by]!;
      const { judgmentId, assignmentId } = await addVote(stage, comparisonId, {
        annotator,
        outcome: 'preference',
        strength: 1,
        kind: 'gold',
      });
      await database.pool.query(
        `begin; set local session_replication_role = replica;
         update judgments set created_at = '${day}T12:00:00Z' where id = '${judgmentId}';
         commit`,
      );
      await database.pool.query(
        `insert into gold_results (judgment_id, assignment_id, project_id, annotator_id, comparison_id, matched, exam_attempt, expected)
         values ($1, $2, $3, $4, $5, $6, $7, '{}')`,
        [judgmentId, assignmentId, stage.projectId, annotator, comparisonId, matched, exam],
      );
    };
    for (const by of [0, 1, 2]) await answer(by, '2026-03-02', by > 0);
    await answer(0, '2026-03-04', true);
    await answer(3, '2026-03-04', false, 1);
    const { gold } = await compute();
    expect(gold.unit).toBe('day');
    expect(gold.periods.map(({ from, share: { value, n } }) => [from, value, n])).toEqual([
      ['2026-03-02', 2 / 3, 3],
      ['2026-03-04', 1, 1],
    ]);
    expect((await compute({ from: '2026-03-03' })).gold.periods).toHaveLength(1);
    expect((await compute({ category: 'none' })).gold).toEqual({ unit: 'day', periods: [] });
  });
});

describe('the slowest comparisons', () => {
  it('are those with the longest median of two times or more, within the filters', async () => {
    const ids = await addManyVotes(stage, [said(1, 1, 1), said(1, 1), said(1), said(2, 2)]);
    const take = (comparison: number, ...seconds: number[]) =>
      Promise.all(
        seconds.map((one, by) =>
          database.pool.query(
            `begin; set local session_replication_role = replica;
             update judgments set active_ms = ${one * 1_000} where comparison_id = '${ids[comparison]!}' and annotator_id = '${stage.annotators[by]!}';
             commit`,
          ),
        ),
      );
    await take(0, 1, 90, 5);
    await take(1, 10, 20);
    await take(2, 500);
    const { slowest } = await compute();
    expect(slowest.comparisons.map(({ id, votes, medianMs }) => [id, votes, medianMs])).toEqual([
      [ids[1], 2, 15_000],
      [ids[0], 3, 5_000],
    ]);
    expect(slowest.timed).toBe(2);
    expect((await compute({ to: '2020-01-01' })).slowest).toEqual({ comparisons: [], timed: 0 });
  });
});

describe('circles among models', () => {
  it('are told with their leads, of votes and rankings, within the filters', async () => {
    const models = (ids: readonly string[], names: readonly string[]) =>
      Promise.all(
        names.map((name, place) =>
          database.pool.query(
            'update responses r set model = $3 from comparisons c where r.id = c.response_ids[$2::int] and c.id = any ($1)',
            [ids, place + 1, name],
          ),
        ),
      );
    const pair = async (names: readonly string[], ...votes: Parameters<typeof said>) =>
      models(await addManyVotes(stage, [said(...votes)]), names);
    await pair(['a', 'b'], -1, -2, 1, 0);
    await pair(['b', 'c'], -1, -1);
    await pair(['a', 'c'], 2);
    expect((await compute()).cycles).toEqual({
      circular: { value: 1, low: null, high: null, n: 1, reason: null },
      circles: [{ models: ['a', 'b', 'c'], leads: [1, 2, 1] }],
    });
    // One more for a over c, and one more to break it.
    const { comparisonId } = await addGroup(stage, {
      responses: Array.from({ length: 3 }, () => [{ role: 'assistant' as const, content: 'x' }]),
    });
    await models([comparisonId], ['a', 'c', 'd']);
    for (const by of [0, 1])
      await addVote(stage, comparisonId, {
        annotator: stage.annotators[by]!,
        outcome: 'ranking',
        ranks: [1, 2, 3],
        order: [0, 1, 2],
      });
    const { cycles } = await compute();
    expect(cycles).toMatchObject({ circular: { value: 0, n: 2 }, circles: [] });
    expect((await compute({ language: 'xx' })).cycles).toEqual({
      circular: { value: null, low: null, high: null, n: 0, reason: 'no_data' },
      circles: [],
    });
  });
});

describe('without overlap', () => {
  it('has no agreement, and says why', async () => {
    const { shared, direction, strength, ceiling, hardest, confusion, overTime, bootstrap } = await compute();
    expect(shared).toBe(0);
    const none = { value: null, low: null, high: null, n: 0, reason: 'no_data' };
    expect(direction.percent).toEqual({ perComparison: none, pooled: none, unanimous: none });
    expect(Object.values(direction.coefficients).map(({ value }) => value)).toEqual(Array(5).fill(null));
    expect(ceiling.accuracy).toEqual(none);
    expect(hardest).toEqual({ comparisons: [], disputed: 0 });
    expect(overTime.periods).toEqual([]);
    expect(bootstrap.prompts).toBe(0);
    expect(confusion.labels).toEqual([...strength.values, null]);
  });

  it('is so too where each comparison has one vote', async () => {
    await addManyVotes(stage, [said(1), said(-2)]);
    const { votes, direction, matrix } = await compute();
    expect(votes).toBe(2);
    expect(direction.percent.pooled.reason).toBe('no_overlap');
    expect(direction.coefficients.alpha).toMatchObject({ value: null, reason: 'no_overlap' });
    expect(direction.coefficients.cohen).toMatchObject({ value: null, reason: 'no_overlap' });
    expect(matrix.pairs).toEqual([]);
  });

  it('has percent agreement but no alpha where all say the same', async () => {
    await addManyVotes(stage, [said(1, 1), said(1, 1)]);
    const { direction, strength } = await compute();
    expect(direction.percent.pooled).toMatchObject({ value: 1, n: 2 });
    expect(direction.coefficients.alpha).toMatchObject({ value: null, reason: 'no_variation' });
    expect(strength.coefficients.alpha).toMatchObject({ value: null, reason: 'no_variation' });
  });
});

it('takes both bad as a label, as a tie, or not at all', async () => {
  await addManyVotes(stage, [said('both_bad', 0), said('both_bad', 'both_bad'), said(-3, 'cannot_judge')]);
  const own = await compute();
  expect(own.direction.labels).toEqual(['first', 'tie', 'second', 'both_bad']);
  expect(own).toMatchObject({ votes: 5, cannotJudge: 1, shared: 2, strength: { notOnScale: 3 } });
  expect(own.direction.percent.pooled.value).toBe(0.5);
  const tied = await compute({ bothBad: 'as_tie' });
  expect(tied.direction.labels).toEqual(['first', 'tie', 'second']);
  expect(tied.direction.percent.pooled.value).toBe(1);
  expect(tied.strength.notOnScale).toBe(0);
  const without = await compute({ bothBad: 'leave_out' });
  expect(without).toMatchObject({ votes: 2, shared: 0 });
});

it('keeps to what the options ask for, and does not count what does not count', async () => {
  const [first] = await addManyVotes(stage, [
    { ...said(1, 2), category: 'maths' },
    { votes: [1, 2].map((by) => ({ by, said: -1, at: '2026-03-01T12:00:00Z' })) },
  ]);
  await addVote(stage, first!, { annotator: stage.annotators[5]!, outcome: 'tie', kind: 'gold' });
  expect(await compute()).toMatchObject({ votes: 4, comparisons: 2 });
  expect(await compute({ category: 'maths' })).toMatchObject({ votes: 2, comparisons: 1 });
  expect(await compute({ category: 'none' })).toMatchObject({ votes: 0 });
  expect(await compute({ from: '2026-03-01', to: '2026-03-01' })).toMatchObject({ votes: 2 });
  expect(await compute({ to: '2026-02-28' })).toMatchObject({ votes: 0 });
});

it('shows the hardest first, and counts every pair of votes in the confusion', async () => {
  const [split, , wide] = await addManyVotes(stage, [
    { ...said(-1, 0, 1), prompt: 'Which is harder?' },
    said(2, 2, 2),
    said(-3, 3),
    said(-1, 1),
  ]);
  const { hardest, confusion } = await compute();
  expect(hardest.disputed).toBe(3);
  expect(hardest.comparisons[0]).toEqual({
    id: split,
    promptExcerpt: 'Which is harder?',
    votes: [1, 1, 1, 0],
    entropy: expect.closeTo(Math.log(3), 12),
    spread: 2,
  });
  expect(hardest.comparisons[1]).toMatchObject({ id: wide, votes: [1, 0, 1, 0], spread: 6 });
  const at = (one: number | null, other: number | null): number =>
    confusion.counts[confusion.labels.indexOf(one)]![confusion.labels.indexOf(other)]!;
  expect([at(-3, 3), at(3, -3), at(2, 2), at(-1, 0), at(0, 1), at(-1, 1), at(null, null)]).toEqual([
    1, 1, 3, 1, 1, 2, 0,
  ]);
});

it('measures every two annotators, of the sixty with most votes', async () => {
  const busy = Array.from({ length: 3 }, () => ({
    votes: [0, 1, 2].map((by) => ({ by, said: by === 2 ? 1 : -1 })),
  }));
  const crowd = { votes: Array.from({ length: 70 }, (_, by) => ({ by, said: -1 })) };
  await addManyVotes(stage, [...busy, crowd]);
  const { matrix } = await compute();
  expect(matrix.annotators).toHaveLength(60);
  expect(matrix.leftOut).toBe(10);
  expect(matrix.annotators.slice(0, 4).map(({ votes }) => votes)).toEqual([4, 4, 4, 1]);
  expect(matrix.pairs).toHaveLength((60 * 59) / 2);
  const between = (one: number, other: number) => {
    const places = [one, other].map((by) =>
      matrix.annotators.findIndex(({ id }) => id === stage.annotators[by]),
    );
    return matrix.pairs.find(
      ({ first, second }) => first === Math.min(...places) && second === Math.max(...places),
    );
  };
  expect(between(0, 1)).toMatchObject({ shared: 4, agreement: 1, kappa: null, reason: 'no_variation' });
  expect(between(0, 2)).toMatchObject({ shared: 4, agreement: 0.25, kappa: 0 });
});

it('follows agreement over time, by days and then by weeks, beside the versions of the guidelines', async () => {
  const pair = (day: string, ...votes: number[]): SaidOfPair => ({
    votes: votes.map((each, by) => ({ by, said: each, at: `2026-${day}T23:30:00Z` })),
  });
  const may = [
    pair('05-04', -1, -1),
    pair('05-04', 1, 1),
    pair('05-06', 1, -1),
    pair('05-06', -1, 1),
    pair('05-07', 1),
  ];
  await addManyVotes(stage, may);
  await database.db
    .insertInto('guidelines')
    .values({
      project_id: stage.projectId,
      version: 2,
      markdown: 'Better.',
      created_at: '2026-05-05T08:00:00Z',
    })
    .execute();
  const days = (await compute()).overTime;
  expect(days.unit).toBe('day');
  expect(days.periods.map(({ from, votes, direction }) => [from, votes, direction.n])).toEqual([
    ['2026-05-04', 4, 2],
    ['2026-05-06', 4, 2],
  ]);
  expect(days.periods.map(({ direction }) => direction.value)).toEqual([1, expect.closeTo(-0.5, 12)]);
  expect(days.guidelines.map(({ version }) => version)).toEqual([1, 2]);
  await addManyVotes(stage, [pair('07-12', 1, 1), pair('07-13', 2, 1)]);
  const weeks = (await compute()).overTime;
  expect(weeks.unit).toBe('week');
  // Sunday the twelfth belongs to the week of Monday the sixth.
  expect(weeks.periods.map(({ from }) => from)).toEqual(['2026-05-04', '2026-07-06', '2026-07-13']);
});

it('finds who prefers the left, the longer and the more formatted answer', async () => {
  const long = `${'word '.repeat(20)}\n# Heading\n- **item**`;
  const vote = (given: number, firstOnLeft: boolean) => ({ by: 0, said: given, firstOnLeft });
  await addManyVotes(stage, [
    { first: long, second: 'short', votes: [vote(-3, true)] },
    { first: 'short', second: long, votes: [vote(1, true)] },
    { first: 'a2345678901234567890', second: 'b23456789012345678901', votes: [vote(-1, true)] },
    { first: 'same', second: 'size', votes: [vote(-1, false)] },
    { first: null, second: 'short', votes: [vote(2, true)] },
    { first: long, second: 'short', votes: [vote(0, true)] },
  ]);
  const { bias } = await compute();
  expect(bias.left).toMatchObject({ value: 0.4, n: 5 });
  // Two of five or further from the middle: everything.
  expect(bias.leftP).toBeCloseTo(1, 12);
  expect(bias.textMissing).toBe(1);
  expect(bias.longer).toMatchObject({ value: 2 / 3, n: 3 });
  expect(bias.length.map(({ longer }) => [longer.value, longer.n])).toEqual([
    [0, 1],
    [null, 0],
    [null, 0],
    [null, 0],
    [null, 0],
    [1, 2],
  ]);
  expect(bias.length.at(-1)).toMatchObject({ above: 3, upTo: null });
  expect(bias.formatting).toMatchObject(
    ['any', 'headings', 'lists', 'bold'].map((name) => ({ name, more: { value: 1, n: 2 } })),
  );
});

it('measures the order of rankings', async () => {
  const responses = ['a', 'b', 'c'].map((content) => [{ role: 'assistant' as const, content }]);
  const rank = async (...rankings: (number | null)[][]): Promise<void> => {
    const { comparisonId } = await addGroup(stage, { responses });
    for (const [by, ranks] of rankings.entries())
      await addVote(stage, comparisonId, {
        annotator: stage.annotators[by]!,
        outcome: 'ranking',
        ranks,
        order: [0, 1, 2],
      });
  };
  await rank([1, 2, 3], [1, 2, 3]);
  await rank([1, 2, 3], [3, 2, 1]);
  await rank([1, 2, 3]);
  // Nothing is said of the order of what is unacceptable and what is below the best.
  await rank([1, 0, null], [1, null, 0]);
  await rank([1, 1, 1], [2, 2, 2]);
  const { rankings, votes } = await compute();
  expect(votes).toBe(0);
  expect(rankings.rankings).toBe(9);
  // W is 1, 0 and 1; the last of all ties has none.
  expect(rankings.concordance).toMatchObject({ n: 3, value: expect.closeTo(2 / 3, 12) });
  expect(rankings.correlation).toMatchObject({ n: 3, value: expect.closeTo(1 / 3, 12) });
});

it('measures thumbs, ratings and criteria, each on its own scale', async () => {
  const responses = [[{ role: 'assistant' as const, content: 'a' }]];
  for (const [one, other] of [
    [1, 1],
    [0, 0],
    [1, 0],
    [1, 1],
  ] as const) {
    const { comparisonId } = await addGroup(stage, { responses });
    for (const [by, up] of [one, other].entries())
      await addVote(stage, comparisonId, {
        annotator: stage.annotators[by]!,
        outcome: up === 1 ? 'thumbs_up' : 'thumbs_down',
        order: [0],
        details: {
          ...noDetails,
          ratings: [{ key: 'helpful', response: 0, value: 3 + up }],
          criteria: [
            { key: 'tone', outcome: 'preference', position: 1, strength: -3 },
            { key: 'facts', outcome: 'not_applicable', position: null, strength: null },
          ],
        },
      });
  }
  const { graded } = await compute();
  expect(graded.map(({ what, key, answers }) => [what, key, answers])).toEqual([
    ['thumbs', null, 8],
    ['rating', 'helpful', 8],
    ['criterion', 'tone', 8],
  ]);
  // Do = 2 of 8, De = 2 × 5 × 3 of 8 × 7.
  const alpha = 1 - 2 / 8 / (30 / 56);
  expect(graded[0]).toMatchObject({
    alpha: { value: expect.closeTo(alpha, 12), n: 4 },
    perAnswer: { value: 0.75, n: 4 },
  });
  expect(graded[1]!.alpha.value).toBeCloseTo(alpha, 12);
  expect(graded[2]!.alpha).toMatchObject({ value: null, reason: 'no_variation' });
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { VoteRows } from '@pairwright/contract/vote-rows';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { addGroup, addVote, createStage } from '../datasets/datasets.fixture.ts';
import { addManyVotes, type SaidOfPair, type SaidVote } from '../statistics/many-votes.fixture.ts';
import { findComparisons, type ProgressFilter } from './comparisons.queries.ts';

const database = await createTestDatabase();
const stage = await createStage(database);
afterAll(async () => {
  await stage.close();
  await database.close();
});

const answers = [-3, -1, 0, 2, 'both_bad', 'cannot_judge'] as const;
/** Every length and mix of votes there is up to three, on two days, from either side, of two kinds of prompts. */
const pairs = Array.from({ length: 6 ** 3 }, (_, number): SaidOfPair => ({
  category: number % 2 === 0 ? 'even' : 'odd',
  votes: [number % 6, Math.floor(number / 6) % 6, Math.floor(number / 36)]
    .slice(0, number % 4)
    .map((kind, by): SaidVote => ({
      by,
      said: answers[kind]!,
      firstOnLeft: (number + by) % 2 === 0,
      at: by === 0 ? '2026-03-01T23:30:00Z' : '2026-03-02T00:30:00Z',
    })),
}));
let ids: string[];
beforeAll(async () => {
  ids = await addManyVotes(stage, pairs);
  await database.pool.query(
    'update assignments a set judgment_id = j.id from judgments j where j.assignment_id = a.id',
  );
});

async function listed(rows: VoteRows, progress: ProgressFilter = 'all'): Promise<string[]> {
  const page = { projectId: stage.projectId, progress, rows, limit: 1_000 };
  return (await findComparisons(database.db, page)).map(({ id }) => id).sort();
}

const some = (passes: (vote: SaidVote) => boolean) => (pair: SaidOfPair) => pair.votes.some(passes);
const sign = ({ said }: SaidVote): number | null => (typeof said === 'number' ? Math.sign(said) : null);
const isLeft = (vote: SaidVote): boolean => sign(vote) === (vote.firstOnLeft === true ? -1 : 1);
const decided = ({ votes }: SaidOfPair) =>
  votes.flatMap((vote) => (vote.said === 'cannot_judge' ? [] : [String(sign(vote) ?? vote.said)]));
const said = (one: SaidVote['said'], other: SaidVote['said']) => (pair: SaidOfPair) =>
  pair.votes.some(
    (vote, at) => vote.said === one && pair.votes.some((next, place) => place !== at && next.said === other),
  );
const day = (at: string) => some((vote) => vote.at!.startsWith(at));
const [first, second] = ['model first', 'model second'];

test.each<[VoteRows, (pair: SaidOfPair) => boolean]>([
  [{ votes: 'counted' }, some(() => true)],
  [{ votes: 'paid' }, some(() => true)],
  [{ votes: 'gold' }, () => false],
  [{ outcome: 'tie' }, some((vote) => vote.said === 0)],
  [{ outcome: 'preference', side: 'left' }, some(isLeft)],
  [{ side: 'right' }, some((vote) => Math.abs(sign(vote) ?? 0) === 1 && !isLeft(vote))],
  [{ model: first }, some(() => true)],
  [{ model: 'nobody' }, () => false],
  [{ model: first, result: 'won' }, some((vote) => sign(vote) === -1)],
  [{ model: second, result: 'won', against: first }, some((vote) => sign(vote) === 1)],
  [{ model: second, result: 'lost' }, some((vote) => sign(vote) === -1)],
  [{ model: second, result: 'tied' }, some((vote) => vote.said === 0)],
  [{ model: first, result: 'undecided' }, some((vote) => vote.said === 0 || vote.said === 'both_bad')],
  [{ model: first, against: first }, () => false],
  [{ shared: 'any' }, (pair) => decided(pair).length > 1],
  [{ shared: 'differ' }, (pair) => new Set(decided(pair)).size > 1],
  [{ said: '-3,2' }, said(-3, 2)],
  [{ said: '-1,-1' }, said(-1, -1)],
  [{ said: 'both_bad,0' }, said('both_bad', 0)],
  [
    { category: 'odd', outcome: 'tie' },
    (pair) => pair.category === 'odd' && pair.votes.some((vote) => vote.said === 0),
  ],
  [{ category: 'odd' }, (pair) => pair.category === 'odd'],
  [{ from: '2026-03-02' }, day('2026-03-02')],
  [{ to: '2026-03-01' }, day('2026-03-01')],
  [{ from: '2026-03-03' }, () => false],
])('%o', async (rows, passes) => {
  expect(await listed(rows)).toEqual(ids.filter((_, at) => passes(pairs[at]!)).sort());
});

test('of one batch, and of a round, which a batch may leave', async () => {
  const { rows } = await database.pool.query<{ id: string }>(
    `insert into batches (id, project_id, name, round) values (gen_random_uuid(), $1, 'second', 2) returning id`,
    [stage.projectId],
  );
  const batchId = rows[0]!.id;
  const moved = ids.slice(0, 5);
  await database.pool.query('update comparisons set batch_id = $2 where id = any ($1)', [moved, batchId]);
  expect(await listed({ batchId })).toEqual([...moved].sort());
  expect(await listed({ round: '2' })).toEqual([...moved].sort());
  expect(await listed({ round: '1' })).toEqual(ids.slice(5).sort());
  expect(await listed({ round: '3' })).toEqual([]);
  expect(await listed({ batchId, votes: 'counted' })).toEqual(
    moved.filter((_, at) => pairs[at]!.votes.length > 0).sort(),
  );
  await database.pool.query('update comparisons set batch_id = $2 where id = any ($1)', [
    moved,
    stage.batchId,
  ]);
});

test('by one person, and by two', async () => {
  const [one, other] = stage.annotators as [string, string];
  const of = (by: number, what?: SaidVote['said']) =>
    some((vote) => vote.by === by && (what === undefined || vote.said === what));
  const only = (passes: (pair: SaidOfPair) => boolean) => ids.filter((_, at) => passes(pairs[at]!)).sort();
  expect(await listed({ by: other })).toEqual(only(of(1)));
  expect(await listed({ by: one, outcome: 'tie' })).toEqual(only(of(0, 0)));
  expect(await listed({ by: `${one},${other}` })).toEqual(only((pair) => of(0)(pair) && of(1)(pair)));
  expect(await listed({ by: one, shared: 'any' })).toEqual(
    only((pair) => of(0)(pair) && decided(pair).length > 1),
  );
});

test('what was skipped, by anybody and by one; what is held; what was exported', async () => {
  const [one, other] = stage.annotators as [string, string];
  const open = ids.filter((_, at) => pairs[at]!.votes.length === 0);
  const give = (comparisonId: string, state: 'skipped' | 'leased') =>
    database.pool.query(
      `insert into assignments (id, project_id, comparison_id, annotator_id, presented_order, state, question_version, guidelines_version, lease_expires_at)
       values (gen_random_uuid(), $1, $2, $3, '{0,1}', $4, 1, 1, now() + interval '1 hour')`,
      [stage.projectId, comparisonId, one, state],
    );
  await give(open[0]!, 'skipped');
  await database.pool.query('update comparisons set leased = 1 where id = $1', [open[1]]);
  expect(await listed({ votes: 'skipped' })).toEqual([open[0]]);
  expect(await listed({ votes: 'skipped', by: one })).toEqual([open[0]]);
  expect(await listed({ votes: 'skipped', by: other })).toEqual([]);
  expect(await listed({}, 'leased')).toEqual([open[1]]);
  expect(await listed({}, 'exported')).toEqual([]);
});

test('rankings tell of each two of their models, decisions of whoever settled them, and teams of who is in them', async () => {
  const [one, other] = stage.annotators as [string, string];
  const ranking = async (ranks: readonly (number | null)[], by: string) => {
    const { comparisonId } = await addGroup(stage, { responses: [null, null, null], rank: 5_000 });
    await addVote(stage, comparisonId, { annotator: by, outcome: 'ranking', ranks, order: [0, 1, 2] });
    return comparisonId;
  };
  const [full, tied, best] = [
    await ranking([1, 2, 3], one),
    await ranking([2, 1, 1], other),
    await ranking([1, null, 0], other),
  ];
  const models = { model: 'model 1', against: 'model 2' };
  expect(await listed({ ...models, result: 'won' })).toEqual([full]);
  expect(await listed({ ...models, result: 'lost' })).toEqual([]);
  expect(await listed({ ...models, result: 'tied' })).toEqual([tied]);
  expect(await listed(models)).toEqual([full, tied].sort());
  expect(await listed({ model: 'model 0', result: 'won' })).toEqual([full, best].sort());
  expect(await listed({ ...models, by: other })).toEqual([tied]);

  await database.pool.query(
    `insert into project_members (project_id, user_id, role, teams) values ($1, $2, 'annotator', '{red}')`,
    [stage.projectId, other],
  );
  expect(await listed({ model: 'model 0', result: 'won', team: 'red' })).toEqual([best]);
  expect(await listed({ votes: 'counted', team: 'blue' })).toEqual([]);

  for (const [comparisonId, ranks, withdrawn] of [
    [full, [3, 2, 1], false],
    [tied, [1, 2, 3], true],
  ] as const) {
    await database.pool.query(
      `insert into adjudications (id, project_id, comparison_id, reviewer_id, question_version, outcome, ranks, presented_order, confidence,
         cause, revealed, promote_to_gold, needed)
       values (gen_random_uuid(), $1, $2, $3, 1, 'ranking', $4, '{0,1,2}', 'high', 'error', false, false, 1)`,
      [stage.projectId, comparisonId, one, ranks],
    );
    await database.pool.query(
      `insert into review_decisions (id, project_id, comparison_id, turn, outcome, ranks, promote_to_gold, withdrawn_at)
       values (gen_random_uuid(), $1, $2, 0, 'ranking', $3, false, case when $4 then now() end)`,
      [stage.projectId, comparisonId, ranks, withdrawn],
    );
  }
  expect(await listed({ votes: 'adjudicated' })).toEqual([full]);
  expect(await listed({ votes: 'adjudicated', ...models, result: 'lost' })).toEqual([full]);
  expect(await listed({ votes: 'adjudicated', ...models, result: 'won' })).toEqual([]);
  expect(await listed({ votes: 'adjudicated', by: other })).toEqual([]);
  // A decision is one.
  expect(await listed({ votes: 'adjudicated', shared: 'differ' })).toEqual([]);
  expect(await listed({ votes: 'adjudicated', to: '2020-01-01' })).toEqual([]);
});

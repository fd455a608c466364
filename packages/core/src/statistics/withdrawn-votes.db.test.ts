import { afterAll, beforeAll, expect, test } from 'vitest';
import { agreementOptions } from '@pairwright/contract/statistics/agreement';
import { annotatorsOptions } from '@pairwright/contract/statistics/annotators';
import type { StatisticsWish } from '@pairwright/contract/statistics/compute';
import { leaderboardOptions } from '@pairwright/contract/statistics/leaderboard';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { getComparison, listComparisons } from '../browse/comparisons.service.ts';
import { addVote, createStage, type Stage } from '../datasets/datasets.fixture.ts';
import { isModelDue, learnAnnotatorModel } from '../resolutions/annotator-model.service.ts';
import { getResolution } from '../resolutions/explain.service.ts';
import { listResolutions } from '../resolutions/resolutions.service.ts';
import { takeInChanges } from '../resolutions/refresh.service.ts';
import { readPairVotes } from '../routing/active/pair-votes.queries.ts';
import { returnComparison, withdrawComparison } from '../withdrawals/withdrawals.service.ts';
import { addManyVotes, type SaidOfPair } from './many-votes.fixture.ts';
import { expectSumsFollow, keepUp } from './overview/overview.fixture.ts';
import { readOverviewRows } from './overview/overview.queries.ts';
import { computed } from './statistics.fixture.ts';
import { changedSince } from './statistics.queries.ts';

let database: TestDatabase;
let stage: Stage;
beforeAll(async () => {
  database = await createTestDatabase();
  stage = await createStage(database);
});
afterAll(async () => {
  await stage.close();
  await database.close();
});

/** Two of one mind about these, then one against one about that. */
const agreed: SaidOfPair[] = Array.from({ length: 12 }, (_, at) => ({
  votes: [
    { by: 0, said: at % 4 === 0 ? 2 : -2 },
    { by: 1, said: at % 4 === 0 ? 1 : -1 },
    ...(at === 1 ? [{ by: 2, said: -2 }] : []),
  ],
}));
const faulty: SaidOfPair = {
  votes: [
    { by: 0, said: 3 },
    { by: 1, said: -3 },
    { by: 2, said: 3 },
  ],
};

const wishes: readonly StatisticsWish[] = [
  { kind: 'leaderboard', options: leaderboardOptions.parse({}) },
  { kind: 'agreement', options: agreementOptions.parse({}) },
  { kind: 'annotators', options: annotatorsOptions.parse({}) },
];

async function add(pairs: readonly SaidOfPair[]): Promise<string[]> {
  const ids = await addManyVotes(stage, pairs);
  await database.pool.query(
    'update assignments a set judgment_id = j.id from judgments j where j.assignment_id = a.id and a.comparison_id = any($1)',
    [ids],
  );
  return ids;
}

/** All numbers that are made of judgments. */
async function numbers(): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const wish of wishes) found[wish.kind] = await computed(stage.ctx, stage.projectId, wish);
  const { paid: _paid, models, ...rows } = await readOverviewRows(database.db, stage.projectId);
  const overview = { ...rows, models: models.map(({ responses: _responses, ...model }) => model) };
  const model = await learnAnnotatorModel(stage.ctx, { projectId: stage.projectId });
  return {
    ...found,
    overview,
    pairs: await readPairVotes(database.db, stage.projectId),
    learnt: { votes: model?.votes, estimates: model?.estimates },
  };
}

test('what is withdrawn counts in no number of models, people or agreement, is paid, and comes back', async () => {
  const { ctx, projectId, annotators } = stage;
  await add(agreed);
  const alone = await numbers();
  const [comparisonId = ''] = await add([faulty]);
  // The same again, of which self-consistency is made.
  await addVote(stage, comparisonId, {
    annotator: annotators[0]!,
    outcome: 'preference',
    strength: -3,
    repeat: 1,
  });
  await takeInChanges({ db: database }, { projectId, limit: 1_000 });
  await keepUp(database, projectId);
  const together = await numbers();
  for (const [name, of] of Object.entries(together)) expect([name, of]).not.toEqual([name, alone[name]]);
  const { paid } = await readOverviewRows(database.db, projectId);
  const label = async () => (await getResolution(ctx, { comparisonId })).votesUsed;
  const said = await label();

  const { rows } = await database.pool.query<{ now: string }>('select clock_timestamp()::text as now');
  const behind = async () => {
    const [{ now } = { now: '' }] = rows;
    return Promise.all(wishes.map((wish) => changedSince(database.db, { projectId, wish }, now)));
  };
  expect(await behind()).toEqual([false, false, false]);
  await withdrawComparison(ctx, { comparisonId, because: 'the answers are cut off' });
  expect(await behind()).toEqual([true, true, true]);
  expect(await isModelDue(ctx, projectId)).toBe(true);
  expect(await numbers()).toEqual(alone);
  expect((await readOverviewRows(database.db, projectId)).paid).toEqual(paid);
  await expectSumsFollow(database, projectId);
  expect((await getComparison(ctx, comparisonId)).judgments.map(({ counted }) => counted)).not.toContain(
    true,
  );
  // Its own label tells what was said of it; no list has it.
  expect(await label()).toBe(said);
  const labels = async () => {
    const { items, counts } = await listResolutions(ctx, {
      question: 'main',
      sort: 'comparison',
      limit: 100,
    });
    expect(Object.values(counts ?? {}).reduce((sum, n) => sum + n, 0)).toBe(items.length);
    return items.length;
  };
  const ofAnnotator = async () =>
    (await listComparisons(ctx, { progress: 'all', limit: 100, by: annotators[2]! })).items.length;
  expect([await labels(), await ofAnnotator()]).toEqual([12, 1]);

  await returnComparison(ctx, { comparisonId });
  expect(await numbers()).toEqual(together);
  await expectSumsFollow(database, projectId);
  expect([await labels(), await ofAnnotator()]).toEqual([13, 2]);
});

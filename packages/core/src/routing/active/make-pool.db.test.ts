import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fullRank } from '@pairwright/domain/judgment/judgment.fixture';
import { pairInformationGain } from '@pairwright/stats/design/information-gain';
import { createLogger } from '@pairwright/runtime/logger';
import { systemIds } from '@pairwright/runtime/ids';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { submission, type TestProject } from '../../annotate/annotate.fixture.ts';
import { claimAssignments } from '../../annotate/claim-assignments.service.ts';
import { submitJudgment } from '../../annotate/submit-judgment.service.ts';
import type { ProjectContext } from '../../context.ts';
import { changePolicy, judgeNext } from '../routing.fixture.ts';
import { getRouting } from '../routing.service.ts';
import { createActive, pool, pooled } from './active.fixture.ts';
import { makePoolIfDue } from './make-pool.service.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

/** Judges everything there is for this person, for the first canonical response. */
async function judgeAll(ctx: ProjectContext): Promise<number> {
  for (let judged = 0; ;) {
    const { items } = await claimAssignments(ctx, { count: 20 });
    if (items.length === 0) return judged;
    for (const item of items) {
      const isLeft = item.responses[0]?.messages[0]?.content?.startsWith('first');
      const sent = submission(undefined, { answer: { outcome: 'scale', position: isLeft ? 2 : 6 } });
      await submitJudgment(ctx, { ...sent, assignmentId: item.id });
      judged += 1;
    }
  }
}

/** A vote as an import brings it. */
async function addImported(project: TestProject, rank: number, strengths: readonly number[]): Promise<void> {
  for (const strength of strengths) {
    const [user, assignment, judgment] = [systemIds.next(), systemIds.next(), systemIds.next()];
    await database.pool.query(`insert into users (id, kind, name) values ($1, 'imported', 'model judge')`, [
      user,
    ]);
    await database.pool.query(
      `with a as (insert into assignments (id, project_id, comparison_id, annotator_id, kind, presented_order, state, question_version, guidelines_version, judgment_id)
         values ($4, $1, $2, $3, 'imported', '{0,1}', 'submitted', 1, 1, $5) returning id)
       insert into judgments (id, project_id, comparison_id, assignment_id, annotator_id, question_version, guidelines_version, outcome, strength, payload_hash)
       select $5, $1, $2, id, $3, 1, 1, 'preference', $6, '' from a`,
      [project.projectId, project.comparisonIds[rank - 1], user, assignment, judgment, strength],
    );
  }
  await database.pool.query('update comparisons set judged = judged + $2 where id = $1', [
    project.comparisonIds[rank - 1],
    strengths.length,
  ]);
}

const state = async (ctx: ProjectContext) => (await getRouting(ctx)).pool!;

describe('the pool', () => {
  test('before any vote holds what joins models, of each pair as many', async () => {
    const project = await createActive(database, {
      comparisons: 12,
      models: (rank) =>
        [
          ['a', 'b'],
          ['b', 'c'],
          ['c', 'c'],
        ][rank % 3]!,
    });
    const [me] = project.annotators;
    expect((await getRouting(me!)).pool).toBe(null);
    await pool(database, project.projectId);
    const items = await pooled(database, project.projectId);
    expect(items.map(({ rank }) => rank).sort((a, b) => a - b)).toEqual([1, 3, 4, 6, 7, 9, 10, 12]);
    expect(items[0]!.value).toBeCloseTo(pairInformationGain(0, Math.SQRT2), 12);
    expect(await state(me!)).toMatchObject({ votes: 0, islands: 3, openComparisons: 12, pooled: 8 });
  });

  test('holds only what joins islands while there are any, then what tells most', async () => {
    const project = await createActive(database, {
      comparisons: 60,
      target: 1,
      annotators: 2,
      models: (rank) => (rank <= 40 ? ['a', 'b'] : rank <= 55 ? ['c', 'd'] : ['b', 'c']),
    });
    const [me] = project.annotators;
    await changePolicy(me!, {});
    for (let rank = 1; rank <= 20; rank += 1) expect(await judgeNext(me!)).toBe(rank);
    // Votes on c and d too, but none between these and the others.
    await database.pool.query(
      `update comparisons set priority = 9, shift = shift - 9 * 1099511627776 where project_id = $1 and rank between 41 and 43`,
      [project.projectId],
    );
    await database.pool.query('update annotator_cursors set route = default where project_id = $1', [
      project.projectId,
    ]);
    for (let rank = 41; rank <= 43; rank += 1) expect(await judgeNext(me!)).toBe(rank);
    await changePolicy(me!, { active: { uniformPercent: 1 } });
    await pool(database, project.projectId);
    expect(await state(me!)).toMatchObject({ votes: 23, islands: 2, openComparisons: 37, pooled: 5 });
    expect((await pooled(database, project.projectId)).map(({ rank }) => rank).sort()).toEqual([
      56, 57, 58, 59, 60,
    ]);

    // Joined: the two that were compared least go first now, the well known ones last.
    await database.pool.query(
      `update comparisons set only_for = '{team:none}' where project_id = $1 and rank not between 56 and 57`,
      [project.projectId],
    );
    expect(await judgeAll(me!)).toBe(2);
    await database.pool.query(`update comparisons set only_for = null where project_id = $1`, [
      project.projectId,
    ]);
    await pool(database, project.projectId);
    expect(await state(me!)).toMatchObject({ votes: 25, islands: 0, openComparisons: 35, pooled: 35 });
    const items = await pooled(database, project.projectId);
    const worth = (from: number, to: number) =>
      Math.max(...items.filter(({ rank }) => rank >= from && rank <= to).map(({ value }) => value));
    expect(worth(58, 60)).toBeGreaterThan(worth(21, 40));
    expect(worth(44, 55)).toBeGreaterThan(worth(21, 40));
  });

  test('is the same for the same judgments', async () => {
    const project = await createActive(database, {
      comparisons: 300,
      models: (rank) => [`m${rank % 5}`, `m${(rank * 7 + 1 + (rank % 3)) % 6}`],
    });
    await pool(database, project.projectId);
    const first = await pooled(database, project.projectId);
    expect(first).toHaveLength(128);
    expect(new Set(first.map(({ hand }) => hand))).toEqual(new Set([0, 1, 2, 3]));
    await pool(database, project.projectId);
    expect(await pooled(database, project.projectId)).toEqual(first);
  });

  test('raises what imported judgments differ about, also where models tell nothing', async () => {
    const project = await createActive(database, {
      comparisons: 6,
      target: 9,
      models: (rank) => (rank <= 4 ? ['a', 'b'] : ['c', 'c']),
    });
    await addImported(project, 2, [1, -2]);
    await addImported(project, 3, [2, 2]);
    await addImported(project, 6, [3, -1, -1]);
    await pool(database, project.projectId);
    const items = await pooled(database, project.projectId);
    expect(items.map(({ rank }) => rank).sort()).toEqual([1, 2, 3, 4, 6]);
    expect(items[0]).toMatchObject({ rank: 2 });
    expect(items[0]!.value / items.find(({ rank }) => rank !== 2 && rank !== 6)!.value).toBeGreaterThan(2);
    // Of three pairs two differ.
    expect(items.find(({ rank }) => rank === 6)!.value).toBeCloseTo((2 / 3) * pairInformationGain(0, 1), 12);
  });

  test('takes rankings by their pairs, and knows nothing of single answers', async () => {
    const ranking = await createActive(database, {
      comparisons: 3,
      responses: 3,
      form: fullRank,
      models: (rank) =>
        [
          ['a', 'b', 'c'],
          ['a', 'a', 'b'],
          ['c', 'c', 'c'],
        ][rank - 1]!,
    });
    await pool(database, ranking.projectId);
    const items = await pooled(database, ranking.projectId);
    const [all, one] = [pairInformationGain(0, Math.SQRT2), (2 / 3) * pairInformationGain(0, Math.SQRT2)];
    expect(items).toHaveLength(2);
    expect(items[0]!.value).toBeCloseTo(all, 12);
    // After the first is taken for made, the second is worth less than at first.
    expect(items[1]!.value).toBeLessThan(one);
    expect(items[1]!.value).toBeGreaterThan(0.7 * one);
    const rankings = ranking.annotators[0]!;
    await database.pool.query(
      `with a as (insert into assignments (id, project_id, comparison_id, annotator_id, presented_order, state, question_version, guidelines_version, judgment_id)
         select gen_random_uuid(), $1, $2, $3, '{0,1,2}', 'submitted', 1, 1, gen_random_uuid() returning id, judgment_id)
       insert into judgments (id, project_id, comparison_id, assignment_id, annotator_id, question_version, guidelines_version, outcome, ranks, payload_hash)
       select judgment_id, $1, $2, id, $3, 1, 1, 'ranking', '{1,2,2}', '' from a`,
      [ranking.projectId, ranking.comparisonIds[0], rankings.actor.userId],
    );
    await pool(database, ranking.projectId);
    // Three pairs of weight 2/3; all three models are joined.
    expect(await state(rankings)).toMatchObject({ votes: 2, islands: 0 });

    const single = await createActive(database, { comparisons: 3, responses: 2 });
    await database.pool.query(
      `update comparisons set response_ids = response_ids[1:1] where project_id = $1`,
      [single.projectId],
    );
    await pool(database, single.projectId);
    expect(await pooled(database, single.projectId)).toEqual([]);
    expect((await claimAssignments(single.annotators[0]!, { count: 3 })).items).toHaveLength(3);
  });
});

test('a pool is made when there is none, when comparisons came, and after some judgments', async () => {
  const project = await createActive(database, { comparisons: 40, annotators: 2 });
  const [me] = project.annotators;
  const log = createLogger({ name: 'test', level: 'silent' });
  const run = { projectId: project.projectId, signal: new AbortController().signal };
  const remade = async (): Promise<boolean> => {
    const before = (await getRouting(me!)).pool?.asOf;
    // However long making it took.
    await database.pool.query('update active_pools set took_ms = 0 where project_id = $1', [
      project.projectId,
    ]);
    await makePoolIfDue({ db: database, log }, run);
    return (await getRouting(me!)).pool?.asOf !== before;
  };
  expect(await remade()).toBe(true);
  expect(await remade()).toBe(false);
  for (let vote = 0; vote < 9; vote += 1) await judgeNext(me!);
  expect(await remade()).toBe(false);
  await judgeNext(me!);
  expect(await remade()).toBe(true);
  await judgeNext(me!);
  expect(await remade()).toBe(false);
  await database.pool.query(
    `update active_pools set as_of = as_of - interval '11 minutes', took_ms = 0 where project_id = $1`,
    [project.projectId],
  );
  expect(await remade()).toBe(true);
  await database.pool.query('update comparisons set rank = rank + 100 where project_id = $1 and rank = 40', [
    project.projectId,
  ]);
  expect(await remade()).toBe(true);
  await database.pool.query(`update active_pools set took_ms = 3600000 where project_id = $1`, [
    project.projectId,
  ]);
  await database.pool.query('update comparisons set rank = rank + 100 where project_id = $1 and rank = 140', [
    project.projectId,
  ]);
  await makePoolIfDue({ db: database, log }, run);
  expect((await state(me!)).tookMs).toBe(3_600_000);
  await changePolicy(me!, {});
  expect((await getRouting(me!)).pool).toBe(null);
  expect(await remade()).toBe(false);
});

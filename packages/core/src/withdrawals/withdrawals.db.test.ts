import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Problem } from '@pairwright/contract/errors';
import { systemIds } from '@pairwright/runtime/ids';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import {
  countersOf,
  createProject,
  recount,
  submission,
  type TestProject,
} from '../annotate/annotate.fixture.ts';
import { claimAssignments } from '../annotate/claim-assignments.service.ts';
import { submitJudgment } from '../annotate/submit-judgment.service.ts';
import { getComparison, listComparisons } from '../browse/comparisons.service.ts';
import type { ProjectContext } from '../context.ts';
import { renewAssignments } from '../leases/leases.service.ts';
import { countProject } from '../projects/counts.queries.ts';
import { removePracticeExample, setPracticeExample } from '../practice/practice-examples.service.ts';
import { listPractice } from '../practice/practice.service.ts';
import { getMyExam } from '../routing/exam.service.ts';
import { answering, goldPolicy, withGold } from '../routing/gold.fixture.ts';
import { listGoldResults, removeGold, setGold } from '../routing/gold.service.ts';
import { changePolicy, rankOf } from '../routing/routing.fixture.ts';
import { getRouting } from '../routing/routing.service.ts';
import { returnBatch, returnComparison, withdrawBatch, withdrawComparison } from './withdrawals.service.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ poolSize: 8 });
});
afterAll(() => database.close());

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof Problem ? error.code : `no Problem: ${String(error)}`;
}

interface Stage extends TestProject {
  readonly lead: ProjectContext;
  readonly me: ProjectContext;
  readonly batchId: string;
}

async function stage(comparisons: number): Promise<Stage> {
  const project = await createProject(database, { comparisons, annotators: 3, target: 1 });
  const { rows } = await database.pool.query<{ batch_id: string }>(
    'select distinct batch_id from comparisons where project_id = $1',
    [project.projectId],
  );
  return { ...project, lead: project.annotators[0]!, me: project.annotators[1]!, batchId: rows[0]!.batch_id };
}

const known = { answer: { outcome: 'scale', position: 1 }, source: 'manual' } as const;
const taught = { answer: known.answer, explanation: { en: 'It is.', 'zh-CN': '是。' } };

const claimed = async (ctx: ProjectContext, count = 20): Promise<string[]> => {
  const { items } = await claimAssignments(ctx, { count });
  const { rows } = await database.pool.query<{ comparison_id: string }>(
    'select comparison_id from assignments where id = any($1) order by comparison_id',
    [items.map(({ id }) => id)],
  );
  return rows.map(({ comparison_id }) => comparison_id);
};

describe('a comparison', () => {
  test('that is withdrawn goes to nobody and is in no count, and comes back as it was', async () => {
    const { lead, me, comparisonIds, projectId } = await stage(3);
    const [one = '', ...others] = comparisonIds;
    const before = await countProject(database.db, projectId);
    expect(await withdrawComparison(lead, { comparisonId: one, because: 'illegal' })).toEqual({
      comparisons: 1,
    });
    expect(await claimed(me)).toEqual(others.toSorted());
    const counts = await countProject(database.db, projectId);
    expect(counts).toMatchObject({ comparisons: 2, wanted: 2, remaining: 2 });
    const listed = async (progress: 'all' | 'withdrawn') =>
      (await listComparisons(lead, { progress, limit: 10 })).items.map(({ id }) => id);
    expect([(await listed('all')).toSorted(), await listed('withdrawn')]).toEqual([others.toSorted(), [one]]);
    expect(await getComparison(lead, one)).toMatchObject({
      state: 'withdrawn',
      withdrawal: { of: 'comparison', because: 'illegal' },
    });
    expect(await codeOf(withdrawComparison(lead, { comparisonId: one, because: 'again' }))).toBe(
      'wrong_state',
    );

    expect(await returnComparison(lead, { comparisonId: one })).toEqual({ comparisons: 1 });
    expect(await getComparison(lead, one)).toMatchObject({ state: 'open', withdrawal: null });
    expect(await claimed(me)).toEqual(comparisonIds.toSorted());
    expect(await countProject(database.db, projectId)).toMatchObject({
      comparisons: before.comparisons,
      wanted: before.wanted,
      remaining: before.remaining,
    });
    expect(await codeOf(returnComparison(lead, { comparisonId: one }))).toBe('wrong_state');
  });

  test('loses its leases at once; a judgment that is on its way is kept, beside the count', async () => {
    const { lead, me, comparisonIds, projectId } = await stage(1);
    const { items } = await claimAssignments(me, { count: 1 });
    const assignmentId = items[0]!.id;
    await withdrawComparison(lead, { comparisonId: comparisonIds[0]!, because: 'illegal' });
    expect((await renewAssignments(me, { assignmentIds: [assignmentId] })).items).toEqual([]);
    expect(await countersOf(database, projectId)).toEqual(await recount(database, projectId));
    const receipt = await submitJudgment(me, { assignmentId, ...submission(systemIds.next()) });
    expect(receipt.status).toBe('surplus');
    expect((await getComparison(lead, comparisonIds[0]!)).judgments).toHaveLength(1);
    expect(await countersOf(database, projectId)).toEqual(await recount(database, projectId));
  });

  test('becomes no gold while it is withdrawn', async () => {
    const { lead, comparisonIds } = await stage(1);
    const [comparisonId = ''] = comparisonIds;
    await withdrawComparison(lead, { comparisonId, because: 'x' });
    expect(await codeOf(setGold(lead, { comparisonId, ...known, exam: false }))).toBe('wrong_state');
    expect(await codeOf(setPracticeExample(lead, { comparisonId, ...taught }))).toBe('wrong_state');
    expect(await getComparison(lead, comparisonId)).toMatchObject({ state: 'withdrawn', gold: null });
  });

  test('of another project is not there', async () => {
    const { comparisonIds, batchId } = await stage(1);
    const { lead } = await stage(1);
    const [comparisonId = ''] = comparisonIds;
    expect(await codeOf(withdrawComparison(lead, { comparisonId, because: 'x' }))).toBe('not_found');
    expect(await codeOf(returnComparison(lead, { comparisonId }))).toBe('not_found');
    expect(await codeOf(withdrawBatch(lead, { batchId, because: 'x' }))).toBe('not_found');
    expect(await codeOf(returnBatch(lead, { batchId }))).toBe('not_found');
  });
});

describe('a batch', () => {
  test('that is withdrawn leaves nothing to do, and comes back but for what is withdrawn by itself', async () => {
    const { lead, me, comparisonIds, projectId, batchId } = await stage(4);
    const [alone = ''] = comparisonIds;
    await claimAssignments(me, { count: 2 });
    expect(await withdrawBatch(lead, { batchId, because: 'the wrong file' })).toEqual({ comparisons: 4 });
    expect((await getRouting(lead)).batches[0]?.withdrawal).toMatchObject({ because: 'the wrong file' });
    expect(await claimed(me)).toEqual([]);
    expect(await countProject(database.db, projectId)).toMatchObject({
      comparisons: 0,
      wanted: 0,
      remaining: 0,
      leased: 0,
    });
    expect(await countersOf(database, projectId)).toEqual(await recount(database, projectId));
    await withdrawComparison(lead, { comparisonId: alone, because: 'illegal' });
    expect(await returnBatch(lead, { batchId })).toEqual({ comparisons: 3 });
    expect(await claimed(me)).toEqual(comparisonIds.slice(1).toSorted());
    expect(await codeOf(returnBatch(lead, { batchId }))).toBe('wrong_state');
    await returnComparison(lead, { comparisonId: alone });
    expect(await claimed(me)).toEqual(comparisonIds.toSorted());
  });

  test('keeps a comparison of it out that comes back by itself', async () => {
    const { lead, me, comparisonIds, batchId } = await stage(2);
    const [one = ''] = comparisonIds;
    await withdrawComparison(lead, { comparisonId: one, because: 'illegal' });
    await withdrawBatch(lead, { batchId, because: 'the wrong file' });
    expect(await returnComparison(lead, { comparisonId: one })).toEqual({ comparisons: 0 });
    expect(await getComparison(lead, one)).toMatchObject({ withdrawal: { of: 'batch' } });
    expect(await claimed(me)).toEqual([]);
  });

  test('is withdrawn while many claim from it: nobody holds anything after', async () => {
    const { lead, annotators, projectId, batchId } = await stage(60);
    await Promise.all([
      ...annotators.map((ctx) => claimAssignments(ctx, { count: 20 })),
      withdrawBatch(lead, { batchId, because: 'the wrong file' }),
      ...annotators.map((ctx) => claimAssignments(ctx, { count: 20 })),
    ]);
    const { rows } = await database.pool.query(
      `select count(*)::int as n from assignments where project_id = $1 and state = 'leased'`,
      [projectId],
    );
    expect(rows).toEqual([{ n: 0 }]);
    expect(await countersOf(database, projectId)).toEqual(await recount(database, projectId));
  });
});

describe('whose answer is known', () => {
  test('gold is given to nobody, and answers to it say nothing of people until it comes back', async () => {
    const project = await withGold(database, {
      comparisons: 40,
      gold: 3,
      annotators: 2,
      target: 2,
      policy: goldPolicy({ percent: 60 }),
    });
    const [me, other] = project.annotators as [ProjectContext, ProjectContext];
    const [comparisonId = ''] = project.comparisonIds;
    for (let given = 0; given < 3;)
      for (const item of (await claimAssignments(me, { count: 10 })).items) {
        given += Number(rankOf(item) <= 3);
        await answering(me, item, rankOf(item) !== 1);
      }
    const numbers = async () =>
      (await listGoldResults(me)).items.map(({ gold: { correct, total } }) => [correct, total]).sort();
    const before = [
      [0, 0],
      [2, 3],
    ];
    expect(await numbers()).toEqual(before);
    expect(await withdrawComparison(me, { comparisonId, because: 'a wrong answer' })).toEqual({
      comparisons: 1,
    });
    expect(await numbers()).toEqual([
      [0, 0],
      [2, 2],
    ]);
    const given = (await claimAssignments(other, { count: 20 })).items.map(rankOf);
    expect(given).not.toContain(1);
    expect(await returnComparison(me, { comparisonId })).toEqual({ comparisons: 1 });
    expect(await getComparison(me, comparisonId)).toMatchObject({
      state: 'closed',
      gold: { source: 'manual' },
    });
    expect(await numbers()).toEqual(before);
  });

  test('an answer to gold that is on its way is graded when the comparison comes back', async () => {
    const project = await withGold(database, {
      comparisons: 9,
      gold: 1,
      policy: goldPolicy({ percent: 0, warmUp: { first: 1, gold: 1 } }),
    });
    const [me] = project.annotators as [ProjectContext];
    const [comparisonId = ''] = project.comparisonIds;
    const [item] = (await claimAssignments(me, { count: 1 })).items;
    expect(rankOf(item!)).toBe(1);
    await withdrawComparison(me, { comparisonId, because: 'x' });
    await answering(me, item!, true);
    const totals = async () => (await listGoldResults(me)).items.map(({ gold }) => gold.total);
    expect(await totals()).toEqual([0]);
    await returnComparison(me, { comparisonId });
    expect(await totals()).toEqual([1]);
  });

  test('an item of the exam is no part of it, answered or not', async () => {
    const project = await withGold(database, { comparisons: 6, gold: 3, exam: true });
    const [me] = project.annotators as [ProjectContext];
    const qualification = { passPercent: 100, attempts: 2, validDays: null, tellAnswers: true };
    await changePolicy(me, { qualification });
    const items = (await claimAssignments(me, { count: 5 })).items.toSorted((a, b) => rankOf(a) - rankOf(b));
    expect(items.map(rankOf)).toEqual([1, 2, 3]);
    await answering(me, items[0]!, false);
    await answering(me, items[1]!, true);
    for (const comparisonId of [project.comparisonIds[0]!, project.comparisonIds[2]!])
      await withdrawComparison(me, { comparisonId, because: 'x' });
    expect((await claimAssignments(me, { count: 1 })).items.map(rankOf)).toEqual([4]);
    const { last, answers } = await getMyExam(me);
    expect(last).toMatchObject({ items: 1, correct: 1, passed: true });
    expect(answers).toHaveLength(1);
  });

  test('an example is in no round; taken off its list it waits, and comes back as work', async () => {
    const { lead, me, comparisonIds } = await stage(2);
    const [comparisonId = '', other = ''] = comparisonIds;
    await setPracticeExample(lead, { comparisonId, ...taught });
    await withdrawComparison(lead, { comparisonId, because: 'x' });
    expect((await listPractice(me)).items).toEqual([]);
    await removePracticeExample(lead, { comparisonId });
    expect(await getComparison(lead, comparisonId)).toMatchObject({ state: 'withdrawn', practice: null });
    expect(await claimed(me)).toEqual([other]);
    await returnComparison(lead, { comparisonId });
    expect(await getComparison(lead, comparisonId)).toMatchObject({ state: 'open' });
  });

  test('gold that is none any more waits, too; a batch takes all of it along and back', async () => {
    const { lead, comparisonIds, batchId } = await stage(3);
    const [gold = '', example = '', work = ''] = comparisonIds;
    await setGold(lead, { comparisonId: gold, ...known, exam: false });
    await setPracticeExample(lead, { comparisonId: example, ...taught });
    expect(await withdrawBatch(lead, { batchId, because: 'the wrong file' })).toEqual({ comparisons: 3 });
    const states = async () =>
      Promise.all([gold, example, work].map(async (id) => (await getComparison(lead, id)).state));
    expect(await states()).toEqual(['withdrawn', 'withdrawn', 'withdrawn']);
    await removeGold(lead, { comparisonId: gold });
    expect(await states()).toEqual(['withdrawn', 'withdrawn', 'withdrawn']);
    expect(await returnBatch(lead, { batchId })).toEqual({ comparisons: 3 });
    expect(await states()).toEqual(['open', 'closed', 'open']);
  });

  test('and whose texts are not here: it is out of work like others, and comes back closed, whatever became of the answer', async () => {
    const { lead, me, comparisonIds, batchId } = await stage(3);
    const [gold = '', bare = '', work = ''] = comparisonIds;
    // As votes are brought along whose source names the answers without their texts.
    await database.pool.query(
      `update responses set messages = null where id in (select unnest(response_ids) from comparisons where id = any($1))`,
      [[gold, bare]],
    );
    await database.pool.query(`update comparisons set state = 'closed' where id = any($1)`, [[gold, bare]]);
    await setGold(lead, { comparisonId: gold, ...known, exam: false });
    const states = async () =>
      Promise.all([gold, bare, work].map(async (id) => (await getComparison(lead, id)).state));
    for (const comparisonId of [gold, bare])
      expect(await withdrawComparison(lead, { comparisonId, because: 'x' })).toEqual({ comparisons: 1 });
    expect(await states()).toEqual(['withdrawn', 'withdrawn', 'open']);
    await removeGold(lead, { comparisonId: gold });
    for (const comparisonId of [gold, bare])
      expect(await returnComparison(lead, { comparisonId })).toEqual({ comparisons: 1 });
    expect(await states()).toEqual(['closed', 'closed', 'open']);
    expect(await withdrawBatch(lead, { batchId, because: 'x' })).toEqual({ comparisons: 3 });
    expect(await returnBatch(lead, { batchId })).toEqual({ comparisons: 3 });
    expect(await states()).toEqual(['closed', 'closed', 'open']);
    expect(await claimed(me)).toEqual([work]);
  });
});

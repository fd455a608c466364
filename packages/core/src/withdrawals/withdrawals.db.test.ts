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
import { setGold } from '../routing/gold.service.ts';
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

  test('whose answer is expected of people is refused, and one that is withdrawn becomes no gold', async () => {
    const { lead, comparisonIds } = await stage(2);
    const [gold = '', other = ''] = comparisonIds;
    const known = { answer: { outcome: 'scale', position: 1 }, exam: false, source: 'manual' } as const;
    await setGold(lead, { comparisonId: gold, ...known });
    expect(await codeOf(withdrawComparison(lead, { comparisonId: gold, because: 'x' }))).toBe('wrong_state');
    await withdrawComparison(lead, { comparisonId: other, because: 'x' });
    expect(await codeOf(setGold(lead, { comparisonId: other, ...known }))).toBe('wrong_state');
    expect(await getComparison(lead, other)).toMatchObject({ state: 'withdrawn', gold: null });
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

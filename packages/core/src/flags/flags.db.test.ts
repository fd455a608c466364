import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Problem } from '@pairwright/contract/errors';
import { systemIds } from '@pairwright/runtime/ids';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { createProject } from '../annotate/annotate.fixture.ts';
import { claimAssignments } from '../annotate/claim-assignments.service.ts';
import { flagAssignment, withdrawFlag } from '../annotate/flag-assignment.service.ts';
import { getComparison, listComparisons } from '../browse/comparisons.service.ts';
import type { ProjectContext } from '../context.ts';
import { createExclusion, endExclusion } from '../review/exclusions.service.ts';
import { findFacts } from '../statistics/overview/actions.queries.ts';
import { listFlags, settleFlag } from './flags.service.ts';

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

/** One comparison that two annotators hold; the reviewer is a third. */
async function stage() {
  const project = await createProject(database, { comparisons: 1, annotators: 3, target: 2 });
  const [me, other, reviewer] = project.annotators as [ProjectContext, ProjectContext, ProjectContext];
  const hold = async (ctx: ProjectContext) => (await claimAssignments(ctx, { count: 1 })).items[0]!.id;
  const mine = await hold(me);
  const theirs = await hold(other);
  const raise = async (ctx: ProjectContext, assignmentId: string): Promise<string> => {
    const id = systemIds.next();
    await flagAssignment(ctx, { id, assignmentId, reason: 'broken_content' });
    return id;
  };
  const comparisonId = project.comparisonIds[0]!;
  const flagged = async () => (await getComparison(reviewer, comparisonId)).flagged;
  const reported = async () => (await findFacts(database.db, project.projectId)).reported;
  const listed = async (progress: 'flagged' | 'reported') =>
    (await listComparisons(reviewer, { progress, limit: 10 })).items.length;
  return { ...project, comparisonId, me, other, reviewer, mine, theirs, raise, flagged, reported, listed };
}

describe('a flag', () => {
  test('is taken back by whoever raised it, once, and stays in the records', async () => {
    const { me, other, mine, theirs, raise, flagged, reported, reviewer, comparisonId } = await stage();
    const id = await raise(me, mine);
    expect([await flagged(), await reported()]).toEqual([1, 1]);
    expect(await codeOf(withdrawFlag(other, { assignmentId: theirs, flagId: id }))).toBe('not_found');
    expect(await codeOf(withdrawFlag(me, { assignmentId: mine, flagId: systemIds.next() }))).toBe(
      'not_found',
    );
    await Promise.all([
      withdrawFlag(me, { assignmentId: mine, flagId: id }),
      withdrawFlag(me, { assignmentId: mine, flagId: id }),
    ]);
    expect([await flagged(), await reported()]).toEqual([0, 0]);
    expect((await getComparison(reviewer, comparisonId)).flags).toMatchObject([
      { id, state: 'withdrawn', counts: false },
    ]);
    expect(await codeOf(settleFlag(reviewer, { flagId: id, state: 'valid' }))).toBe('wrong_state');
  });

  test('is settled with who, when and why; dismissed it counts no more, and a mind can be changed', async () => {
    const { me, mine, raise, flagged, reported, listed, reviewer } = await stage();
    const id = await raise(me, mine);
    expect([await listed('flagged'), await listed('reported')]).toEqual([1, 1]);
    const settled = await settleFlag(reviewer, { flagId: id, state: 'dismissed', note: 'It is a poem.' });
    expect(settled).toMatchObject({ state: 'dismissed', counts: false, settledNote: 'It is a poem.' });
    expect(settled.settledAt).not.toBe(null);
    expect(settled.settledBy).not.toBe(null);
    expect([await flagged(), await reported()]).toEqual([0, 0]);
    expect([await listed('flagged'), await listed('reported')]).toEqual([0, 0]);
    expect(await codeOf(withdrawFlag(me, { assignmentId: mine, flagId: id }))).toBe('wrong_state');
    expect(await settleFlag(reviewer, { flagId: id, state: 'valid' })).toMatchObject({
      counts: true,
      settledNote: null,
    });
    // Valid: it counts, and there is nothing to do about it.
    expect([await flagged(), await reported()]).toEqual([1, 0]);
    expect([await listed('flagged'), await listed('reported')]).toEqual([1, 0]);
    expect(await settleFlag(reviewer, { flagId: id, state: 'open' })).toMatchObject({ settledBy: null });
    expect([await flagged(), await reported()]).toEqual([1, 1]);
  });

  test('of another project is not there', async () => {
    const { me, mine, raise } = await stage();
    const id = await raise(me, mine);
    const { reviewer } = await stage();
    expect(await codeOf(settleFlag(reviewer, { flagId: id, state: 'valid' }))).toBe('not_found');
  });

  test('of somebody excluded counts for nothing, before and while, and counts again after', async () => {
    const { me, other, mine, theirs, raise, flagged, reported, reviewer } = await stage();
    await raise(me, mine);
    await raise(other, theirs);
    expect([await flagged(), await reported()]).toEqual([2, 1]);
    const { userId: annotatorId } = me.actor;
    await database.db
      .insertInto('project_members')
      .values({ project_id: me.projectId, user_id: annotatorId, role: 'annotator' })
      .execute();
    const { id } = await createExclusion(reviewer, { annotatorId, scope: { kind: 'all' }, reason: 'bot' });
    expect(await flagged()).toBe(1);
    await raise(me, mine);
    expect(await flagged()).toBe(1);
    expect((await listFlags(reviewer, { limit: 10 })).items.map(({ counts }) => counts)).toEqual([
      false,
      true,
      false,
    ]);
    await endExclusion(reviewer, { exclusionId: id, because: 'a mistake' });
    expect(await flagged()).toBe(3);
  });
});

test('flags are listed by state and reason, page after page', async () => {
  const { me, mine, raise, reviewer } = await stage();
  const ids = [await raise(me, mine), await raise(me, mine), await raise(me, mine)];
  await settleFlag(reviewer, { flagId: ids[1]!, state: 'dismissed' });
  const open = await listFlags(reviewer, { state: 'open', limit: 1 });
  expect(open.items.map(({ id }) => id)).toEqual([ids[0]]);
  const next = await listFlags(reviewer, { state: 'open', limit: 1, cursor: open.nextCursor! });
  expect([next.items.map(({ id }) => id), next.nextCursor]).toEqual([[ids[2]], null]);
  expect((await listFlags(reviewer, { reason: 'other', limit: 10 })).items).toEqual([]);
  expect(open.items[0]).toMatchObject({ promptExcerpt: 'question 1', reason: 'broken_content' });
});

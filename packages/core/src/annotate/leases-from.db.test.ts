import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inTransaction } from '@pairwright/db/transaction';
import { place } from '@pairwright/domain/assignment';
import { systemIds } from '@pairwright/runtime/ids';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import type { ProjectContext } from '../context.ts';
import { createProject, submission, type TestProject } from './annotate.fixture.ts';
import { claimAssignments } from './claim-assignments.service.ts';
import { applyPlacing, lockPlace } from './place.queries.ts';
import { retractJudgment } from './retract-judgment.service.ts';
import { skipAssignment, unskipAssignment } from './skip-assignment.service.ts';
import { submitJudgment } from './submit-judgment.service.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ poolSize: 8 });
});
afterAll(() => database.close());

const claimOne = async (me: ProjectContext): Promise<string> => {
  const { items } = await claimAssignments(me, { count: 1 });
  return items[0]!.id;
};

/** Claims and votes so often that the search for my leases begins after the first ones. */
async function workOn(me: ProjectContext, times: number): Promise<void> {
  for (let turn = 0; turn < times; turn += 1) {
    const assignmentId = await claimOne(me);
    await submitJudgment(me, { ...submission(), assignmentId });
  }
}

async function boundOf({ projectId }: TestProject): Promise<string> {
  const { leased_from: bound } = await database.db
    .selectFrom('annotator_cursors')
    .select('leased_from')
    .where('project_id', '=', projectId)
    .executeTakeFirstOrThrow();
  return bound;
}

describe('where the search for my leases begins', () => {
  test('moves with what I hold, and never past it', async () => {
    const project = await createProject(database, { comparisons: 9 });
    const [me] = project.annotators;
    const { items } = await claimAssignments(me!, { count: 3 });
    expect(await boundOf(project)).toBe(items[0]!.id);
    await submitJudgment(me!, { ...submission(), assignmentId: items[1]!.id });
    const again = await claimAssignments(me!, { count: 3 });
    expect(again.items.map(({ id }) => id).slice(0, 2)).toEqual([items[0]!.id, items[2]!.id]);
    expect(await boundOf(project)).toBe(items[0]!.id);
    for (const { id } of again.items) await submitJudgment(me!, { ...submission(), assignmentId: id });
    expect(await claimOne(me!)).toBe(await boundOf(project));
  });

  test('a skip that is undone much later is what I am given next', async () => {
    const project = await createProject(database, { comparisons: 6 });
    const [me] = project.annotators;
    const first = await claimOne(me!);
    await skipAssignment(me!, { assignmentId: first, reason: 'too_long' });
    await workOn(me!, 3);
    expect((await boundOf(project)) > first).toBe(true);
    await unskipAssignment(me!, { assignmentId: first });
    expect(await claimOne(me!)).toBe(first);
  });

  test('so is a judgment that is taken back', async () => {
    const project = await createProject(database, { comparisons: 6 });
    const [me] = project.annotators;
    const [first, vote] = [await claimOne(me!), submission()];
    await submitJudgment(me!, { ...vote, assignmentId: first });
    await workOn(me!, 3);
    await retractJudgment(me!, { id: systemIds.next(), judgmentId: vote.id, assignmentId: first });
    expect(await claimOne(me!)).toBe(first);
  });

  test('a claim waits for an undoing that has begun, and finds what it gives', async () => {
    const project = await createProject(database, { comparisons: 6 });
    const [me] = project.annotators;
    const first = await claimOne(me!);
    // The bound stays at the first one until the next claim.
    await skipAssignment(me!, { assignmentId: first, reason: 'too_long' });
    const mine = { projectId: project.projectId, annotatorId: me!.actor.userId, assignmentId: first };
    let claimed: Promise<string> | undefined;
    await inTransaction(database.db, async (tx) => {
      const found = await lockPlace(tx, mine);
      const placing = place(found!.places, found!.standing, 'unskip');
      if (!placing.ok) throw new Error('The skip cannot be undone.');
      await applyPlacing(tx, found!, { placing });
      claimed = claimOne(me!);
      await untilSomebodyWaits();
    });
    expect(await claimed).toBe(first);
    await workOn(me!, 1);
    expect(await claimOne(me!)).not.toBe(first);
  });

  test('what I have ended is not read again, also while a snapshot keeps it', async () => {
    const { annotators, projectId } = await createProject(database, { comparisons: 130 });
    const [me] = annotators;
    const reader = await database.pool.connect();
    try {
      await reader.query('begin isolation level repeatable read');
      await reader.query('select count(*) from assignments');
      await workOn(me!, 120);
      expect(await leasesRead(projectId, me!.actor.userId)).toBeLessThan(3);
    } finally {
      await reader.query('rollback');
      reader.release();
    }
  });
});

async function untilSomebodyWaits(): Promise<void> {
  for (;;) {
    const { rows } = await database.pool.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (rows.length > 0) return;
  }
}

/** Entries of the index of leases that a claim goes through to find what this person holds. */
async function leasesRead(projectId: string, annotatorId: string): Promise<number> {
  const client = await database.pool.connect();
  const read = async (): Promise<number> => {
    await client.query('select pg_stat_force_next_flush()');
    const { rows } = await client.query<{ entries: string }>(
      `select idx_tup_read as entries from pg_stat_user_indexes where indexrelname = 'assignments_leased'`,
    );
    return Number(rows[0]!.entries);
  };
  try {
    const before = await read();
    const claim = 'select * from claim_assignments($1, $2, 1, array[$3]::uuid[])';
    const { rows } = await client.query(claim, [projectId, annotatorId, systemIds.next()]);
    expect(rows).toHaveLength(1);
    return (await read()) - before;
  } finally {
    client.release();
  }
}

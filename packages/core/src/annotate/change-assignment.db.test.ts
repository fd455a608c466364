import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Problem } from '@pairwright/contract/errors';
import { systemIds } from '@pairwright/runtime/ids';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import type { ProjectContext } from '../context.ts';
import { releaseAssignments, renewAssignments, sweepExpiredLeases } from '../leases/leases.service.ts';
import {
  countersOf,
  createProject,
  letExpire,
  recount,
  submission,
  type TestProject,
  type TestProjectOptions,
} from './annotate.fixture.ts';
import { claimAssignments } from './claim-assignments.service.ts';
import { flagAssignment } from './flag-assignment.service.ts';
import { retractJudgment } from './retract-judgment.service.ts';
import { skipAssignment, unskipAssignment } from './skip-assignment.service.ts';
import { submitJudgment } from './submit-judgment.service.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ poolSize: 8 });
});
afterAll(() => database.close());

interface Held extends TestProject {
  readonly me: ProjectContext;
  readonly other: ProjectContext;
  readonly assignmentId: string;
}

/** I hold the first comparison; another annotator stands by. */
async function held(options: Partial<TestProjectOptions> = {}): Promise<Held> {
  const project = await createProject(database, { comparisons: 1, annotators: 2, ...options });
  const [me, other] = project.annotators;
  const {
    items: [item],
  } = await claimAssignments(me!, { count: 1 });
  return { ...project, me: me!, other: other!, assignmentId: item!.id };
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof Problem ? error.code : `no Problem: ${String(error)}`;
}

const stateOf = async (id: string) =>
  await database.db
    .selectFrom('assignments')
    .select(['state', 'judgment_id', 'skip_reason', 'skip_note'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();

async function expectCounters(
  project: TestProject,
  expected: { leased: number; judged: number; skipped: number },
): Promise<void> {
  expect(await countersOf(database, project.projectId)).toEqual([{ rank: 1, ...expected }]);
  expect(await recount(database, project.projectId)).toEqual([{ rank: 1, ...expected }]);
}

describe('retractJudgment', () => {
  test('leases the assignment again, and the next judgment supersedes the retraction', async () => {
    const project = await held();
    const { me, assignmentId } = project;
    const first = submission();
    await submitJudgment(me, { ...first, assignmentId });
    const undo = { id: systemIds.next(), judgmentId: first.id, assignmentId };
    const lease = await retractJudgment(me, undo);
    await expectCounters(project, { leased: 1, judged: 0, skipped: 0 });
    expect(await retractJudgment(me, undo)).toEqual(lease);
    expect(await retractJudgment(me, { ...undo, id: systemIds.next() })).toEqual(lease);
    const second = submission();
    expect(await submitJudgment(me, { ...second, assignmentId })).toMatchObject({ status: 'counted' });
    expect(await submitJudgment(me, { ...second, assignmentId })).toMatchObject({ status: 'counted' });
    const chain = await database.db
      .selectFrom('judgments')
      .select(['id', 'outcome', 'supersedes'])
      .where('assignment_id', '=', assignmentId)
      .orderBy('created_at')
      .execute();
    expect(chain).toEqual([
      { id: first.id, outcome: 'preference', supersedes: null },
      { id: undo.id, outcome: 'retracted', supersedes: first.id },
      { id: second.id, outcome: 'preference', supersedes: undo.id },
    ]);
    await expectCounters(project, { leased: 0, judged: 1, skipped: 0 });
  });

  test('refuses what is not mine, unknown, replaced, or an id used for something else', async () => {
    const project = await held();
    const { me, other, assignmentId } = project;
    const [first, second] = [submission(), submission()];
    const retract = (ctx: ProjectContext, change: object) =>
      codeOf(retractJudgment(ctx, { id: systemIds.next(), judgmentId: first.id, assignmentId, ...change }));
    await submitJudgment(me, { ...first, assignmentId });
    expect(await retract(other, {})).toBe('not_found');
    expect(await retract(me, { judgmentId: systemIds.next() })).toBe('not_found');
    expect(await retract(me, { id: first.id })).toBe('judgment_conflict');
    await submitJudgment(me, { ...second, assignmentId });
    expect(await retract(me, {})).toBe('assignment_closed');
    await expectCounters(project, { leased: 0, judged: 1, skipped: 0 });
  });

  test('taking a surplus judgment back moves no counted one', async () => {
    const project = await held({ target: 1 });
    const { me, other, assignmentId } = project;
    await letExpire(database, project.projectId);
    const {
      items: [theirs],
    } = await claimAssignments(other, { count: 1 });
    await submitJudgment(other, { ...submission(), assignmentId: theirs!.id });
    const late = submission();
    expect(await submitJudgment(me, { ...late, assignmentId })).toMatchObject({ status: 'surplus' });
    await retractJudgment(me, { id: systemIds.next(), judgmentId: late.id, assignmentId });
    await expectCounters(project, { leased: 1, judged: 1, skipped: 0 });
    expect(await submitJudgment(me, { ...submission(), assignmentId })).toMatchObject({ status: 'surplus' });
    await expectCounters(project, { leased: 0, judged: 1, skipped: 0 });
  });
});

describe('skipping', () => {
  test('frees the place for others and never comes back by itself', async () => {
    const project = await held({ target: 1 });
    const { me, other, assignmentId } = project;
    await skipAssignment(me, { assignmentId, reason: 'too_long', note: 'endless' });
    expect(await stateOf(assignmentId)).toMatchObject({
      state: 'skipped',
      skip_reason: 'too_long',
      skip_note: 'endless',
    });
    await skipAssignment(me, { assignmentId, reason: 'other' });
    expect(await stateOf(assignmentId)).toMatchObject({ skip_reason: 'other', skip_note: null });
    await expectCounters(project, { leased: 0, judged: 0, skipped: 1 });
    expect((await claimAssignments(me, { count: 1 })).items).toEqual([]);
    expect((await claimAssignments(other, { count: 1 })).items).toHaveLength(1);
  });

  test('can be taken back, also when others have the place by now', async () => {
    const project = await held({ target: 1 });
    const { me, other, assignmentId } = project;
    await skipAssignment(me, { assignmentId, reason: 'unclear_prompt' });
    await claimAssignments(other, { count: 1 });
    const lease = await unskipAssignment(me, { assignmentId });
    expect(await unskipAssignment(me, { assignmentId })).toEqual(lease);
    expect(await stateOf(assignmentId)).toMatchObject({ state: 'leased', skip_reason: null });
    await expectCounters(project, { leased: 2, judged: 0, skipped: 0 });
  });

  test('a judgment after a skip is kept and ends the skip', async () => {
    const project = await held();
    await skipAssignment(project.me, { assignmentId: project.assignmentId, reason: 'other' });
    expect(
      await submitJudgment(project.me, { ...submission(), assignmentId: project.assignmentId }),
    ).toMatchObject({ status: 'counted' });
    expect(await stateOf(project.assignmentId)).toMatchObject({ state: 'submitted', skip_reason: null });
    await expectCounters(project, { leased: 0, judged: 1, skipped: 0 });
    expect(
      await codeOf(skipAssignment(project.me, { assignmentId: project.assignmentId, reason: 'other' })),
    ).toBe('assignment_closed');
    expect(await codeOf(unskipAssignment(project.me, { assignmentId: project.assignmentId }))).toBe(
      'assignment_closed',
    );
    expect(
      await codeOf(skipAssignment(project.other, { assignmentId: project.assignmentId, reason: 'other' })),
    ).toBe('not_found');
  });

  test('works after the lease ended', async () => {
    const project = await held();
    await letExpire(database, project.projectId);
    await sweepExpiredLeases({ db: database });
    await skipAssignment(project.me, { assignmentId: project.assignmentId, reason: 'other' });
    await expectCounters(project, { leased: 0, judged: 0, skipped: 1 });
  });
});

describe('leases', () => {
  test('renewing prolongs mine that live, and names no others', async () => {
    const { me, other, assignmentId, projectId } = await held({ leaseMinutes: 10 });
    await database.pool.query(
      `update assignments set lease_expires_at = lease_expires_at - interval '5 minutes' where id = $1`,
      [assignmentId],
    );
    const before = await database.db
      .selectFrom('assignments')
      .select('lease_expires_at')
      .where('id', '=', assignmentId)
      .executeTakeFirstOrThrow();
    const { items } = await renewAssignments(me, { assignmentIds: [assignmentId, systemIds.next()] });
    expect(items.map((item) => item.id)).toEqual([assignmentId]);
    expect(items[0]!.leaseExpiresAt > before.lease_expires_at!).toBe(true);
    expect(await renewAssignments(other, { assignmentIds: [assignmentId] })).toEqual({ items: [] });
    await letExpire(database, projectId);
    expect(await renewAssignments(me, { assignmentIds: [assignmentId] })).toEqual({ items: [] });
  });

  test('releasing frees mine at once and touches no others', async () => {
    const project = await held();
    await releaseAssignments(project.other, { assignmentIds: [project.assignmentId] });
    await expectCounters(project, { leased: 1, judged: 0, skipped: 0 });
    await releaseAssignments(project.me, { assignmentIds: [project.assignmentId] });
    await releaseAssignments(project.me, { assignmentIds: [project.assignmentId] });
    await expectCounters(project, { leased: 0, judged: 0, skipped: 0 });
    expect(
      await submitJudgment(project.me, { ...submission(), assignmentId: project.assignmentId }),
    ).toMatchObject({ status: 'counted' });
  });

  test('a sweep ends what is over, leaves what lives, and several at once count each once', async () => {
    const project = await createProject(database, { comparisons: 520, target: 1, annotators: 26 });
    const leases: string[][] = [];
    for (const ctx of project.annotators)
      leases.push((await claimAssignments(ctx, { count: 20 })).items.map((item) => item.id));
    await sweepExpiredLeases({ db: database });
    await letExpire(database, project.projectId, leases.slice(1).flat());
    const ended = await Promise.all(Array.from({ length: 4 }, () => sweepExpiredLeases({ db: database })));
    const rest = await sweepExpiredLeases({ db: database });
    expect(ended.reduce((sum, count) => sum + count, rest)).toBe(500);
    const counters = await countersOf(database, project.projectId);
    expect(counters).toEqual(await recount(database, project.projectId));
    expect(counters.reduce((sum, row) => sum + row.leased, 0)).toBe(20);
  });
});

describe('flagAssignment', () => {
  test('counts once per id and keeps the assignment mine', async () => {
    const { me, other, assignmentId, projectId } = await held();
    const flag = {
      id: systemIds.next(),
      assignmentId,
      reason: 'personal_data',
      note: 'a phone number',
    } as const;
    await Promise.all([flagAssignment(me, flag), flagAssignment(me, flag), flagAssignment(me, flag)]);
    expect(await codeOf(flagAssignment(me, { ...flag, reason: 'other' }))).toBe('invalid_request');
    expect(await codeOf(flagAssignment(other, { ...flag, id: systemIds.next() }))).toBe('not_found');
    expect(
      await database.db
        .selectFrom('comparisons')
        .select(['flagged', 'leased'])
        .where('project_id', '=', projectId)
        .execute(),
    ).toEqual([{ flagged: 1, leased: 1 }]);
    expect(
      await database.db
        .selectFrom('flags')
        .select(['reason', 'note'])
        .where('project_id', '=', projectId)
        .execute(),
    ).toEqual([{ reason: 'personal_data', note: 'a phone number' }]);
  });
});

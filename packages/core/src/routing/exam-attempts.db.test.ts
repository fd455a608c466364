import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { countersOf, letExpire, recount } from '../annotate/annotate.fixture.ts';
import { claimAssignments } from '../annotate/claim-assignments.service.ts';
import { skipAssignment } from '../annotate/skip-assignment.service.ts';
import type { ProjectContext } from '../context.ts';
import { sweepExpiredLeases } from '../leases/leases.service.ts';
import { seeMyExam } from './exam.service.ts';
import { answering, withGold } from './gold.fixture.ts';
import { listGoldResults } from './gold.service.ts';
import { changePolicy, judgeNext, nothingFor, rankOf } from './routing.fixture.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

describe('the exam', () => {
  const qualification = { passPercent: 60, attempts: 2, validDays: 7, tellAnswers: false };

  async function withExam() {
    const project = await withGold(database, { comparisons: 12, gold: 3, annotators: 3, exam: true });
    await changePolicy(project.annotators[0]!, { qualification });
    return project;
  }
  const sit = async (ctx: ProjectContext, right: readonly boolean[]) => {
    const claim = async () => (await claimAssignments(ctx, { count: 10 })).items;
    let items = await claim();
    if (items.length === 0) {
      // The next attempt waits until I have seen what came of the last one.
      expect(await nothingFor(ctx)).toEqual({ reason: 'exam_ended', backAt: null });
      await seeMyExam(ctx);
      items = await claim();
    }
    expect(items.map(rankOf).sort()).toEqual([1, 2, 3]);
    for (const [index, item] of items.entries()) await answering(ctx, item, right[index]!);
  };

  test('comes before all other work; who passes goes on, who uses all attempts stops', async () => {
    const project = await withExam();
    const [me, other, third] = project.annotators;
    await sit(me!, [true, false, true]);
    expect((await claimAssignments(me!, { count: 3 })).items.map(rankOf)).toEqual([4, 5, 6]);
    await sit(other!, [false, false, true]);
    await sit(other!, [false, false, false]);
    expect(await nothingFor(other!)).toEqual({ reason: 'not_qualified', backAt: null });
    await sit(third!, [false, false, false]);
    await sit(third!, [true, true, true]);
    expect((await claimAssignments(third!, { count: 1 })).items.map(rankOf)).toEqual([4]);
    const { items } = await listGoldResults(me!);
    const examsOf = (ctx: ProjectContext) => items.find(({ userId }) => userId === ctx.actor.userId)!;
    expect(examsOf(other!).exams).toMatchObject([
      { attempt: 1, correct: 1, items: 3, passed: false },
      { attempt: 2, correct: 0, passed: false },
    ]);
    expect(examsOf(other!).qualifiedUntil).toBe(null);
    expect(examsOf(third!).exams).toMatchObject([{ passed: false }, { passed: true, correct: 3 }]);
    // Exams are no gold of the ordinary work, and take no place.
    expect(examsOf(third!).gold.total).toBe(0);
    expect(await countersOf(database, project.projectId)).toEqual(await recount(database, project.projectId));
  });

  test('a skipped item is not right, and a lease that ran out comes again in the same attempt', async () => {
    const project = await withExam();
    const [me] = project.annotators;
    const { items } = await claimAssignments(me!, { count: 10 });
    await answering(me!, items[0]!, true);
    await skipAssignment(me!, { assignmentId: items[1]!.id, reason: 'other' });
    await letExpire(database, project.projectId);
    await sweepExpiredLeases({ db: database });
    const again = (await claimAssignments(me!, { count: 10 })).items;
    expect(again.map(({ id }) => id)).toEqual([items[2]!.id]);
    await answering(me!, again[0]!, true);
    expect((await claimAssignments(me!, { count: 1 })).items.map(rankOf)).toEqual([4]);
    expect((await listGoldResults(me!)).items.flatMap(({ exams }) => exams)).toMatchObject([
      { correct: 2, items: 3, passed: true },
    ]);
  });

  test('what it gave ends, and the attempts begin anew', async () => {
    const project = await withExam();
    const [me] = project.annotators;
    await sit(me!, [false, false, false]);
    await sit(me!, [true, true, true]);
    expect((await claimAssignments(me!, { count: 1 })).items.map(rankOf)).toEqual([4]);
    await judgeNext(me!);
    await database.db
      .updateTable('annotator_cursors')
      .set({ qualified_until: new Date(Date.now() - 1000).toISOString() })
      .where('annotator_id', '=', me!.actor.userId)
      .execute();
    await database.pool.query(
      `update exam_attempts set started_at = started_at - interval '1 hour', finished_at = finished_at - interval '1 hour' where annotator_id = $1`,
      [me!.actor.userId],
    );
    await sit(me!, [false, false, false]);
    await sit(me!, [false, false, false]);
    expect(await nothingFor(me!)).toMatchObject({ reason: 'not_qualified' });
  });
});

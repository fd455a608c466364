import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RoutingPolicy } from '@pairwright/contract/routing';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { countersOf, recount } from '../annotate/annotate.fixture.ts';
import { claimAssignments } from '../annotate/claim-assignments.service.ts';
import { skipAssignment } from '../annotate/skip-assignment.service.ts';
import type { ProjectContext } from '../context.ts';
import { setPracticeExample } from '../practice/practice-examples.service.ts';
import { answerPractice, listPractice } from '../practice/practice.service.ts';
import { updateMySettings } from '../working-life/settings.service.ts';
import { getMyExam } from './exam.service.ts';
import { answering, firstIsRight } from './gold.fixture.ts';
import { setGold } from './gold.service.ts';
import { changePolicy, claimRanks, createRouted, judgeNext, nothingFor, rankOf } from './routing.fixture.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

/** A project in which the first so many comparisons are of violence. */
async function withViolence(options: {
  readonly comparisons: number;
  readonly violent: number;
  readonly target?: number;
  readonly policy?: Partial<RoutingPolicy>;
}) {
  const project = await createRouted(database, { annotators: 2, ...options });
  await sql`update comparisons set sensitive = '{violence}'
    where project_id = ${project.projectId} and rank <= ${options.violent}`.execute(database.db);
  const [me, other] = project.annotators as [ProjectContext, ProjectContext];
  return { ...project, me, other };
}

const optOut = (ctx: ProjectContext) => updateMySettings(ctx, { optOut: ['violence'] });

describe('who opts out', () => {
  test('gives back what they hold of it, and others get it at once', async () => {
    const { me, other, projectId } = await withViolence({ comparisons: 4, violent: 2, target: 1 });
    expect(await claimRanks(me, 3)).toEqual([1, 2, 3]);
    expect(await claimRanks(other, 5)).toEqual([4]);
    await optOut(me);
    expect(await countersOf(database, projectId)).toEqual(await recount(database, projectId));
    expect(await claimRanks(me, 5)).toEqual([3]);
    expect(await claimRanks(other, 5)).toEqual([4, 1, 2]);
  });

  test('keeps what is of other content, and what others hold', async () => {
    const { me, other } = await withViolence({ comparisons: 2, violent: 1, target: 2 });
    await claimRanks(me, 2);
    await claimRanks(other, 2);
    await updateMySettings(me, { optOut: ['sexual'] });
    expect(await claimRanks(me, 2)).toEqual([1, 2]);
    await optOut(me);
    expect(await claimRanks(me, 2)).toEqual([2]);
    expect(await claimRanks(other, 2)).toEqual([1, 2]);
  });

  test('does not get again what they judged before', async () => {
    const { me, projectId } = await withViolence({
      comparisons: 40,
      violent: 10,
      target: 1,
      policy: { repeats: { percent: 50, after: 1 } },
    });
    while ((await judgeNext(me)) !== 10);
    await optOut(me);
    const { rows: before } = await sql`select id from assignments where project_id = ${projectId}`.execute(
      database.db,
    );
    while ((await judgeNext(me)) !== null);
    const { rows } = await sql<{ id: string; sensitive: string[] }>`
      select a.id, c.sensitive from assignments a join comparisons c on c.id = a.comparison_id
      where a.project_id = ${projectId} and a.kind = 'repeat' order by a.id`.execute(database.db);
    const repeats = rows.filter(({ id }) => !before.some((row) => (row as { id: string }).id === id));
    expect(repeats.length).toBeGreaterThan(0);
    expect(repeats.filter(({ sensitive }) => sensitive.length > 0)).toEqual([]);
  });
});

describe('the exam', () => {
  const qualification = { passPercent: 100, attempts: 1, validDays: null, tellAnswers: false };

  /** An exam of the first three, of which some are of violence, before two of ordinary work. */
  async function withExam(violent: number) {
    const project = await withViolence({ comparisons: 5, violent, policy: { qualification } });
    for (const comparisonId of project.comparisonIds.slice(0, 3))
      await setGold(project.other, { comparisonId, answer: firstIsRight, exam: true, source: 'manual' });
    return project;
  }

  /** Answers all that a claim gives as it is expected; their ranks. */
  async function sit(ctx: ProjectContext): Promise<number[]> {
    const { items } = await claimAssignments(ctx, { count: 5 });
    for (const item of items) await answering(ctx, item, true);
    return items.map(rankOf).sort();
  }

  test('has no item of it: neither to answer nor to pass', async () => {
    const { me, other } = await withExam(1);
    await optOut(me);
    expect(await sit(me)).toEqual([2, 3]);
    expect(await claimRanks(me, 5)).toEqual([4, 5]);
    expect((await getMyExam(me)).last).toMatchObject({ items: 2, correct: 2, passed: true });
    expect(await sit(other)).toEqual([1, 2, 3]);
  });

  test('goes on without the items that were held or skipped when somebody opted out', async () => {
    const { me } = await withExam(2);
    const { items } = await claimAssignments(me, { count: 5 });
    const byRank = new Map(items.map((item) => [rankOf(item), item]));
    await skipAssignment(me, { assignmentId: byRank.get(1)!.id, reason: 'other' });
    await answering(me, byRank.get(3)!, true);
    await optOut(me);
    expect(await claimRanks(me, 5)).toEqual([4, 5]);
    expect((await getMyExam(me)).last).toMatchObject({ items: 1, correct: 1, passed: true });
  });

  test('keeps what was answered wrongly before opting out', async () => {
    const { me } = await withExam(1);
    const { items } = await claimAssignments(me, { count: 5 });
    for (const item of items) await answering(me, item, rankOf(item) !== 1);
    await optOut(me);
    expect(await nothingFor(me)).toMatchObject({ reason: 'not_qualified' });
    expect((await getMyExam(me)).last).toMatchObject({ items: 3, correct: 2, passed: false });
  });

  test('is not asked of who opted out of all of it', async () => {
    const { me } = await withExam(3);
    await optOut(me);
    expect((await getMyExam(me)).asks).toBe(null);
    expect(await claimRanks(me, 5)).toEqual([4, 5]);
  });
});

describe('practice', () => {
  /** Examples of the first three, of which one is of violence, and two comparisons of work. */
  async function withExamples(policy: Partial<RoutingPolicy>) {
    const project = await withViolence({ comparisons: 5, violent: 1 });
    for (const comparisonId of project.comparisonIds.slice(0, 3))
      await setPracticeExample(project.other, {
        comparisonId,
        answer: firstIsRight,
        explanation: { en: 'It answers.', 'zh-CN': '它回答了。' },
      });
    await changePolicy(project.other, policy);
    return project;
  }

  async function practise(ctx: ProjectContext, ranks: readonly number[]): Promise<void> {
    for (const { id, prompt, responses } of (await listPractice(ctx)).items) {
      if (!ranks.includes(rankOf({ prompt }))) continue;
      const isLeft = responses[0]!.messages[0]!.content!.startsWith('first');
      await answerPractice(ctx, { exampleId: id, answer: { outcome: 'scale', position: isLeft ? 2 : 6 } });
    }
  }

  const practice = { passPercent: 100, attempts: 1, validDays: null };

  test('shows none of it, and is passed without', async () => {
    const { me, other } = await withExamples({ practice });
    await optOut(me);
    expect((await listPractice(me)).items.map(rankOf)).toEqual([2, 3]);
    expect((await listPractice(other)).items.map(rankOf)).toEqual([1, 2, 3]);
    await practise(me, [2, 3]);
    expect((await listPractice(me)).standing).toMatchObject({ last: { items: 2, correct: 2 }, passed: true });
    expect(await claimRanks(me, 5)).toEqual([4, 5]);
  });

  test('ends when nothing else is left of it', async () => {
    const { me } = await withExamples({ practice });
    await practise(me, [2, 3]);
    expect(await nothingFor(me)).toMatchObject({ reason: 'practice_due' });
    await optOut(me);
    expect((await listPractice(me)).standing).toMatchObject({ last: { items: 2, correct: 2 }, passed: true });
    expect(await claimRanks(me, 5)).toEqual([4, 5]);
  });

  test('that a rule asked for does not wait for it', async () => {
    const { me } = await withExamples({});
    await optOut(me);
    await claimRanks(me, 1);
    await sql`update annotator_cursors set practice_since = clock_timestamp() where annotator_id = ${me.actor.userId}`.execute(
      database.db,
    );
    await practise(me, [2]);
    await claimAssignments(me, { count: 1 });
    await practise(me, [3]);
    expect(await claimRanks(me, 5)).toEqual([4, 5]);
  });
});

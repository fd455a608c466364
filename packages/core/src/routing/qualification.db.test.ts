import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { QualificationChange } from '@pairwright/contract/routing';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { countersOf, recount } from '../annotate/annotate.fixture.ts';
import { claimAssignments } from '../annotate/claim-assignments.service.ts';
import type { ProjectContext } from '../context.ts';
import { setPracticeExample } from '../practice/practice-examples.service.ts';
import { answerPractice, listPractice } from '../practice/practice.service.ts';
import { listMyFeedback } from '../working-life/my-feedback.service.ts';
import { listRoutingEvents, undoRoutingEvent } from './events.service.ts';
import { getMyExam, seeMyExam } from './exam.service.ts';
import { answering, firstIsRight, withGold } from './gold.fixture.ts';
import { updateMemberRouting } from './members.service.ts';
import { changePolicy, claimRanks, createRouted, nothingFor, rankOf } from './routing.fixture.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const qualification = { passPercent: 100, attempts: 1, validDays: 7, tellAnswers: false };

/** An exam of the first two of six; the second person is the lead. */
async function withExam() {
  const project = await withGold(database, { comparisons: 6, gold: 2, annotators: 2, exam: true });
  const [me, lead] = project.annotators as [ProjectContext, ProjectContext];
  await changePolicy(lead, { qualification });
  const decide = (change: QualificationChange) =>
    updateMemberRouting(lead, { userId: me.actor.userId, qualification: change });
  const undo = async () => undoRoutingEvent(lead, { eventId: (await listRoutingEvents(lead)).items[0]!.id });
  return { ...project, me, lead, decide, undo };
}

async function sit(ctx: ProjectContext, right: boolean): Promise<void> {
  const { items } = await claimAssignments(ctx, { count: 5 });
  expect(items.map(rankOf).sort()).toEqual([1, 2]);
  for (const item of items) await answering(ctx, item, right);
}

const stopOf = async (ctx: ProjectContext) => (await nothingFor(ctx))?.reason;

test('whoever has used all attempts gets new ones, and what is undone is gone', async () => {
  const { me, decide, undo } = await withExam();
  await sit(me, false);
  expect(await stopOf(me)).toBe('not_qualified');
  await decide('renew');
  expect(await getMyExam(me)).toMatchObject({ attemptsLeft: 1, qualified: false });
  await undo();
  expect(await getMyExam(me)).toMatchObject({ attemptsLeft: 0 });
  expect(await stopOf(me)).toBe('not_qualified');
  await decide('renew');
  expect(await stopOf(me)).toBe('exam_ended');
  await seeMyExam(me);
  await sit(me, true);
  expect(await claimRanks(me, 2)).toEqual([3, 4]);
});

test('somebody is qualified by hand for as long as the exam would, and it can be taken back', async () => {
  const { me, lead, decide, undo } = await withExam();
  await decide('qualify');
  expect(await claimRanks(me, 1)).toEqual([3]);
  const { qualified, qualifiedUntil } = await getMyExam(me);
  expect(qualified).toBe(true);
  const [event] = (await listRoutingEvents(lead)).items;
  expect(event).toMatchObject({ action: 'qualify', rule: null, createdBy: lead.actor.userId });
  expect((Date.parse(qualifiedUntil!) - Date.parse(event!.createdAt)) / 86_400_000).toBeCloseTo(7, 5);
  await undo();
  expect((await getMyExam(me)).qualified).toBe(false);
  await expect(undo()).rejects.toMatchObject({ code: 'wrong_state' });
});

test('a qualification is withdrawn: what is held comes back, and the exam begins anew with all attempts', async () => {
  const { me, projectId, decide, undo } = await withExam();
  await sit(me, true);
  expect(await claimRanks(me, 2)).toEqual([3, 4]);
  await decide('withdraw');
  expect((await countersOf(database, projectId)).every(({ leased }) => leased === 0)).toBe(true);
  expect(await countersOf(database, projectId)).toEqual(await recount(database, projectId));
  expect(await getMyExam(me)).toMatchObject({ qualified: false, attemptsLeft: 1 });
  await undo();
  expect(await getMyExam(me)).toMatchObject({ qualified: true });
  await decide('withdraw');
  await sit(me, true);
  expect(await claimRanks(me, 1)).toEqual([5]);
  // They have passed since: undoing would take away or give what it never did.
  await expect(undo()).rejects.toMatchObject({ code: 'wrong_state' });
});

test('practice is asked for again, and its attempts renewed', async () => {
  const project = await createRouted(database, { comparisons: 3, annotators: 2 });
  const [me, lead] = project.annotators as [ProjectContext, ProjectContext];
  await setPracticeExample(lead, {
    comparisonId: project.comparisonIds[0]!,
    answer: firstIsRight,
    explanation: { en: 'It answers.', 'zh-CN': '它回答了。' },
  });
  const practise = async (right: boolean) => {
    const [example] = (await listPractice(me)).items;
    const isLeft = example!.responses[0]!.messages[0]!.content!.startsWith('first');
    const answer = { outcome: 'scale' as const, position: isLeft === right ? 2 : 6 };
    await answerPractice(me, { exampleId: example!.id, answer });
  };
  const decide = (change: QualificationChange) =>
    updateMemberRouting(lead, { userId: me.actor.userId, qualification: change });
  await decide('practice');
  // Without a policy it holds as well.
  expect(await stopOf(me)).toBe('practice');
  await practise(false);
  expect(await claimRanks(me, 1)).toEqual([2]);
  await changePolicy(lead, { practice: { passPercent: 100, attempts: 1, validDays: null } });
  await sql`update assignments set state = 'released' where project_id = ${project.projectId}`.execute(
    database.db,
  );
  await sql`update comparisons set leased = 0 where project_id = ${project.projectId}`.execute(database.db);
  await practise(false);
  expect(await stopOf(me)).toBe('practice_failed');
  await decide('renew');
  expect((await listPractice(me)).standing).toMatchObject({ attemptsLeft: 1 });
  await practise(true);
  expect((await claimRanks(me, 5)).sort()).toEqual([2, 3]);
});

test('what the project does not have is refused, and strangers are not there', async () => {
  const { me, lead, decide } = await withExam();
  await expect(decide('withdraw')).rejects.toMatchObject({ code: 'wrong_state' });
  await expect(decide('practice')).rejects.toMatchObject({ code: 'wrong_state' });
  await changePolicy(lead, {});
  for (const change of ['qualify', 'renew'] as const)
    await expect(decide(change)).rejects.toMatchObject({ code: 'wrong_state' });
  expect((await listRoutingEvents(lead)).items).toEqual([]);
  const stranger = (await createRouted(database, { comparisons: 1 })).annotators[0]!;
  await expect(
    updateMemberRouting(lead, { userId: stranger.actor.userId, qualification: 'renew' }),
  ).rejects.toMatchObject({ code: 'not_found' });
  expect((await listMyFeedback(me, { limit: 5 })).items).toEqual([]);
});

test('they read what was decided, until it is undone', async () => {
  const { me, decide, undo } = await withExam();
  await decide('qualify');
  expect((await listMyFeedback(me, { limit: 5 })).items).toMatchObject([
    { kind: 'notice', action: 'lead_qualify', band: null },
  ]);
  await undo();
  expect((await listMyFeedback(me, { limit: 5 })).items).toEqual([]);
});

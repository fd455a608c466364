import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Problem } from '@pairwright/contract/errors';
import { systemIds } from '@pairwright/runtime/ids';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { contextOf, createProject, submission } from '../annotate/annotate.fixture.ts';
import { claimAssignments } from '../annotate/claim-assignments.service.ts';
import { retractJudgment } from '../annotate/retract-judgment.service.ts';
import { submitJudgment } from '../annotate/submit-judgment.service.ts';
import { correctMyTime, getMyEarnings, getMyTime } from './earnings.service.ts';
import { getAnnotatorReplies, sendFeedback, settleFeedback } from './feedback.service.ts';
import { listMyFeedback, readFeedback, replyToFeedback } from './my-feedback.service.ts';
import { getMySettings, updateMySettings } from './settings.service.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof Problem ? error.code : `no Problem: ${String(error)}`;
}

/** A project where the first annotator has judged `count` comparisons. */
async function judged(count: number) {
  const project = await createProject(database, { comparisons: count, annotators: 2 });
  const [me, reviewer] = project.annotators;
  const { items } = await claimAssignments(me!, { count });
  const given = [];
  for (const item of items) {
    const judgment = { ...submission(), assignmentId: item.id };
    await submitJudgment(me!, judgment);
    given.push(judgment);
  }
  await database.db
    .insertInto('project_members')
    .values(
      project.annotators.map((ctx) => ({
        project_id: project.projectId,
        user_id: ctx.actor.userId,
        role: 'annotator' as const,
      })),
    )
    .execute();
  return { ...project, me: me!, reviewer: reviewer!, given };
}

describe('settings', () => {
  test('are mine, and replaced whole', async () => {
    const { me } = await judged(1);
    expect(await getMySettings(me)).toEqual({ optOut: [] });
    await updateMySettings(me, { optOut: ['violence', 'violence', 'hate'] });
    expect(await getMySettings(me)).toEqual({ optOut: ['violence', 'hate'] });
    await updateMySettings(me, { optOut: [] });
    expect(await getMySettings(me)).toEqual({ optOut: [] });
  });
});

describe('feedback', () => {
  test('goes to the annotator, who reads, answers and disputes it until it is settled', async () => {
    const { me, reviewer, given } = await judged(1);
    const sent = await sendFeedback(reviewer, {
      judgmentId: given[0]!.id,
      message: 'The second one is cut off.',
    });
    const list = await listMyFeedback(me, { limit: 10 });
    expect(list).toMatchObject({
      unread: 1,
      items: [
        {
          id: sent.id,
          assignmentId: given[0]!.assignmentId,
          message: 'The second one is cut off.',
          readAt: null,
        },
      ],
    });
    await readFeedback(me, { feedbackIds: [sent.id] });
    expect((await listMyFeedback(me, { limit: 10 })).unread).toBe(0);
    const answer = { feedbackId: sent.id, reply: 'It is whole for me.', disputed: true };
    expect(await replyToFeedback(me, answer)).toMatchObject({ reply: answer.reply, disputed: true });
    expect(await settleFeedback(reviewer, { feedbackId: sent.id })).toMatchObject({ reply: answer.reply });
    expect(await codeOf(replyToFeedback(me, answer))).toBe('wrong_state');
  });

  test('what was answered is told to who decides about the annotator, open disputes first, whether or not numbers are shown', async () => {
    const { me, reviewer, given, projectId } = await judged(3);
    const annotatorId = me.actor.userId;
    expect(await getAnnotatorReplies(reviewer, { annotatorId })).toEqual({ numbers: null, feedback: [] });
    const sent = [];
    for (const { id } of given)
      sent.push(await sendFeedback(reviewer, { judgmentId: id, message: 'Please look again.' }));
    await replyToFeedback(me, { feedbackId: sent[0]!.id, reply: 'I did: it is wrong.', disputed: true });
    await replyToFeedback(me, { feedbackId: sent[1]!.id, reply: 'You are right.', disputed: false });
    await database.db
      .insertInto('annotator_replies')
      .values({ project_id: projectId, annotator_id: annotatorId, text: 'I read slowly.' })
      .execute();
    const { numbers, feedback } = await getAnnotatorReplies(reviewer, { annotatorId });
    expect(numbers).toMatchObject({ text: 'I read slowly.' });
    // What was not answered says nothing.
    expect(feedback).toMatchObject([
      { id: sent[0]!.id, reply: 'I did: it is wrong.', disputed: true, promptExcerpt: 'question 1' },
      { id: sent[1]!.id, reply: 'You are right.', disputed: false },
    ]);
    await settleFeedback(reviewer, { feedbackId: sent[0]!.id });
    const settled = await getAnnotatorReplies(reviewer, { annotatorId });
    expect(settled.feedback.map(({ id }) => id)).toEqual([sent[1]!.id, sent[0]!.id]);
    // Researchers know pseudonyms, and nobody hears what is said in another project.
    const asResearcher = { ...reviewer, role: 'researcher' as const };
    const [first] = (await getAnnotatorReplies(asResearcher, { annotatorId })).feedback;
    expect(first!.annotator).not.toBe(settled.feedback[0]!.annotator);
    const elsewhere = await judged(1);
    expect(await getAnnotatorReplies(elsewhere.reviewer, { annotatorId })).toEqual({
      numbers: null,
      feedback: [],
    });
  });

  test('is nobody else’s', async () => {
    const { reviewer, given } = await judged(1);
    const other = await judged(1);
    const sent = await sendFeedback(reviewer, { judgmentId: given[0]!.id, message: 'Hello' });
    expect((await listMyFeedback(other.me, { limit: 10 })).items).toEqual([]);
    expect(
      await codeOf(replyToFeedback(other.me, { feedbackId: sent.id, reply: 'x', disputed: false })),
    ).toBe('not_found');
    expect(await codeOf(sendFeedback(other.reviewer, { judgmentId: given[0]!.id, message: 'x' }))).toBe(
      'not_found',
    );
    expect(await codeOf(settleFeedback(other.reviewer, { feedbackId: sent.id }))).toBe('not_found');
  });
});

describe('earnings', () => {
  test('are the judgments that count, each in one of three, times the rate', async () => {
    const { me, reviewer, given, projectId } = await judged(4);
    expect((await getMyEarnings(me)).items).toEqual([]);
    await database.db
      .updateTable('projects')
      .set({ pay_currency: 'EUR', pay_micros: 125_000 })
      .where('id', '=', projectId)
      .execute();
    const mine = async () => {
      const { accepted, pending, disputed } = (await getMyEarnings(me)).items[0]!;
      return { accepted, pending, disputed };
    };
    expect(await mine()).toEqual({ accepted: 4, pending: 0, disputed: 0 });
    await retractJudgment(me, {
      id: systemIds.next(),
      judgmentId: given[3]!.id,
      assignmentId: given[3]!.assignmentId,
    });
    expect(await mine()).toEqual({ accepted: 3, pending: 0, disputed: 0 });
    await database.db.updateTable('projects').set({ edit_hours: 24 }).where('id', '=', projectId).execute();
    expect(await mine()).toEqual({ accepted: 0, pending: 3, disputed: 0 });
    const sent = await sendFeedback(reviewer, { judgmentId: given[0]!.id, message: 'Why?' });
    await replyToFeedback(me, { feedbackId: sent.id, reply: 'Because.', disputed: true });
    expect(await mine()).toEqual({ accepted: 0, pending: 2, disputed: 1 });
    await settleFeedback(reviewer, { feedbackId: sent.id });
    expect(await mine()).toEqual({ accepted: 0, pending: 3, disputed: 0 });
    expect((await getMyEarnings(me)).items[0]).toMatchObject({ currency: 'EUR', perJudgmentMicros: 125_000 });
  });
});

describe('time', () => {
  test('is what was measured, with what I said beside it', async () => {
    const { me, projectId } = await judged(2);
    const [today] = (await getMyTime(me, { days: 1 })).items;
    expect(today).toMatchObject({ projectId, judgments: 2, activeMs: 8_000, correctedMinutes: 0 });
    await correctMyTime(me, {
      projectId,
      day: today!.day,
      minutes: 12,
      note: 'I read the guidelines on paper.',
    });
    await correctMyTime(me, { projectId, day: today!.day, minutes: -2, note: 'Too much.' });
    expect((await getMyTime(me, { days: 1 })).items[0]).toMatchObject({
      activeMs: 8_000,
      correctedMinutes: 10,
    });
  });

  test('is corrected in my own projects only', async () => {
    const { projectId } = await judged(1);
    const outsider = contextOf(database, projectId, (await judged(1)).me.actor.userId);
    const correction = { projectId, day: '2026-01-31', minutes: 1, note: 'x' };
    expect(await codeOf(correctMyTime(outsider, correction))).toBe('not_found');
    const { rows } = await sql`select from time_corrections where project_id = ${projectId}`.execute(
      database.db,
    );
    expect(rows).toEqual([]);
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GoldRule } from '@pairwright/contract/gold-policy';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { claimAssignments } from '../annotate/claim-assignments.service.ts';
import type { ProjectContext } from '../context.ts';
import { listRoutingEvents, undoRoutingEvent } from '../routing/events.service.ts';
import { messageMember } from '../routing/members.service.ts';
import { setGold } from '../routing/gold.service.ts';
import { createRouted, judgeNext, restNow } from '../routing/routing.fixture.ts';
import { listMyFeedback, readFeedback, replyToFeedback } from './my-feedback.service.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

/** Somebody who answered two gold comparisons, which the rule looks at: two answers show nothing, which is a doubt. */
async function noticed(action: GoldRule['action'], more: { showNumbers?: boolean } = {}) {
  const rule = { action, bound: 'lower', belowPercent: 90, atLeast: 2 } as const;
  const project = await createRouted(database, {
    comparisons: 6,
    annotators: 2,
    policy: { gold: { percent: 0, warmUp: { first: 2, gold: 2 }, exposures: 9, rules: [rule] } },
  });
  await database.db
    .updateTable('projects')
    .set({ show_numbers: more.showNumbers ?? false })
    .where('id', '=', project.projectId)
    .execute();
  const [me, lead] = project.annotators as [ProjectContext, ProjectContext];
  for (const comparisonId of project.comparisonIds.slice(0, 3))
    await setGold(lead, {
      comparisonId,
      answer: { outcome: 'scale', position: 1 },
      exam: false,
      source: 'manual',
    });
  await judgeNext(me);
  await judgeNext(me);
  await restNow(database, me);
  const [event] = (await listRoutingEvents(lead)).items;
  return { ...project, me, lead, event };
}

const inbox = (ctx: ProjectContext) => listMyFeedback(ctx, { limit: 10 });

test('what a lead says is told to whom it is for, until it is taken back unread, and sets no rule back', async () => {
  const { me, lead, event } = await noticed('notify');
  await messageMember(lead, { userId: me.actor.userId, message: 'Please read the new guidelines.' });
  const { unread, items } = await inbox(me);
  expect(unread).toBe(2);
  expect(items).toEqual([
    expect.objectContaining({
      kind: 'message',
      message: 'Please read the new guidelines.',
      author: expect.any(String) as unknown,
      readAt: null,
    }),
    expect.objectContaining({ kind: 'notice', id: event!.id }),
  ]);
  expect(await inbox(lead)).toMatchObject({ unread: 0, items: [] });
  const told = (await listRoutingEvents(lead)).items.find(({ rule }) => rule === null)!;
  expect(told).toMatchObject({ action: 'notify', evidence: null });
  await undoRoutingEvent(lead, { eventId: told.id });
  expect((await inbox(me)).items.map(({ kind }) => kind)).toEqual(['notice']);
  const stranger = { userId: '00000000-0000-7000-8000-000000000000', message: 'Hello.' };
  await expect(messageMember(lead, stranger)).rejects.toMatchObject({ code: 'not_found' });
});

describe('what a rule noticed', () => {
  test.each(['notify', 'practice'] as const)(
    'is told to whom it is about, and nobody else: %s',
    async (action) => {
      const { me, lead, event, projectId } = await noticed(action);
      expect(await inbox(me)).toMatchObject({
        unread: 1,
        items: [{ kind: 'notice', id: event!.id, projectId, action, band: null, readAt: null }],
      });
      expect(await inbox(lead)).toMatchObject({ unread: 0, items: [] });
      await readFeedback(lead, { feedbackIds: [event!.id] });
      expect((await inbox(me)).unread).toBe(1);
      await readFeedback(me, { feedbackIds: [event!.id] });
      expect((await inbox(me)).unread).toBe(0);
    },
  );

  test.each(['pause', 'review'] as const)('is not told for the action %s', async (action) => {
    const { me, event } = await noticed(action);
    expect(event).toMatchObject({ action });
    expect(await inbox(me)).toMatchObject({ unread: 0, items: [] });
  });

  test('has the numbers only where the project shows them, as a band', async () => {
    const { me, event } = await noticed('notify', { showNumbers: true });
    const { low, high, total } = event!.evidence!;
    expect((await inbox(me)).items).toMatchObject([{ band: { low, high, n: total } }]);
    expect(total).toBe(2);
  });

  test('undone unread is taken back; read it stays', async () => {
    const first = await noticed('notify');
    await undoRoutingEvent(first.lead, { eventId: first.event!.id });
    expect(await inbox(first.me)).toMatchObject({ unread: 0, items: [] });
    await readFeedback(first.me, { feedbackIds: [first.event!.id] });
    expect((await inbox(first.me)).items).toEqual([]);
    const second = await noticed('notify');
    await readFeedback(second.me, { feedbackIds: [second.event!.id] });
    await undoRoutingEvent(second.lead, { eventId: second.event!.id });
    expect((await inbox(second.me)).items).toHaveLength(1);
  });

  test('cannot be answered, and pages together with what reviewers say', async () => {
    const { me, event } = await noticed('notify');
    await expect(
      replyToFeedback(me, { feedbackId: event!.id, reply: 'No.', disputed: true }),
    ).rejects.toMatchObject({ code: 'not_found' });
    const { items } = await claimAssignments(me, { count: 1 });
    expect(items).toHaveLength(1);
    const { rows } = await database.pool.query<{ id: string }>(
      'select id from judgments where annotator_id = $1 order by id',
      [me.actor.userId],
    );
    const before = '00000000-0000-7000-8000-000000000001';
    await database.pool.query(
      `insert into feedback (id, project_id, judgment_id, annotator_id, author_id, message)
       select $1, project_id, id, annotator_id, annotator_id, 'Hello' from judgments where id = $2`,
      [before, rows[0]!.id],
    );
    const page = await listMyFeedback(me, { limit: 1 });
    expect(page).toMatchObject({ unread: 2, items: [{ kind: 'notice' }] });
    const rest = await listMyFeedback(me, { limit: 1, cursor: page.nextCursor! });
    expect(rest).toMatchObject({
      nextCursor: null,
      items: [{ kind: 'judgment', id: before, message: 'Hello' }],
    });
  });
});

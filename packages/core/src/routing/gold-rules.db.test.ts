import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rulesDelay } from '@pairwright/domain/routing/gold';
import { systemIds } from '@pairwright/runtime/ids';
import { wilsonInterval } from '@pairwright/stats/annotators/intervals';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { claimAssignments } from '../annotate/claim-assignments.service.ts';
import type { ProjectContext } from '../context.ts';
import { setPracticeExample } from '../practice/practice-examples.service.ts';
import { answerPractice, listPractice } from '../practice/practice.service.ts';
import { listRoutingEvents, undoRoutingEvent } from './events.service.ts';
import { answering, firstIsRight, goldPolicy, withGold } from './gold.fixture.ts';
import { listGoldResults } from './gold.service.ts';
import { endLongSittings } from './gold-rules.service.ts';
import { judgeNext, nothingFor, rankOf, restNow } from './routing.fixture.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

/** What the audit log says that rules did in the project. */
const entriesOf = ({ projectId }: ProjectContext) =>
  database.db
    .selectFrom('audit_events')
    .select(['via', 'actor_id', 'object_kind', 'object_id', 'before', 'after'])
    .where('project_id', '=', projectId)
    .where('action', '=', 'applyGoldRule')
    .orderBy('seq')
    .execute();

describe('results', () => {
  test('the answer that stands counts, with its Wilson interval', async () => {
    const project = await withGold(database, { comparisons: 40, gold: 20, annotators: 2 });
    const [me] = project.annotators;
    const { items } = await claimAssignments(me!, { count: 20 });
    const mine = items.filter((item) => rankOf(item) <= 20);
    for (const [index, item] of mine.entries()) {
      await answering(me!, item, false);
      if (index > 0) await answering(me!, item, true);
    }
    const total = mine.length;
    const [low, high] = wilsonInterval({ successes: total - 1, trials: total })!;
    const { items: results } = await listGoldResults(me!);
    expect(results.find(({ userId }) => userId === me!.actor.userId)?.gold).toEqual({
      correct: total - 1,
      total,
      low,
      high,
    });
    expect(results.find(({ userId }) => userId !== me!.actor.userId)?.gold).toEqual({
      correct: 0,
      total: 0,
      low: null,
      high: null,
    });
  });

  test('a rule pauses who is surely bad, once; undone it needs as many new answers', async () => {
    const rule = { action: 'pause', bound: 'upper', belowPercent: 70, atLeast: 4 } as const;
    const project = await withGold(database, {
      comparisons: 90,
      gold: 40,
      annotators: 2,
      policy: goldPolicy({ rules: [rule] }),
    });
    const [me, good] = project.annotators;
    const workOn = async (ctx: ProjectContext, right: boolean, most: number): Promise<number> => {
      let seen = 0;
      for (;;) {
        const [item] = (await claimAssignments(ctx, { count: 1 })).items;
        if (item === undefined || seen === most) return seen;
        if (rankOf(item) <= 40) seen += 1;
        await answering(ctx, item, right);
        // As if rules did not wait; that they do is shown below.
        await restNow(database, ctx);
      }
    };
    // Wilson for 0 of 4 ends at 0.49: the first look that is allowed is enough.
    expect(await workOn(me!, false, 99)).toBe(4);
    expect(await nothingFor(me!)).toEqual({ reason: 'paused', backAt: null });
    expect(await workOn(good!, true, 6)).toBe(6);
    const [event, ...others] = (await listRoutingEvents(me!)).items;
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      userId: me!.actor.userId,
      action: 'pause',
      rule,
      evidence: { correct: 0, total: 4 },
      createdBy: null,
    });
    const written = {
      via: 'system',
      actor_id: null,
      object_kind: 'member',
      object_id: me!.actor.userId,
      before: { paused: false },
      after: { paused: true, action: 'pause', rule, evidence: event!.evidence },
    };
    expect(await entriesOf(me!)).toEqual([written]);
    await undoRoutingEvent(good!, { eventId: event!.id });
    await expect(undoRoutingEvent(good!, { eventId: event!.id })).rejects.toMatchObject({
      code: 'wrong_state',
    });
    expect(await workOn(me!, false, 99)).toBe(4);
    expect((await listRoutingEvents(me!)).items).toHaveLength(2);
    expect(await entriesOf(me!)).toEqual([written, written]);
  });

  test('a rule waits for one to five further answers, or until the sitting is over', async () => {
    const rule = { action: 'pause', bound: 'upper', belowPercent: 90, atLeast: 1 } as const;
    const policy = goldPolicy({ rules: [rule], percent: 0, warmUp: { first: 1, gold: 1 } });
    const eventsOf = async (ctx: ProjectContext) => (await listRoutingEvents(ctx)).items.length;
    /** Somebody who missed the only gold comparison, which was their first; the ids they draw say how long rules wait. */
    const missed = async (delay: number, comparisons = 12) => {
      const project = await withGold(database, { comparisons, gold: 1, policy });
      const [person] = project.annotators;
      let id = systemIds.next();
      while (rulesDelay(id) !== delay) id = systemIds.next();
      const me = { ...person!, ids: systemIds };
      const [item] = (await claimAssignments(me, { count: 1 })).items;
      await answering({ ...me, ids: { next: () => id } }, item!, false);
      return { ...project, me };
    };
    for (const delay of [1, 2, 5]) {
      const { me } = await missed(delay);
      for (let answers = 1; answers <= delay; answers += 1) {
        expect(await eventsOf(me)).toBe(0);
        expect(await judgeNext(me)).not.toBe(null);
      }
      expect(await eventsOf(me)).toBe(1);
      expect(await nothingFor(me)).toEqual({ reason: 'paused', backAt: null });
    }
    // Nothing is left to do after one more answer.
    const { me: busy } = await missed(5, 2);
    expect(await judgeNext(busy)).not.toBe(null);
    expect(await eventsOf(busy)).toBe(0);
    expect(await nothingFor(busy)).toEqual({ reason: 'paused', backAt: null });
    // Nobody answers for half an hour.
    const { me: tired } = await missed(5);
    expect(await endLongSittings(tired)).toBe(0);
    expect(await eventsOf(tired)).toBe(0);
    await restNow(database, tired);
    expect(await eventsOf(tired)).toBe(1);
  });

  test('a rule asks for practice again, and work goes on after it', async () => {
    const rule = { action: 'practice', bound: 'lower', belowPercent: 80, atLeast: 2 } as const;
    const project = await withGold(database, {
      comparisons: 30,
      gold: 10,
      policy: goldPolicy({ rules: [rule] }),
    });
    const [me] = project.annotators;
    await setPracticeExample(me!, {
      comparisonId: project.comparisonIds[29]!,
      answer: firstIsRight,
      explanation: { en: 'It is.', 'zh-CN': '是的。' },
    });
    // A doubt is enough for the lower bound: two right answers do not yet show 80 %.
    while ((await judgeNext(me!)) !== null);
    expect(await nothingFor(me!)).toMatchObject({ reason: 'practice' });
    const [sent] = await entriesOf(me!);
    expect(sent).toMatchObject({
      object_id: me!.actor.userId,
      before: { practice_since: null },
      after: { action: 'practice', rule, practice_since: expect.any(String) },
    });
    const [example] = (await listPractice(me!)).items;
    await answerPractice(me!, { exampleId: example!.id, answer: firstIsRight });
    expect(await judgeNext(me!)).not.toBe(null);
  });
});

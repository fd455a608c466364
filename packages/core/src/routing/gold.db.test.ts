import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '@pairwright/contract/judgment';
import type { RoutingPolicy } from '@pairwright/contract/routing';
import { plainPair } from '@pairwright/domain/judgment/form';
import { goldKey, rulesDelay } from '@pairwright/domain/routing/gold';
import { toStrength } from '@pairwright/domain/scale';
import { systemIds } from '@pairwright/runtime/ids';
import { wilsonInterval } from '@pairwright/stats/annotators/intervals';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import {
  countersOf,
  letExpire,
  recount,
  submission,
  type TestProject,
} from '../annotate/annotate.fixture.ts';
import { claimAssignments } from '../annotate/claim-assignments.service.ts';
import { retractJudgment } from '../annotate/retract-judgment.service.ts';
import { skipAssignment, unskipAssignment } from '../annotate/skip-assignment.service.ts';
import { submitJudgment } from '../annotate/submit-judgment.service.ts';
import type { ProjectContext } from '../context.ts';
import { sweepExpiredLeases } from '../leases/leases.service.ts';
import { setPracticeExample } from '../practice/practice-examples.service.ts';
import { answerPractice, listPractice } from '../practice/practice.service.ts';
import { seeMyExam } from './exam.service.ts';
import { listRoutingEvents, undoRoutingEvent } from './events.service.ts';
import { listGold, listGoldResults, promoteGold, removeGold, setGold } from './gold.service.ts';
import { endLongSittings } from './gold-rules.service.ts';
import { changePolicy, createRouted, judgeNext, nothingFor, rankOf, restNow } from './routing.fixture.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

type Gold = NonNullable<RoutingPolicy['gold']>;
const gold = (change: Partial<Gold> = {}): { gold: Gold } => ({
  gold: { percent: 50, warmUp: { first: 0, gold: 0 }, exposures: 1000, rules: [], ...change },
});
const ranking = {
  kind: 'rank',
  allowTies: false,
  allowUnacceptable: false,
  topK: null,
  allowCannotJudge: false,
} as const;
/** The first canonical response is the right one; these fixtures' texts tell which that is. */
const firstIsRight: Answer = { outcome: 'scale', position: 1 };

async function withGold(options: {
  comparisons: number;
  gold: number;
  annotators?: number;
  target?: number;
  policy?: Gold;
  exam?: boolean;
}) {
  const project = await createRouted(database, {
    annotators: 1,
    ...options,
    policy: { gold: options.policy ?? gold().gold },
  });
  for (const comparisonId of project.comparisonIds.slice(0, options.gold))
    await setGold(project.annotators[0]!, {
      comparisonId,
      answer: firstIsRight,
      exam: options.exam ?? false,
      source: 'manual',
    });
  return project;
}

type Item = Awaited<ReturnType<typeof claimAssignments>>['items'][number];

/** Gives the known answer of an item, or the other one. */
function answering(ctx: ProjectContext, item: Item, right: boolean, judgmentId = systemIds.next()) {
  const isLeft = item.responses[0]!.messages[0]!.content!.startsWith('first');
  const answer = { outcome: 'scale' as const, position: isLeft === right ? 2 : 6 };
  return submitJudgment(ctx, { ...submission(judgmentId, { answer }), assignmentId: item.id });
}

const kinds = async ({ projectId }: TestProject) => {
  const rows = await database.db
    .selectFrom('assignments')
    .select(['id', 'annotator_id', 'comparison_id', 'kind', 'presented_order', 'repeat_number'])
    .where('project_id', '=', projectId)
    .orderBy('id')
    .execute();
  return { rows, gold: rows.filter(({ kind }) => kind === 'gold') };
};

describe('gold comparisons', () => {
  test('come among the others, look like them, and take no place', async () => {
    const project = await withGold({ comparisons: 60, gold: 20, target: 2 });
    const [me] = project.annotators;
    const { items } = await claimAssignments(me!, { count: 20 });
    const isGold = items.map((item) => rankOf(item) <= 20);
    expect(isGold.filter(Boolean).length).toBe((await kinds(project)).gold.length);
    expect(isGold).toContain(true);
    expect(isGold).toContain(false);
    expect(new Set(items.map((item) => Object.keys(item).sort().join())).size).toBe(1);
    expect(JSON.stringify(items)).not.toMatch(/gold|expected|"kind"|sampling|exam/);
    for (const item of items) expect(await answering(me!, item, true)).toMatchObject({ status: 'counted' });
    const counters = await countersOf(database, project.projectId);
    expect(counters).toEqual(await recount(database, project.projectId));
    expect(counters.slice(0, 20).every(({ judged, leased }) => judged === 0 && leased === 0)).toBe(true);
    expect(counters.reduce((sum, { judged }) => sum + judged, 0)).toBe(isGold.filter((is) => !is).length);
  });

  test('the warm-up has exactly so many, at places that differ from person to person', async () => {
    const project = await withGold({
      comparisons: 40,
      gold: 10,
      annotators: 12,
      target: 12,
      policy: gold({ percent: 0, warmUp: { first: 10, gold: 4 } }).gold,
    });
    const places = new Set<string>();
    for (const [index, me] of project.annotators.entries()) {
      const isGold: boolean[] = [];
      // Some fetch one at a time, others several.
      while (isGold.length < 16) {
        const { items } = await claimAssignments(me, { count: 1 + (index % 4) });
        for (const item of items) {
          isGold.push(rankOf(item) <= 10);
          await answering(me, item, true);
        }
      }
      expect(isGold.slice(0, 10).filter(Boolean)).toHaveLength(4);
      expect(isGold.slice(10)).not.toContain(true);
      places.add(isGold.join());
    }
    expect(places.size).toBeGreaterThan(3);
  });

  test('after it a share comes, at random', async () => {
    const project = await withGold({
      comparisons: 80,
      gold: 40,
      annotators: 30,
      target: 30,
      policy: gold({ percent: 10 }).gold,
    });
    for (const me of project.annotators) await claimAssignments(me, { count: 20 });
    const { rows, gold: given } = await kinds(project);
    expect(rows).toHaveLength(600);
    // Six standard deviations around 60.
    expect(given.length).toBeGreaterThan(15);
    expect(given.length).toBeLessThan(105);
    const perPerson = new Set(
      project.annotators.map(({ actor }) => given.filter((row) => row.annotator_id === actor.userId).length),
    );
    expect(perPerson.size).toBeGreaterThan(1);
  });

  test('never twice to one person, and to no more people than is said', async () => {
    const project = await withGold({
      comparisons: 60,
      gold: 6,
      annotators: 4,
      target: 4,
      policy: gold({ exposures: 2 }).gold,
    });
    for (const me of project.annotators) {
      for (let round = 0; round < 3; round += 1)
        for (const item of (await claimAssignments(me, { count: 12 })).items)
          await answering(me, item, false);
    }
    const { gold: given } = await kinds(project);
    const pairs = given.map((row) => `${row.annotator_id} ${row.comparison_id}`);
    expect(new Set(pairs).size).toBe(pairs.length);
    for (const { exposures, comparisonId } of (await listGold(project.annotators[0]!)).items) {
      expect(exposures).toBeLessThanOrEqual(2);
      expect(given.filter((row) => row.comparison_id === comparisonId)).toHaveLength(exposures);
    }
    expect(given).toHaveLength(12);
  });

  test('do not come where there is no other work', async () => {
    const project = await withGold({ comparisons: 10, gold: 9, target: 1 });
    const [me] = project.annotators;
    while ((await judgeNext(me!)) !== null);
    const before = (await kinds(project)).rows.length;
    for (let round = 0; round < 20; round += 1)
      expect(await nothingFor(me!)).toMatchObject({ reason: 'all_done' });
    expect((await kinds(project)).rows).toHaveLength(before);
  });

  test('undo, skip, expiry and what comes late leave the counters as they are', async () => {
    const project = await withGold({ comparisons: 30, gold: 15, target: 1 });
    const [me] = project.annotators;
    const { items } = await claimAssignments(me!, { count: 20 });
    const [one, two, three] = items.filter((item) => rankOf(item) <= 15);
    const judgmentId = systemIds.next();
    await answering(me!, one!, true, judgmentId);
    await retractJudgment(me!, { id: systemIds.next(), judgmentId, assignmentId: one!.id });
    await skipAssignment(me!, { assignmentId: two!.id, reason: 'other' });
    await unskipAssignment(me!, { assignmentId: two!.id });
    await letExpire(database, project.projectId);
    await sweepExpiredLeases({ db: database });
    expect(await answering(me!, three!, true)).toMatchObject({ status: 'counted' });
    expect(await countersOf(database, project.projectId)).toEqual(await recount(database, project.projectId));
    expect(
      (await countersOf(database, project.projectId)).every(
        ({ leased, skipped, judged }) => leased + skipped + judged === 0,
      ),
    ).toBe(true);
  });

  test('are ordinary work again when taken out, and no practice meanwhile', async () => {
    const project = await withGold({ comparisons: 3, gold: 1 });
    const [me] = project.annotators;
    const [comparisonId] = project.comparisonIds;
    const explanation = { en: 'It is.', 'zh-CN': '是的。' };
    await expect(
      setPracticeExample(me!, { comparisonId: comparisonId!, answer: firstIsRight, explanation }),
    ).rejects.toMatchObject({ code: 'wrong_state' });
    await expect(
      setGold(me!, {
        comparisonId: comparisonId!,
        answer: { outcome: 'thumbs', up: true },
        exam: false,
        source: 'manual',
      }),
    ).rejects.toMatchObject({ code: 'outcome_not_allowed' });
    // Nobody could ever match it.
    const ranked = await createRouted(database, {
      comparisons: 1,
      responses: 3,
      form: {
        ...plainPair({ points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true }),
        main: ranking,
      },
    });
    const expecting = (ranks: number[]) =>
      setGold(ranked.annotators[0]!, {
        comparisonId: ranked.comparisonIds[0]!,
        answer: { outcome: 'ranking', ranks },
        exam: false,
        source: 'manual',
      });
    await expect(expecting([1, 2])).rejects.toMatchObject({ code: 'outcome_not_allowed' });
    await expecting([1, 3, 2]);
    await removeGold(me!, { comparisonId: comparisonId! });
    await expect(removeGold(me!, { comparisonId: comparisonId! })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect((await claimAssignments(me!, { count: 5 })).items.map(rankOf)).toEqual([1, 2, 3]);
    await setPracticeExample(me!, { comparisonId: comparisonId!, answer: firstIsRight, explanation });
    await expect(
      setGold(me!, { comparisonId: comparisonId!, answer: firstIsRight, exam: false, source: 'manual' }),
    ).rejects.toMatchObject({ code: 'wrong_state' });
  });
});

test('a gold assignment that ran out is ordinary work when its comparison is', async () => {
  const project = await withGold({ comparisons: 6, gold: 3, target: 1 });
  const [me] = project.annotators;
  await claimAssignments(me!, { count: 20 });
  await letExpire(database, project.projectId);
  await sweepExpiredLeases({ db: database });
  for (const comparisonId of project.comparisonIds.slice(0, 3)) await removeGold(me!, { comparisonId });
  await changePolicy(me!, {});
  const { items } = await claimAssignments(me!, { count: 20 });
  expect(items.map(rankOf).sort()).toEqual([1, 2, 3, 4, 5, 6]);
  for (const item of items) await answering(me!, item, true);
  const counters = await countersOf(database, project.projectId);
  expect(counters.every(({ judged, leased }) => judged === 1 && leased === 0)).toBe(true);
  expect(counters).toEqual(await recount(database, project.projectId));
});

describe('results', () => {
  test('the answer that stands counts, with its Wilson interval', async () => {
    const project = await withGold({ comparisons: 40, gold: 20, annotators: 2 });
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
    const project = await withGold({
      comparisons: 90,
      gold: 40,
      annotators: 2,
      policy: gold({ rules: [rule] }).gold,
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
    await undoRoutingEvent(good!, { eventId: event!.id });
    await expect(undoRoutingEvent(good!, { eventId: event!.id })).rejects.toMatchObject({
      code: 'wrong_state',
    });
    expect(await workOn(me!, false, 99)).toBe(4);
    expect((await listRoutingEvents(me!)).items).toHaveLength(2);
  });

  test('a rule waits for one to five further answers, or until the sitting is over', async () => {
    const rule = { action: 'pause', bound: 'upper', belowPercent: 90, atLeast: 1 } as const;
    const policy = gold({ rules: [rule], percent: 0, warmUp: { first: 1, gold: 1 } }).gold;
    const eventsOf = async (ctx: ProjectContext) => (await listRoutingEvents(ctx)).items.length;
    /** Somebody who missed the only gold comparison, which was their first; the ids they draw say how long rules wait. */
    const missed = async (delay: number, comparisons = 12) => {
      const project = await withGold({ comparisons, gold: 1, policy });
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
    const project = await withGold({ comparisons: 30, gold: 10, policy: gold({ rules: [rule] }).gold });
    const [me] = project.annotators;
    await setPracticeExample(me!, {
      comparisonId: project.comparisonIds[29]!,
      answer: firstIsRight,
      explanation: { en: 'It is.', 'zh-CN': '是的。' },
    });
    // A doubt is enough for the lower bound: two right answers do not yet show 80 %.
    while ((await judgeNext(me!)) !== null);
    expect(await nothingFor(me!)).toMatchObject({ reason: 'practice' });
    const [example] = (await listPractice(me!)).items;
    await answerPractice(me!, { exampleId: example!.id, answer: firstIsRight });
    expect(await judgeNext(me!)).not.toBe(null);
  });
});

describe('known answers', () => {
  test('from comparisons everybody agrees on', async () => {
    const project = await createRouted(database, { comparisons: 4, annotators: 3, target: 3 });
    // Ranks 1 and 2: all for the first response; 3: split; 4: two of three so far.
    for (const [number, me] of project.annotators.entries()) {
      for (const item of (await claimAssignments(me, { count: 4 })).items) {
        if (rankOf(item) === 4 && number === 2) continue;
        await answering(me, item, rankOf(item) !== 3 || number > 0);
      }
    }
    const [me] = project.annotators;
    expect(await promoteGold(me!, { atLeast: 3, most: 10, exam: false })).toEqual({ promoted: 2 });
    expect(await promoteGold(me!, { atLeast: 3, most: 10, exam: false })).toEqual({ promoted: 0 });
    const { items } = await listGold(me!);
    expect(items.map(({ source, expected }) => ({ source, expected }))).toEqual(
      Array.from({ length: 2 }, () => ({ source: 'unanimous', expected: { outcome: 'scale', position: 3 } })),
    );
    expect(items.map(({ comparisonId }) => comparisonId).sort()).toEqual(
      project.comparisonIds.slice(0, 2).sort(),
    );
  });

  test('are compared in the database as the domain says', async () => {
    const { main } = plainPair({ points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true });
    const key = async (
      outcome: string,
      strength: number | null,
      ranks: (number | null)[] | null,
      details: unknown,
    ) => {
      const { rows } = await database.pool.query<{ key: string | null }>(
        'select gold_key($1, $2::real, $3::smallint[], $4::json) as key',
        [outcome, strength, ranks, details === null ? null : JSON.stringify(details)],
      );
      return rows[0]!.key;
    };
    for (let position = 1; position <= 7; position += 1) {
      const { outcome, strength } = toStrength({ points: 7 }, position, [0, 1]);
      expect(await key(outcome, strength, null, null)).toBe(goldKey(main, { outcome: 'scale', position }));
    }
    for (const outcome of ['tie', 'both_bad', 'cannot_judge'] as const)
      expect(await key(outcome, null, null, null)).toBe(goldKey(main, { outcome }));
    const ranks = [2, null, 1, 0];
    expect(await key('ranking', null, ranks, null)).toBe(goldKey(main, { outcome: 'ranking', ranks }));
    expect(await key('thumbs_down', null, null, null)).toBe(goldKey(main, { outcome: 'thumbs', up: false }));
    expect(await key('rated', null, null, null)).toBe(goldKey(main, { outcome: 'rated' }));
    for (const labels of [
      [],
      ['right'],
      ['right', 'wrong', 'neutral'],
      ['wrong', 'wrong'],
      ['neutral', 'right', 'wrong'],
    ] as ('right' | 'wrong' | 'neutral')[][]) {
      const details = { steps: labels.map((label, start) => ({ start, end: start, label })) };
      expect(await key('steps', null, null, details)).toBe(goldKey(main, { outcome: 'steps', labels }));
    }
  });
});

describe('repeats', () => {
  test('an own comparison comes again after others, once, with its sides swapped', async () => {
    const project = await createRouted(database, {
      comparisons: 30,
      target: 1,
      policy: { repeats: { percent: 40, after: 3 } },
    });
    const [me] = project.annotators;
    const order: number[] = [];
    for (let turn = 0; turn < 30; turn += 1) {
      const rank = await judgeNext(me!);
      if (rank !== null) order.push(rank);
    }
    const { rows } = await kinds(project);
    const again = rows.filter(({ kind }) => kind === 'repeat');
    expect(again.length).toBeGreaterThan(0);
    expect(new Set(again.map((row) => row.comparison_id)).size).toBe(again.length);
    for (const row of again) {
      const first = rows.find((one) => one.comparison_id === row.comparison_id && one.kind === 'normal')!;
      expect(row.presented_order).toEqual(first.presented_order.toReversed());
      const rank = project.comparisonIds.indexOf(row.comparison_id) + 1;
      const [at, later] = [order.indexOf(rank), order.lastIndexOf(rank)];
      expect(later - at).toBeGreaterThan(3);
    }
    const counters = await countersOf(database, project.projectId);
    expect(counters).toEqual(await recount(database, project.projectId));
    expect(counters.every(({ judged }) => judged <= 1)).toBe(true);
  });
});

describe('the exam', () => {
  const qualification = { passPercent: 60, attempts: 2, validDays: 7, tellAnswers: false };

  async function withExam() {
    const project = await withGold({ comparisons: 12, gold: 3, annotators: 3, exam: true });
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

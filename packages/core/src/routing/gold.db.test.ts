import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plainPair } from '@pairwright/domain/judgment/form';
import { systemIds } from '@pairwright/runtime/ids';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { countersOf, letExpire, recount } from '../annotate/annotate.fixture.ts';
import { claimAssignments } from '../annotate/claim-assignments.service.ts';
import { retractJudgment } from '../annotate/retract-judgment.service.ts';
import { skipAssignment, unskipAssignment } from '../annotate/skip-assignment.service.ts';
import { sweepExpiredLeases } from '../leases/leases.service.ts';
import { setPracticeExample } from '../practice/practice-examples.service.ts';
import { answering, assignmentsOf, firstIsRight, goldPolicy, withGold } from './gold.fixture.ts';
import { listGold, removeGold, setGold } from './gold.service.ts';
import { changePolicy, createRouted, judgeNext, nothingFor, rankOf } from './routing.fixture.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const ranking = {
  kind: 'rank',
  allowTies: false,
  allowUnacceptable: false,
  topK: null,
  allowCannotJudge: false,
} as const;
describe('gold comparisons', () => {
  test('come among the others, look like them, and take no place', async () => {
    const project = await withGold(database, { comparisons: 60, gold: 20, target: 2 });
    const [me] = project.annotators;
    const { items } = await claimAssignments(me!, { count: 20 });
    const isGold = items.map((item) => rankOf(item) <= 20);
    expect(isGold.filter(Boolean).length).toBe((await assignmentsOf(database, project)).gold.length);
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
    const project = await withGold(database, {
      comparisons: 40,
      gold: 10,
      annotators: 12,
      target: 12,
      policy: goldPolicy({ percent: 0, warmUp: { first: 10, gold: 4 } }),
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
    const project = await withGold(database, {
      comparisons: 80,
      gold: 40,
      annotators: 30,
      target: 30,
      policy: goldPolicy({ percent: 10 }),
    });
    for (const me of project.annotators) await claimAssignments(me, { count: 20 });
    const { rows, gold: given } = await assignmentsOf(database, project);
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
    const project = await withGold(database, {
      comparisons: 60,
      gold: 6,
      annotators: 4,
      target: 4,
      policy: goldPolicy({ exposures: 2 }),
    });
    for (const me of project.annotators) {
      for (let round = 0; round < 3; round += 1)
        for (const item of (await claimAssignments(me, { count: 12 })).items)
          await answering(me, item, false);
    }
    const { gold: given } = await assignmentsOf(database, project);
    const pairs = given.map((row) => `${row.annotator_id} ${row.comparison_id}`);
    expect(new Set(pairs).size).toBe(pairs.length);
    for (const { exposures, comparisonId } of (await listGold(project.annotators[0]!)).items) {
      expect(exposures).toBeLessThanOrEqual(2);
      expect(given.filter((row) => row.comparison_id === comparisonId)).toHaveLength(exposures);
    }
    expect(given).toHaveLength(12);
  });

  test('do not come where there is no other work', async () => {
    const project = await withGold(database, { comparisons: 10, gold: 9, target: 1 });
    const [me] = project.annotators;
    while ((await judgeNext(me!)) !== null);
    const before = (await assignmentsOf(database, project)).rows.length;
    for (let round = 0; round < 20; round += 1)
      expect(await nothingFor(me!)).toMatchObject({ reason: 'all_done' });
    expect((await assignmentsOf(database, project)).rows).toHaveLength(before);
  });

  test('undo, skip, expiry and what comes late leave the counters as they are', async () => {
    const project = await withGold(database, { comparisons: 30, gold: 15, target: 1 });
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
    const project = await withGold(database, { comparisons: 3, gold: 1 });
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
  const project = await withGold(database, { comparisons: 6, gold: 3, target: 1 });
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

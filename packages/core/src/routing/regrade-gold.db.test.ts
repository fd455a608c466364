import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer } from '@pairwright/contract/judgment';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { systemIds } from '@pairwright/runtime/ids';
import { claimAssignments } from '../annotate/claim-assignments.service.ts';
import { getMyAssignment } from '../annotate/my-judgments.service.ts';
import type { ProjectContext } from '../context.ts';
import { isModelDue, learnAnnotatorModel } from '../resolutions/annotator-model.service.ts';
import { changedSince } from '../statistics/statistics.queries.ts';
import { getMyExam } from './exam.service.ts';
import { answering, firstIsRight, goldPolicy, withGold } from './gold.fixture.ts';
import { listGoldResults, promoteGold, removeGold, setGold } from './gold.service.ts';
import { changePolicy, nothingFor, rankOf, restNow } from './routing.fixture.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const secondIsRight: Answer = { outcome: 'scale', position: 7 };
const expecting = (ctx: ProjectContext, comparisonId: string, answer: Answer, exam = false) =>
  setGold(ctx, { comparisonId, answer, exam, source: 'manual' });

/** Everybody answers all gold comparisons as they are expected; the first person is the lead. */
async function answered(gold: number, annotators = 2, policy = goldPolicy({ percent: 50 })) {
  const project = await withGold(database, { comparisons: 40, gold, annotators, target: annotators, policy });
  for (const me of project.annotators) {
    let given = 0;
    while (given < gold)
      for (const item of (await claimAssignments(me, { count: 10 })).items) {
        given += Number(rankOf(item) <= gold);
        await answering(me, item, true);
      }
  }
  const [me, other] = project.annotators as [ProjectContext, ProjectContext];
  return { ...project, me, other };
}

const accuracies = async (ctx: ProjectContext) =>
  (await listGoldResults(ctx)).items.map(({ gold: { correct, total } }) => ({ correct, total }));

test('answers are graded anew when what is expected changes, and say nothing when nothing is', async () => {
  const { me, comparisonIds } = await answered(3);
  const [first = ''] = comparisonIds;
  const all = { correct: 3, total: 3 };
  expect(await accuracies(me)).toEqual([all, all]);
  // The same side, more strongly: nobody is graded otherwise.
  expect(await expecting(me, first, { outcome: 'scale', position: 2 })).toMatchObject({
    answers: 0,
    people: 0,
  });
  expect(await expecting(me, first, secondIsRight)).toEqual({
    answers: 2,
    people: 2,
    stopped: [],
    failedExam: [],
  });
  expect(await accuracies(me)).toEqual([
    { correct: 2, total: 3 },
    { correct: 2, total: 3 },
  ]);
  expect(await removeGold(me, { comparisonId: first })).toMatchObject({ answers: 2, people: 2 });
  expect(await accuracies(me)).toEqual([
    { correct: 2, total: 2 },
    { correct: 2, total: 2 },
  ]);
  // And again when it comes back.
  expect(await expecting(me, first, firstIsRight)).toMatchObject({ answers: 2, people: 2 });
  expect(await accuracies(me)).toEqual([all, all]);
});

test('answers taken back are graded, too, and are nobody’s', async () => {
  const { me, other, comparisonIds } = await answered(1);
  const [comparisonId = ''] = comparisonIds;
  const { rows } = await sql<{ id: string }>`select id from assignments
    where annotator_id = ${other.actor.userId} and comparison_id = ${comparisonId}`.execute(database.db);
  // A change of mind: the answer before does not stand any more.
  const looked = await getMyAssignment(other, { assignmentId: rows[0]!.id });
  await answering(other, looked, false);
  expect((await accuracies(me)).map(({ correct }) => correct).sort()).toEqual([0, 1]);
  expect(await expecting(me, comparisonId, secondIsRight)).toMatchObject({ answers: 2, people: 2 });
  expect((await accuracies(me)).map(({ total }) => total)).toEqual([1, 1]);
});

test('comparisons that everybody agrees on bring their earlier answers along', async () => {
  const { me, comparisonIds } = await answered(1, 2);
  const [comparisonId = ''] = comparisonIds;
  await removeGold(me, { comparisonId });
  await sql`update comparisons set judged = 2 where id = ${comparisonId}`.execute(database.db);
  await sql`update assignments set kind = 'normal' where comparison_id = ${comparisonId}`.execute(
    database.db,
  );
  expect((await accuracies(me)).map(({ total }) => total)).toEqual([0, 0]);
  await promoteGold(me, { atLeast: 2, most: 1000, exam: false });
  expect(await accuracies(me)).toEqual([
    { correct: 1, total: 1 },
    { correct: 1, total: 1 },
  ]);
});

test('whom a rule stopped over a wrong answer is named and stays stopped until somebody undoes it', async () => {
  const rules = [{ action: 'pause' as const, bound: 'upper' as const, belowPercent: 70, atLeast: 3 }];
  const project = await withGold(database, {
    comparisons: 40,
    gold: 4,
    policy: goldPolicy({ percent: 50, rules }),
  });
  const [me] = project.annotators as [ProjectContext];
  const gold = project.comparisonIds.slice(0, 4);
  for (const comparisonId of gold) await expecting(me, comparisonId, secondIsRight);
  let given = 0;
  while (given < 4)
    for (const item of (await claimAssignments(me, { count: 10 })).items) {
      given += Number(rankOf(item) <= 4);
      await answering(me, item, true);
    }
  await restNow(database, me);
  expect(await nothingFor(me)).toMatchObject({ reason: 'paused' });
  for (const comparisonId of gold)
    expect(await expecting(me, comparisonId, firstIsRight)).toMatchObject({
      answers: 1,
      stopped: [{ userId: me.actor.userId, action: 'pause' }],
    });
  expect(await accuracies(me)).toEqual([{ correct: 4, total: 4 }]);
  expect(await nothingFor(me)).toMatchObject({ reason: 'paused' });
});

test('who failed an exam over a wrong answer is named; who passed it is not', async () => {
  const qualification = { passPercent: 100, attempts: 1, validDays: null, tellAnswers: true };
  const project = await withGold(database, { comparisons: 4, gold: 2, annotators: 2, exam: true });
  const [me, other] = project.annotators as [ProjectContext, ProjectContext];
  const [first = ''] = project.comparisonIds;
  await changePolicy(me, { qualification });
  await expecting(me, first, secondIsRight, true);
  for (const [ctx, wrong] of [
    [me, true],
    [other, false],
  ] as const)
    for (const item of (await claimAssignments(ctx, { count: 5 })).items)
      await answering(ctx, item, rankOf(item) === 1 ? wrong : true);
  await claimAssignments(me, { count: 1 });
  await claimAssignments(other, { count: 1 });
  expect(await expecting(me, first, firstIsRight, true)).toMatchObject({
    answers: 2,
    people: 2,
    failedExam: [{ userId: me.actor.userId }],
  });
  // What came of it stays; the answers that are told are the right ones.
  const { last, answers } = await getMyExam(me);
  expect(last).toMatchObject({ items: 2, correct: 1, passed: false });
  expect(answers!.every(({ matched }) => matched === true)).toBe(true);
  await removeGold(me, { comparisonId: first });
  expect((await getMyExam(me)).answers).toHaveLength(1);
});

test('what was learnt of people, and their numbers, are due anew', async () => {
  const { me, projectId, comparisonIds } = await answered(4);
  const services = { db: database, ids: systemIds };
  const learnt = async () => {
    const { rows } = await sql<{ accuracy: number; answers: number }>`
      select accuracy, answers from annotator_accuracies where project_id = ${projectId} order by annotator_id`.execute(
      database.db,
    );
    return rows;
  };
  await learnAnnotatorModel(services, { projectId });
  const before = await learnt();
  const { rows } = await sql<{ now: string }>`select clock_timestamp() as now`.execute(database.db);
  const ofPeople = { projectId, wish: { kind: 'annotators' as const, options: {} } };
  const isBehind = () => changedSince(database.db, ofPeople, rows[0]!.now);
  expect([await isModelDue(services, projectId), await isBehind()]).toEqual([false, false]);
  for (const comparisonId of comparisonIds.slice(0, 4)) await expecting(me, comparisonId, secondIsRight);
  expect([await isModelDue(services, projectId), await isBehind()]).toEqual([true, true]);
  await learnAnnotatorModel(services, { projectId });
  expect(await isModelDue(services, projectId)).toBe(false);
  for (const [index, { answers, accuracy }] of (await learnt()).entries()) {
    expect(answers).toBe(before[index]!.answers);
    expect(accuracy).toBeLessThan(before[index]!.accuracy);
  }
  const { rows: noted } =
    await sql`select from resolution_changes where project_id = ${projectId} and comparison_id = ${comparisonIds[0]!}`.execute(
      database.db,
    );
  expect(noted.length).toBeGreaterThan(0);
});

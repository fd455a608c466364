import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '@pairwright/contract/judgment';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { submission } from '../annotate/annotate.fixture.ts';
import { claimAssignments } from '../annotate/claim-assignments.service.ts';
import { skipAssignment } from '../annotate/skip-assignment.service.ts';
import { submitJudgment } from '../annotate/submit-judgment.service.ts';
import type { ProjectContext } from '../context.ts';
import { getMyExam, seeMyExam } from './exam.service.ts';
import { setGold } from './gold.service.ts';
import { changePolicy, createRouted, nothingFor, rankOf } from './routing.fixture.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const explanation = { en: 'It says so.', 'zh-CN': '原文如此。' };
const expected: Answer = { outcome: 'scale', position: 2 };
const qualification = {
  passPercent: 60,
  attempts: 2,
  validDays: null as number | null,
  tellAnswers: false,
};

/** Two items of an exam, the first of them explained, before four ordinary comparisons. */
async function withExam(change: Partial<typeof qualification> = {}) {
  const project = await createRouted(database, {
    comparisons: 6,
    annotators: 2,
    policy: { qualification: { ...qualification, ...change } },
  });
  const [me, other] = project.annotators as [ProjectContext, ProjectContext];
  for (const [index, comparisonId] of project.comparisonIds.slice(0, 2).entries())
    await setGold(other, {
      comparisonId,
      answer: expected,
      explanation: index === 0 ? explanation : null,
      exam: true,
      source: 'manual',
    });
  return { ...project, me, other };
}

type Item = Awaited<ReturnType<typeof claimAssignments>>['items'][number];
const firstIsLeft = (item: Item) => item.responses[0]!.messages[0]!.content!.startsWith('first');

/** Answers the items of an attempt, by rank; null skips. Gives them by rank. */
async function sit(ctx: ProjectContext, right: readonly (boolean | null)[]): Promise<Item[]> {
  const { items } = await claimAssignments(ctx, { count: 5 });
  const byRank = items.toSorted((one, next) => rankOf(one) - rankOf(next));
  expect(byRank.map(rankOf)).toEqual([1, 2]);
  for (const [index, item] of byRank.entries()) {
    const isRight = right[index];
    if (isRight === null) await skipAssignment(ctx, { assignmentId: item.id, reason: 'other' });
    else {
      const answer = { outcome: 'scale' as const, position: firstIsLeft(item) === isRight ? 1 : 7 };
      await submitJudgment(ctx, { ...submission(undefined, { answer }), assignmentId: item.id });
    }
  }
  return byRank;
}

describe('my exam', () => {
  test('before, during and after: passed or not, how many were right, what is left', async () => {
    const { me, other } = await withExam();
    expect(await getMyExam(me)).toEqual({
      asks: { passPercent: 60, attempts: 2 },
      last: null,
      attemptsLeft: 2,
      qualified: false,
      qualifiedUntil: null,
      answers: null,
      questions: [],
    });
    await sit(me, [true, false]);
    expect(await getMyExam(me)).toMatchObject({ last: { attempt: 1, finishedAt: null, passed: null } });
    expect(await nothingFor(me)).toEqual({ reason: 'exam_ended', backAt: null });
    expect(await getMyExam(me)).toMatchObject({
      last: { attempt: 1, items: 2, correct: 1, passed: false, seen: false },
      attemptsLeft: 1,
      qualified: false,
      answers: null,
    });
    await seeMyExam(me);
    await sit(me, [true, true]);
    expect((await claimAssignments(me, { count: 1 })).items.map(rankOf)).toEqual([3]);
    expect(await getMyExam(me)).toMatchObject({
      last: { attempt: 2, correct: 2, passed: true, seen: false },
      qualified: true,
      qualifiedUntil: null,
    });
    await seeMyExam(me);
    expect((await getMyExam(me)).last?.seen).toBe(true);
    expect((await getMyExam(other)).last).toBe(null);
  });

  test('that holds for days says until when; one that nobody asks for is none', async () => {
    const { me } = await withExam({ validDays: 7 });
    await sit(me, [true, true]);
    await claimAssignments(me, { count: 1 });
    const { qualifiedUntil, last } = await getMyExam(me);
    const days = (Date.parse(qualifiedUntil!) - Date.parse(last!.finishedAt!)) / 86_400_000;
    expect(days).toBeCloseTo(7, 3);
    await changePolicy(me, {});
    expect(await getMyExam(me)).toMatchObject({ asks: null, attemptsLeft: 0 });
  });

  test('tells what was expected, as it was shown, only where the policy says so and the attempt is over', async () => {
    const { me } = await withExam({ tellAnswers: true });
    const items = await sit(me, [false, null]);
    expect((await getMyExam(me)).answers).toBe(null);
    await nothingFor(me);
    const { answers, questions } = await getMyExam(me);
    const shown = (item: Item): Answer => ({ outcome: 'scale', position: firstIsLeft(item) ? 2 : 6 });
    expect(answers!.toSorted((one) => (one.assignmentId === items[0]!.id ? -1 : 1))).toEqual([
      {
        assignmentId: items[0]!.id,
        promptExcerpt: 'question 1',
        questionVersion: 1,
        matched: false,
        expected: shown(items[0]!),
        ratings: null,
        explanation,
      },
      {
        assignmentId: items[1]!.id,
        promptExcerpt: 'question 2',
        questionVersion: 1,
        matched: null,
        expected: shown(items[1]!),
        ratings: null,
        explanation: null,
      },
    ]);
    expect(questions.map(({ version }) => version)).toEqual([1]);
    await changePolicy(me, { qualification });
    expect((await getMyExam(me)).answers).toBe(null);
  });
});

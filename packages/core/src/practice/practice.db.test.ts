import { afterAll, beforeAll, expect, test } from 'vitest';
import { Problem } from '@pairwright/contract/errors';
import { fullRank } from '@pairwright/domain/judgment/judgment.fixture';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { createProject, type TestProjectOptions } from '../annotate/annotate.fixture.ts';
import { getComparison } from '../browse/comparisons.service.ts';
import { single } from '../annotate/every-kind.fixture.ts';
import { claimAssignments } from '../annotate/claim-assignments.service.ts';
import { getMyProject } from '../annotate/my-projects.service.ts';
import { removePracticeExample, setPracticeExample } from './practice-examples.service.ts';
import { readPracticeAnswers } from './own-practice.ts';
import { answerPractice, listPractice } from './practice.service.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const explanation = { en: 'It answers the question.', 'zh-CN': '它回答了问题。' };

async function withProject(options: Partial<TestProjectOptions> = {}) {
  const project = await createProject(database, { comparisons: 3, annotators: 1, ...options });
  return { ...project, me: project.annotators[0]! };
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof Problem ? error.code : `no Problem: ${String(error)}`;
}

test('an example teaches, whatever side its answers stand on, and is no work any more', async () => {
  const { me, comparisonIds } = await withProject();
  for (const comparisonId of comparisonIds.slice(0, 2))
    await setPracticeExample(me, { comparisonId, answer: { outcome: 'scale', position: 1 }, explanation });
  const answer = { outcome: 'scale', position: 1 };
  expect((await getComparison(me, comparisonIds[0]!)).practice).toEqual({
    answer,
    ratings: null,
    ranking: { rule: 'exact' },
    explanation,
  });
  expect((await getComparison(me, comparisonIds[2]!)).practice).toBe(null);
  expect((await claimAssignments(me, { count: 5 })).items).toHaveLength(1);
  const { items, question } = await listPractice(me);
  expect(question.version).toBe(1);
  expect(items.map(({ answered }) => answered)).toEqual([null, null]);
  for (const item of items) {
    // `first` is the first canonical response's text in this fixture: the expected answer is its side, in any degree.
    const isLeft = item.responses[0]!.messages[0]!.content!.startsWith('first');
    const side = (left: boolean) => ({ outcome: 'scale' as const, position: left ? 2 : 6 });
    expect(await answerPractice(me, { exampleId: item.id, answer: side(!isLeft) })).toMatchObject({
      matched: false,
    });
    const told = await answerPractice(me, { exampleId: item.id, answer: side(isLeft) });
    expect(told).toEqual({
      matched: true,
      expected: { outcome: 'scale', position: isLeft ? 1 : 7 },
      ratings: null,
      explanation,
    });
  }
  const again = (await listPractice(me)).items;
  expect(again.every(({ answered }) => answered?.matched === true)).toBe(true);
  expect((await getMyProject(me)).practice).toEqual({ examples: 2, answered: 2 });
});

test('a ranking is expected by response, not by place', async () => {
  const { me, comparisonIds } = await withProject({ form: fullRank, responses: 3 });
  await setPracticeExample(me, {
    comparisonId: comparisonIds[0]!,
    answer: { outcome: 'ranking', ranks: [1, 2, 3] },
    explanation,
  });
  const [item] = (await listPractice(me)).items;
  const rankOf = (content: string) =>
    content.startsWith('first') ? 1 : content.startsWith('second') ? 2 : 3;
  const ranks = item!.responses.map(({ messages }) => rankOf(messages[0]!.content!));
  const told = await answerPractice(me, { exampleId: item!.id, answer: { outcome: 'ranking', ranks } });
  expect(told).toMatchObject({ matched: true, expected: { outcome: 'ranking', ranks } });
});

test('a ranking is right by the rule of the example: by its best, or by enough of its pairs', async () => {
  const { me, comparisonIds } = await withProject({ form: fullRank, responses: 3 });
  const rules = [
    { ranking: { rule: 'best' as const }, right: [true, false] },
    { ranking: { rule: 'alike' as const, percent: 60 }, right: [true, true] },
    { ranking: { rule: 'alike' as const, percent: 80 }, right: [false, false] },
  ];
  for (const { ranking, right } of rules) {
    const comparisonId = comparisonIds[0]!;
    const answer = { outcome: 'ranking' as const, ranks: [1, 2, 3] };
    await setPracticeExample(me, { comparisonId, answer, ranking, explanation });
    expect((await getComparison(me, comparisonId)).practice).toMatchObject({ ranking });
    const [item] = (await listPractice(me)).items;
    const shown = (canonical: readonly number[]) =>
      item!.responses.map(({ messages }) => {
        const of = ['first', 'second', 'next'].findIndex((word) => messages[0]!.content!.startsWith(word));
        return canonical[of]!;
      });
    // One pair of three the other way round: the last two, then the first two.
    const given = [
      [1, 3, 2],
      [2, 1, 3],
    ].map((ranks) =>
      answerPractice(me, { exampleId: item!.id, answer: { outcome: 'ranking', ranks: shown(ranks) } }),
    );
    expect((await Promise.all(given)).map(({ matched }) => matched)).toEqual(right);
  }
});

test('ratings are right within a quarter of their scale, as those of gold are, and must be given', async () => {
  const form = single('rating');
  const { me, comparisonIds } = await withProject({ form, responses: 1 });
  const expectsQuality = (value: number) =>
    setPracticeExample(me, {
      comparisonId: comparisonIds[0]!,
      answer: { outcome: 'rated' },
      ratings: [{ key: 'quality', value }],
      explanation,
    });
  expect(await codeOf(expectsQuality(9))).toBe('outcome_not_allowed');
  await expectsQuality(3);
  const [item] = (await listPractice(me)).items;
  const give = (ratings: { key: string; place: number; value: number }[]) =>
    answerPractice(me, { exampleId: item!.id, answer: { outcome: 'rated' }, ratings });
  const of = (value: number) => [{ key: 'quality', place: 0, value }];
  expect(await codeOf(give([]))).toBe('judgment_incomplete');
  expect(await codeOf(give(of(5)))).toBe('judgment_incomplete');
  expect(await give(of(4))).toEqual({
    matched: true,
    expected: { outcome: 'rated' },
    ratings: [{ key: 'quality', value: 3 }],
    explanation,
  });
  expect(await give(of(1))).toMatchObject({ matched: false });
  expect((await listPractice(me)).items[0]!.answered).toMatchObject({ matched: false, givenRatings: of(1) });
  const kept = await readPracticeAnswers(database.db, {
    projectId: me.projectId,
    annotatorId: me.actor.userId,
  });
  expect(kept).toMatchObject([{ answer: { outcome: 'rated' }, ratings: of(1), matched: false }]);
});

test('a comparison taken out is work again; a wrong kind of answer is refused', async () => {
  const { me, comparisonIds } = await withProject();
  const [comparisonId] = comparisonIds;
  const wrong = {
    comparisonId: comparisonId!,
    answer: { outcome: 'ranking' as const, ranks: [1, 2] },
    explanation,
  };
  expect(await codeOf(setPracticeExample(me, wrong))).toBe('outcome_not_allowed');
  await setPracticeExample(me, { ...wrong, answer: { outcome: 'tie' } });
  await setPracticeExample(me, { ...wrong, answer: { outcome: 'both_bad' } });
  const [item] = (await listPractice(me)).items;
  expect(await answerPractice(me, { exampleId: item!.id, answer: { outcome: 'both_bad' } })).toMatchObject({
    matched: true,
  });
  await removePracticeExample(me, { comparisonId: comparisonId! });
  expect(await codeOf(removePracticeExample(me, { comparisonId: comparisonId! }))).toBe('not_found');
  expect((await claimAssignments(me, { count: 5 })).items).toHaveLength(3);
});

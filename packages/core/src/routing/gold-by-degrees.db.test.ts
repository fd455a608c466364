import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GoldRanking, GoldRating } from '@pairwright/contract/gold';
import type { Answer } from '@pairwright/contract/judgment';
import type { QuestionForm } from '@pairwright/contract/question-form';
import { isAsExpected } from '@pairwright/domain/routing/as-expected';
import { goldKey } from '@pairwright/domain/routing/gold';
import { templateQuestions } from '@pairwright/domain/templates';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { createProject, submission } from '../annotate/annotate.fixture.ts';
import { claimAssignments } from '../annotate/claim-assignments.service.ts';
import { submitJudgment } from '../annotate/submit-judgment.service.ts';
import type { ProjectContext } from '../context.ts';
import { getMyExam } from './exam.service.ts';
import { goldPolicy } from './gold.fixture.ts';
import { promoteAdjudicated } from './gold-adjudicated.service.ts';
import { listGold, listGoldResults, setGold } from './gold.service.ts';
import { changePolicy, createRouted, rankOf } from './routing.fixture.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const ratingForm = templateQuestions.helpsteer2.form;
const keys = ratingForm.ratings.map(({ key }) => key);

interface Case {
  readonly answer: Answer;
  readonly ratings: GoldRating[];
  readonly expected: Answer;
  readonly known: GoldRating[];
  readonly ranking: GoldRanking;
}

/** What the database says of a stored judgment. */
async function inDatabase(projectId: string, form: QuestionForm, of: Case): Promise<boolean | null> {
  const { answer } = of;
  const outcomes = { thumbs: (up: boolean) => (up ? 'thumbs_up' : 'thumbs_down') };
  const judgment = {
    project_id: projectId,
    question_version: 1,
    outcome: answer.outcome === 'thumbs' ? outcomes.thumbs(answer.up) : answer.outcome,
    ranks: answer.outcome === 'ranking' ? answer.ranks : null,
    details: { ratings: of.ratings.map((rating) => ({ ...rating, response: 0 })), steps: null },
  };
  const item = {
    kind: form.main.kind,
    expected: of.expected,
    expected_key: of.expected.outcome === 'rated' ? 'rated' : goldKey(form.main, of.expected),
    ranking: of.ranking,
    ratings: of.expected.outcome === 'rated' ? of.known : null,
  };
  const { rows } = await database.pool.query<{ matched: boolean | null }>(
    `select gold_matched(jsonb_populate_record(null::gold_items, $1::jsonb), jsonb_populate_record(null::judgments, $2::jsonb)) as matched`,
    [JSON.stringify(item), JSON.stringify(judgment)],
  );
  return rows[0]!.matched;
}

function inDomain(form: QuestionForm, of: Case): boolean | null {
  return isAsExpected(
    form,
    { answer: of.answer, ratings: of.ratings.map((rating) => ({ ...rating, place: 0 })) },
    {
      answer: of.expected,
      ranking: of.ranking,
      ratings: of.expected.outcome === 'rated' ? of.known : null,
    },
  );
}

async function agree(
  form: QuestionForm,
  responses: number,
  cases: fc.Arbitrary<Case>,
): Promise<Set<unknown>> {
  const { projectId } = await createProject(database, { comparisons: 1, form, responses });
  const seen = new Set<unknown>();
  await fc.assert(
    fc.asyncProperty(cases, async (of) => {
      const said = await inDatabase(projectId, form, of);
      expect(said).toBe(inDomain(form, of));
      seen.add(said);
    }),
    { numRuns: 300 },
  );
  return seen;
}

const ranking: fc.Arbitrary<GoldRanking> = fc.oneof(
  fc.constantFrom<GoldRanking>({ rule: 'exact' }, { rule: 'best' }),
  fc.integer({ min: 50, max: 100 }).map((percent) => ({ rule: 'alike' as const, percent })),
);

test('rankings are right in the database where the domain says so, by each rule', async () => {
  // One in ten says nothing of any two.
  const ranks = fc.oneof(
    { weight: 1, arbitrary: fc.constant<(number | null)[]>([null, null, null, null]) },
    {
      weight: 9,
      arbitrary: fc.array(fc.option(fc.integer({ min: 0, max: 4 }), { nil: null }), {
        minLength: 4,
        maxLength: 4,
      }),
    },
  );
  const answer = fc.oneof(
    { weight: 9, arbitrary: ranks.map((of): Answer => ({ outcome: 'ranking', ranks: of })) },
    { weight: 1, arbitrary: fc.constant<Answer>({ outcome: 'cannot_judge' }) },
  );
  const cases = fc.record({
    answer,
    expected: ranks.map((of): Answer => ({ outcome: 'ranking', ranks: of })),
    ranking,
    ratings: fc.constant<GoldRating[]>([]),
    known: fc.constant<GoldRating[]>([]),
  });
  const seen = await agree(templateQuestions.rank.form, 4, cases);
  expect(seen).toEqual(new Set([true, false, null]));
});

test('ratings are right in the database where the domain says so, and no thumb is taken for one', async () => {
  const ratings = (least: number) =>
    fc.uniqueArray(
      fc.record({ key: fc.constantFrom(...keys, 'gone'), value: fc.integer({ min: 0, max: 4 }) }),
      {
        selector: ({ key }) => key,
        minLength: least,
        maxLength: 4,
      },
    );
  const answer = fc.constantFrom<Answer>(
    { outcome: 'rated' },
    { outcome: 'rated' },
    { outcome: 'rated' },
    { outcome: 'cannot_judge' },
    { outcome: 'thumbs', up: true },
  );
  const cases = fc.record({
    answer,
    expected: fc.constantFrom<Answer>(
      { outcome: 'rated' },
      { outcome: 'rated' },
      { outcome: 'thumbs', up: true },
    ),
    ranking,
    ratings: ratings(0),
    known: ratings(1),
  });
  const seen = await agree(ratingForm, 1, cases);
  expect(seen).toEqual(new Set([true, false, null]));
});

test('one swapped pair of nine is wrong by the whole order and right by its best or by enough pairs', () => {
  const form = templateQuestions.rank.form;
  const order = [1, 2, 3, 4, 5, 6, 7, 8, 9];
  const swapped = [1, 2, 3, 5, 4, 6, 7, 8, 9];
  const by = (rule: GoldRanking, ranks: number[]) =>
    isAsExpected(
      form,
      { answer: { outcome: 'ranking', ranks }, ratings: [] },
      { answer: { outcome: 'ranking', ranks: order }, ranking: rule, ratings: null },
    );
  expect(by({ rule: 'exact' }, swapped)).toBe(false);
  expect(by({ rule: 'best' }, swapped)).toBe(true);
  // 35 of 36 pairs: 97.2 %.
  expect(by({ rule: 'alike', percent: 97 }, swapped)).toBe(true);
  expect(by({ rule: 'alike', percent: 98 }, swapped)).toBe(false);
  expect(by({ rule: 'best' }, [2, 1, 3, 4, 5, 6, 7, 8, 9])).toBe(false);
});

/** A rating project whose first comparisons have known answers; its other ones are ordinary work. */
async function rated(exam: boolean) {
  const project = await createRouted(database, {
    comparisons: 30,
    target: 1,
    form: ratingForm,
    responses: 1,
  });
  const [me] = project.annotators as [ProjectContext];
  const known = [
    { key: keys[0]!, value: 3 },
    { key: keys[1]!, value: 1 },
  ];
  for (const comparisonId of project.comparisonIds.slice(0, 4))
    await setGold(me, { comparisonId, answer: { outcome: 'rated' }, ratings: known, exam, source: 'manual' });
  const give = (assignmentId: string, helpful: number) =>
    submitJudgment(me, {
      ...submission(undefined, {
        answer: { outcome: 'rated' },
        details: { ratings: keys.map((key, at) => ({ key, place: 0, value: at === 0 ? helpful : 2 })) },
      }),
      assignmentId,
    });
  return { ...project, me, known, give };
}

test('a rating project has gold: right within a quarter of the scale', async () => {
  const { me, known, give } = await rated(false);
  await changePolicy(me, { gold: goldPolicy() });
  for (let given = 0; given < 4;)
    for (const item of (await claimAssignments(me, { count: 5 })).items) {
      // Of 0 to 4 one point off is near, two are not.
      await give(item.id, rankOf(item) <= 2 ? 4 : 1);
      given += Number(rankOf(item) <= 4);
    }
  expect((await listGoldResults(me)).items[0]!.gold).toMatchObject({ correct: 2, total: 4 });
  expect((await listGold(me)).items[0]).toMatchObject({ expected: { outcome: 'rated' }, ratings: known });
});

test('and an exam, which tells what was expected of each', async () => {
  const { me, known, give } = await rated(true);
  await changePolicy(me, {
    qualification: { passPercent: 75, attempts: 1, validDays: null, tellAnswers: true },
  });
  const { items } = await claimAssignments(me, { count: 5 });
  for (const item of items) await give(item.id, rankOf(item) === 1 ? 0 : 3);
  await claimAssignments(me, { count: 1 });
  const { last, answers } = await getMyExam(me);
  expect(last).toMatchObject({ items: 4, correct: 3, passed: true });
  expect(answers!.every(({ ratings }) => JSON.stringify(ratings) === JSON.stringify(known))).toBe(true);
});

test('reviewers’ ratings become gold; what no scale has is refused with what is wrong', async () => {
  const { me, comparisonIds } = await rated(false);
  const [comparisonId = ''] = comparisonIds.slice(10);
  const decided = {
    comparisonId,
    outcome: 'rated',
    strength: null,
    ranks: null,
    details: { ratings: [{ key: keys[0]!, response: 0, value: 2.5 }], steps: null },
  };
  expect(await database.db.transaction().execute((db) => promoteAdjudicated(db, me, decided))).toBe(true);
  expect((await listGold(me)).items.find((one) => one.comparisonId === comparisonId)).toMatchObject({
    source: 'adjudicated',
    ratings: [{ key: keys[0], value: 2.5 }],
  });
  const refused = (answer: Answer, ratings: GoldRating[] | null) =>
    setGold(me, { comparisonId, answer, ratings, exam: false, source: 'manual' }).then(
      () => null,
      (error: { code: string; detail: string }) => `${error.code} ${error.detail}`,
    );
  expect(await refused({ outcome: 'rated' }, null)).toMatch(/^outcome_not_allowed .*at least one rating/);
  expect(await refused({ outcome: 'rated' }, [{ key: 'gone', value: 1 }])).toMatch(/no rating gone/);
  expect(await refused({ outcome: 'rated' }, [{ key: keys[0]!, value: 9 }])).toMatch(
    /ratings\[0\]\.value: 9 is not within 0 to 4/,
  );
  expect(await refused({ outcome: 'thumbs', up: true }, [{ key: keys[0]!, value: 1 }])).toMatch(
    /only with the outcome rated/,
  );
});

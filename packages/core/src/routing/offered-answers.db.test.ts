import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GoldRating } from '@pairwright/contract/gold';
import type { Answer } from '@pairwright/contract/judgment';
import type { QuestionForm } from '@pairwright/contract/question-form';
import { fullRank } from '@pairwright/domain/judgment/judgment.fixture';
import { plainPair } from '@pairwright/domain/judgment/form';
import { answerNow } from '@pairwright/domain/judgment/practice';
import { expectationFault, expectedRatingsFault } from '@pairwright/domain/routing/expectable';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { submission } from '../annotate/annotate.fixture.ts';
import { claimAssignments } from '../annotate/claim-assignments.service.ts';
import { single } from '../annotate/every-kind.fixture.ts';
import { getMyProject } from '../annotate/my-projects.service.ts';
import { submitJudgment } from '../annotate/submit-judgment.service.ts';
import type { ProjectContext } from '../context.ts';
import { setPracticeExample } from '../practice/practice-examples.service.ts';
import { listPractice } from '../practice/practice.service.ts';
import { publishQuestion } from '../projects/versions.service.ts';
import { getMyExam } from './exam.service.ts';
import { goldPolicy } from './gold.fixture.ts';
import { setGold } from './gold.service.ts';
import { changePolicy, createRouted, rankOf } from './routing.fixture.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const pair = (points: number, allowTie: boolean, others = true): QuestionForm =>
  plainPair({ points, allowTie, allowBothBad: others, allowCannotJudge: others });
const rank = (change: object): QuestionForm => ({
  ...fullRank,
  main: { ...fullRank.main, ...change },
});
const rating = (max: number, key = 'quality'): QuestionForm => {
  const form = single('rating');
  return { ...form, ratings: form.ratings.map((asked) => ({ ...asked, key, max })) };
};

const forms: readonly QuestionForm[] = [
  pair(7, true),
  pair(4, false, false),
  pair(2, false),
  rank({}),
  rank({ allowTies: false, allowUnacceptable: false, topK: null, allowCannotJudge: false }),
  rank({ topK: 1 }),
  single('thumbs'),
  single('steps'),
  rating(4),
  rating(10),
  rating(4, 'other'),
];

const answers: fc.Arbitrary<Answer> = fc.oneof(
  fc.integer({ min: 1, max: 7 }).map((position): Answer => ({ outcome: 'scale', position })),
  fc.constantFrom<Answer>(
    { outcome: 'tie' },
    { outcome: 'both_bad' },
    { outcome: 'cannot_judge' },
    { outcome: 'rated' },
    { outcome: 'thumbs', up: true },
    { outcome: 'steps', labels: ['right'] },
  ),
  fc
    .constantFrom<(number | null)[]>(
      [1, 2],
      [1, 1],
      [1, 0],
      [1, null],
      [1, 2, 3],
      [1, 2, 2],
      [1, null, null],
      [1, 1, 0],
    )
    .map((ranks): Answer => ({ outcome: 'ranking', ranks })),
);

/** The domain's word where an answer is set: what is expected, as it reads today, can be set today. */
function canBeSet(now: QuestionForm, then: QuestionForm, answer: Answer, of: Given): boolean {
  const texts = Array.from({ length: of.responses }, () => ['one step']);
  if (answer.outcome === 'rated') {
    const same = of.ratings.every(({ key }) => {
      const [was, is] = [then, now].map(({ ratings }) => ratings.find((asked) => asked.key === key));
      return was === undefined || (was.min === is?.min && was.max === is.max);
    });
    return same && expectedRatingsFault(now, { answer, ratings: [...of.ratings] }, texts) === null;
  }
  const points = then.main.kind === 'pair' ? then.main.scale.points : null;
  const today = answerNow(now.main, answer, points);
  return today !== null && expectationFault(now.main, today, texts) === null;
}

interface Given {
  readonly responses: number;
  readonly ratings: readonly GoldRating[];
}

test('the database takes an answer for one that can be given where the domain lets it be set', async () => {
  const seen = new Map<string, Set<boolean>>();
  await fc.assert(
    fc.asyncProperty(
      answers,
      fc.constantFrom(...forms),
      fc.constantFrom(...forms),
      fc.integer({ min: 1, max: 3 }),
      fc
        .constantFrom('quality', 'other')
        .chain((key) => fc.integer({ min: 0, max: 6 }).map((value): GoldRating[] => [{ key, value }])),
      async (answer, then, now, responses, ratings) => {
        // A position that the scale never had was never set.
        fc.pre(
          answer.outcome !== 'scale' ||
            (then.main.kind === 'pair' && answer.position <= then.main.scale.points),
        );
        const { rows } = await database.pool.query<{ is: boolean }>(
          'select is_offered($1::jsonb, $2::jsonb, $3, $4::jsonb, $5::jsonb) as is',
          [
            JSON.stringify(answer),
            answer.outcome === 'rated' ? JSON.stringify(ratings) : null,
            responses,
            JSON.stringify(then),
            JSON.stringify(now),
          ],
        );
        expect(rows[0]!.is).toBe(canBeSet(now, then, answer, { responses, ratings }));
        seen.set(answer.outcome, (seen.get(answer.outcome) ?? new Set()).add(rows[0]!.is));
      },
    ),
    { numRuns: 3000 },
  );
  for (const said of seen.values()) expect(said).toEqual(new Set([true, false]));
});

const explanation = { en: 'It says so.', 'zh-CN': '原文如此。' };
const qualification = { passPercent: 60, attempts: 2, validDays: null, tellAnswers: true };
const text = { en: 'Which is better?', 'zh-CN': '哪个更好？' };

/** Two comparisons of a pair known as the first, and as a tie, before ordinary work. */
async function known(as: 'exam' | 'gold' | 'practice') {
  const project = await createRouted(database, { comparisons: 12, annotators: 2, target: 1 });
  const [me, lead] = project.annotators as [ProjectContext, ProjectContext];
  const set: Answer[] = [{ outcome: 'scale', position: 1 }, { outcome: 'tie' }];
  for (const [at, answer] of set.entries()) {
    const comparisonId = project.comparisonIds[at]!;
    if (as === 'practice') await setPracticeExample(lead, { comparisonId, answer, explanation });
    else await setGold(lead, { comparisonId, answer, exam: as === 'exam', source: 'manual' });
  }
  const ask = async (basedOn: number, form: QuestionForm) => publishQuestion(lead, { text, form, basedOn });
  return { ...project, me, lead, ask };
}

describe('a question of another kind', () => {
  test('is asked in no exam whose answers it does not have, and takes them up again when it does', async () => {
    const { me, lead, ask } = await known('exam');
    await changePolicy(lead, { qualification });
    await ask(1, rank({}));
    expect((await getMyExam(me)).asks).toBe(null);
    expect((await claimAssignments(me, { count: 1 })).items.map(rankOf)).toEqual([3]);
    // A forced choice on another scale has the side, and no tie.
    await ask(2, pair(4, false));
    const { items } = await claimAssignments(me, { count: 5 });
    const mine = items.filter((item) => rankOf(item) !== 3);
    expect(mine.map(rankOf)).toEqual([1]);
    const isLeft = mine[0]!.responses[0]!.messages[0]!.content!.startsWith('first');
    await submitJudgment(me, {
      ...submission(undefined, { answer: { outcome: 'scale', position: isLeft ? 1 : 4 } }),
      questionVersion: 3,
      assignmentId: mine[0]!.id,
    });
    await claimAssignments(me, { count: 5 });
    const { last, answers: told } = await getMyExam(me);
    expect(last).toMatchObject({ items: 1, correct: 1, passed: true });
    expect(told).toMatchObject([{ matched: true, expected: { outcome: 'scale', position: isLeft ? 2 : 3 } }]);
  });

  test('has no gold among the work whose answer it does not have', async () => {
    const { me, lead, ask } = await known('gold');
    await changePolicy(lead, { gold: goldPolicy({ percent: 100 }) });
    await ask(1, pair(4, false));
    const ranks = (await claimAssignments(me, { count: 6 })).items.map(rankOf);
    expect([ranks.includes(1), ranks.includes(2)]).toEqual([true, false]);
  });

  test('has no example in its practice round whose answer it does not have', async () => {
    const { me, lead, ask } = await known('practice');
    await changePolicy(lead, { practice: { passPercent: 60, attempts: 2, validDays: null } });
    const seen = async () => (await listPractice(me)).items.map(rankOf);
    expect(await seen()).toEqual([1, 2]);
    await ask(1, pair(4, false));
    expect(await seen()).toEqual([1]);
    expect((await getMyProject(me)).practice).toEqual({ examples: 1, answered: 0 });
    await ask(2, rank({}));
    expect(await seen()).toEqual([]);
    expect((await listPractice(me)).standing.asks).toBe(null);
    expect((await claimAssignments(me, { count: 1 })).items.map(rankOf)).toEqual([3]);
    await ask(3, pair(7, true));
    expect(await seen()).toEqual([1, 2]);
  });
});

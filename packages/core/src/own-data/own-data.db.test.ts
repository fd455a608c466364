import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Submission } from '@pairwright/contract/judgment';
import type { QuestionForm } from '@pairwright/contract/question-form';
import { fullPair, fullRank } from '@pairwright/domain/judgment/judgment.fixture';
import { systemIds } from '@pairwright/runtime/ids';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { createProject, submission } from '../annotate/annotate.fixture.ts';
import { claimAssignments } from '../annotate/claim-assignments.service.ts';
import { everything, single } from '../annotate/every-kind.fixture.ts';
import { retractJudgment } from '../annotate/retract-judgment.service.ts';
import { submitJudgment } from '../annotate/submit-judgment.service.ts';
import type { ProjectContext } from '../context.ts';
import { setPracticeExample } from '../practice/practice-examples.service.ts';
import { answerPractice, listPractice } from '../practice/practice.service.ts';
import { keptOfPeople } from './kept-of-people.fixture.ts';
import { answerKinds } from './own-answers.ts';
import { partKinds } from './own-data.queries.ts';
import { writeOwnData } from './own-data.service.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

type Line = Record<string, unknown>;

async function dataOf(me: ProjectContext): Promise<Line[]> {
  let text = '';
  for await (const part of writeOwnData(me)) text += part;
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

const of = (lines: readonly Line[], kind: string) => lines.filter((line) => line['kind'] === kind);

test('every column that says whose something is has a part, or a reason why not', async () => {
  const { rows } = await database.pool.query<{ place: string }>(
    `select c.conrelid::regclass::text || '.' || a.attname as place from pg_constraint c
     join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any (c.conkey)
     where c.contype = 'f' and c.confrelid = 'users'::regclass order by 1`,
  );
  expect(rows.map(({ place }) => place)).toEqual(Object.keys(keptOfPeople).sort());
  const kinds: readonly string[] = [...partKinds, ...answerKinds];
  expect(new Set(kinds).size).toBe(kinds.length);
  for (const [place, told] of Object.entries(keptOfPeople))
    if ('in' in told) expect(kinds, place).toContain(told.in);
});

interface Kind {
  readonly what: string;
  readonly form: QuestionForm;
  readonly responses: number;
  /** Of what is shown: one answer, and another. */
  readonly say: (item: Parameters<typeof everything>[0]) => [Partial<Submission>, Partial<Submission>];
}

const rating = (value: number): Partial<Submission> => ({
  answer: { outcome: 'rated' },
  details: { ratings: [{ key: 'quality', place: 0, value }] },
});
const ranking = (item: Parameters<typeof everything>[0], ranks: number[]): Partial<Submission> => {
  const given = everything(item);
  return {
    ...given,
    answer: { outcome: 'ranking', ranks },
    details: {
      ...given.details,
      criteria: [],
      ratings: [0, 1, 2, 3].map((place) => ({ key: 'quality', place, value: 1 + place })),
      safe: [true, true, false, true],
    },
  };
};

const kinds: readonly Kind[] = [
  {
    what: 'a pair with everything beside it',
    form: fullPair,
    responses: 2,
    say: (item) => [everything(item), { ...everything(item), answer: { outcome: 'both_bad' } }],
  },
  {
    what: 'a ranking',
    form: fullRank,
    responses: 4,
    say: (item) => [ranking(item, [2, 1, 0, 2]), ranking(item, [1, 2, 3, 4])],
  },
  {
    what: 'thumbs',
    form: single('thumbs'),
    responses: 1,
    say: () => [{ answer: { outcome: 'thumbs', up: false } }, { answer: { outcome: 'thumbs', up: true } }],
  },
  { what: 'a rating', form: single('rating'), responses: 1, say: () => [rating(4), rating(0)] },
  {
    what: 'steps',
    form: single('steps'),
    responses: 1,
    say: () => [
      { answer: { outcome: 'steps', labels: ['wrong'] } },
      { answer: { outcome: 'steps', labels: ['right'] } },
    ],
  },
];

describe('an earlier judgment is told as it was when it stood', () => {
  test.each(kinds)('$what', async ({ form, responses, say }) => {
    const { annotators } = await createProject(database, { comparisons: 1, form, responses });
    const me = annotators[0]!;
    const [item] = (await claimAssignments(me, { count: 1 })).items;
    const assignmentId = item!.id;
    const [first, second] = say(item!).map((given) => ({
      ...submission(systemIds.next(), given),
      assignmentId,
    }));
    await submitJudgment(me, first!);
    const stood = of(await dataOf(me), 'judgment');
    expect(stood).toMatchObject([{ judgmentId: first!.id, answer: first!.answer }]);
    expect(stood[0]!['details']).toMatchObject(first!.details ?? {});
    const asEarlier = (line: Line) => ({ ...line, kind: 'earlier_judgment' });
    expect(await submitJudgment(me, second!)).toMatchObject({ status: 'revised' });
    const replaced = await dataOf(me);
    expect(of(replaced, 'earlier_judgment')).toEqual(stood.map(asEarlier));
    expect(of(replaced, 'judgment')).toMatchObject([{ judgmentId: second!.id, answer: second!.answer }]);
    const undo = { id: systemIds.next(), judgmentId: second!.id, assignmentId };
    await retractJudgment(me, undo);
    const back = await dataOf(me);
    expect(of(back, 'judgment')).toEqual([]);
    const earlier = of(back, 'earlier_judgment');
    expect(earlier).toHaveLength(3);
    expect(earlier).toEqual(
      expect.arrayContaining([
        asEarlier(stood[0]!),
        asEarlier(of(replaced, 'judgment')[0]!),
        expect.objectContaining({ judgmentId: undo.id, outcome: 'retracted', answer: null }),
      ]),
    );
  });
});

describe('what else is kept', () => {
  const mine = { scope: 'all', reason: 'a secret suspicion' };

  test('of an annotator: practice, exam, exclusions and what rules did', async () => {
    const { annotators, projectId, comparisonIds } = await createProject(database, {
      comparisons: 2,
      annotators: 2,
    });
    const [me, lead] = annotators;
    const answer = { outcome: 'scale', position: 1 } as const;
    await setPracticeExample(lead!, {
      comparisonId: comparisonIds[0]!,
      answer,
      explanation: { en: 'It is.', 'zh-CN': '是的。' },
    });
    const [example] = (await listPractice(me!)).items;
    await answerPractice(me!, { exampleId: example!.id, answer });
    const { userId } = me!.actor;
    const put = (sql: string, ...more: unknown[]) => database.pool.query(sql, [projectId, userId, ...more]);
    await put(
      `insert into practice_attempts (project_id, annotator_id, attempt, items, correct, passed, finished_at) values ($1, $2, 1, 1, 1, true, now())`,
    );
    await put(
      `insert into exam_attempts (project_id, annotator_id, attempt, items, correct, passed, finished_at) values ($1, $2, 1, 5, 4, true, now()), ($1, $2, 2, 5, 1, null, null)`,
    );
    await put(
      `insert into exclusions (id, project_id, annotator_id, scope, reason, state, created_by) values ($3, $1, $2, 'all', $4, 'applied', $5)`,
      systemIds.next(),
      mine.reason,
      lead!.actor.userId,
    );
    for (const action of ['pause', 'review'])
      await put(
        `insert into routing_events (id, project_id, annotator_id, action, rule, evidence) values ($3, $1, $2, $4, '{}', '{"correct": 1, "total": 9}')`,
        systemIds.next(),
        action,
      );
    const lines = await dataOf(me!);
    expect(of(lines, 'practice_answer')).toMatchObject([{ projectId, answer, exampleId: example!.id }]);
    expect(of(lines, 'practice_attempt')).toMatchObject([{ attempt: 1, correct: 1, passed: true }]);
    expect(of(lines, 'exam_attempt')).toMatchObject([
      { attempt: 1, correct: 4, passed: true },
      { attempt: 2, correct: null, passed: null },
    ]);
    expect(of(lines, 'exclusion')).toMatchObject([{ project_id: projectId, scope: 'all', state: 'applied' }]);
    // What they are not told stays so: that somebody is asked to look, the numbers, the reason, and by whom.
    expect(of(lines, 'notice')).toMatchObject([{ action: 'pause', evidence: null }]);
    const text = JSON.stringify(lines);
    for (const hidden of [mine.reason, lead!.actor.userId, 'secret-model'])
      expect(text).not.toContain(hidden);
  });

  test('of a reviewer: decisions as they were given, events, and what they wrote', async () => {
    const { annotators, projectId, comparisonIds } = await createProject(database, {
      comparisons: 1,
      form: fullRank,
      responses: 4,
      annotators: 2,
    });
    const [me, annotator] = annotators;
    const [item] = (await claimAssignments(annotator!, { count: 1 })).items;
    const given = { ...submission(systemIds.next(), ranking(item!, [1, 2, 3, 4])), assignmentId: item!.id };
    await submitJudgment(annotator!, given);
    const { userId } = me!.actor;
    const put = (sql: string, ...more: unknown[]) => database.pool.query(sql, [projectId, userId, ...more]);
    await put(
      `insert into adjudications (id, project_id, comparison_id, reviewer_id, question_version, outcome, ranks, presented_order, confidence, cause, note, revealed, promote_to_gold, needed)
       values ($3, $1, $4, $2, 1, 'ranking', '{4,1,2,3}', '{1,2,3,0}', 'high', 'error', 'I looked twice', false, false, 1)`,
      systemIds.next(),
      comparisonIds[0],
    );
    await put(
      `insert into review_events (id, project_id, actor_id, comparison_id, kind, facts) values ($3, $1, $2, $4, 'decided', $5)`,
      systemIds.next(),
      comparisonIds[0],
      JSON.stringify({ annotatorId: annotator!.actor.userId }),
    );
    await put(
      `insert into feedback (id, project_id, judgment_id, annotator_id, author_id, message) values ($3, $1, $4, $5, $2, 'Please look again')`,
      systemIds.next(),
      given.id,
      annotator!.actor.userId,
    );
    await put(
      `insert into routing_events (id, project_id, annotator_id, action, note, created_by) values ($3, $1, $4, 'notify', 'Well done', $2)`,
      systemIds.next(),
      annotator!.actor.userId,
    );
    const lines = await dataOf(me!);
    expect(of(lines, 'review_decision')).toMatchObject([
      { note: 'I looked twice', answer: { outcome: 'ranking', ranks: [1, 2, 3, 4] } },
    ]);
    expect(of(lines, 'review_event')).toMatchObject([{ event: 'decided', comparison_id: comparisonIds[0] }]);
    expect(of(lines, 'feedback_written')).toMatchObject([{ message: 'Please look again' }]);
    expect(of(lines, 'message_written')).toMatchObject([{ message: 'Well done' }]);
    expect(JSON.stringify(lines)).not.toContain(annotator!.actor.userId);
  });
});

import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StepLabel } from '@pairwright/contract/judgment';
import type { QuestionForm } from '@pairwright/contract/question-form';
import { askedFor, type Opinion, warrantedAccuracy } from '@pairwright/domain/routing/adaptive';
import { ratingsAskedFor } from '@pairwright/domain/routing/ratings-asked';
import { templateQuestions } from '@pairwright/domain/templates';
import { waldLead } from '@pairwright/stats/design/sequential';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { countersOf, recount, submission } from '../annotate/annotate.fixture.ts';
import { claimAssignments } from '../annotate/claim-assignments.service.ts';
import { single } from '../annotate/every-kind.fixture.ts';
import { submitJudgment } from '../annotate/submit-judgment.service.ts';
import type { ProjectContext } from '../context.ts';
import { noDetails } from '../datasets/datasets.fixture.ts';
import { updateProject } from '../projects/projects.service.ts';
import { systemIds } from '@pairwright/runtime/ids';
import { learnAnnotatorModel } from '../resolutions/annotator-model.service.ts';
import { getResolution } from '../resolutions/explain.service.ts';
import { learntAccuracies } from '../resolutions/learnt-accuracies.ts';
import { answering } from './gold.fixture.ts';
import { changePolicy, createRouted, judgeNext, rankOf } from './routing.fixture.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const stepsForm: QuestionForm = {
  ...single('steps'),
  main: { kind: 'single', ask: 'steps', stopAtFirstError: false, allowCannotJudge: true },
};

const stored = async (projectId: string) => {
  const { rows } = await database.pool.query<{ target: number; contested: boolean; asked: number }>(
    'select target_judgments as target, contested, asked from comparisons where project_id = $1 order by rank',
    [projectId],
  );
  return rows;
};

const explained = async (ctx: ProjectContext, comparisonId: string) =>
  (await getResolution(ctx, { comparisonId })).stopping;

/** Judges what comes next, for the first canonical response or the second, whatever side it stands on. */
async function prefer(ctx: ProjectContext, first: boolean): Promise<number | null> {
  const [item] = (await claimAssignments(ctx, { count: 1 })).items;
  const isLeft = item?.responses[0]?.messages[0]?.content?.startsWith('first') ?? true;
  return judgeNext(ctx, isLeft === first ? 2 : 6);
}

test('disagreement asks for more in the transaction of the vote, up to the lead or the most', async () => {
  const project = await createRouted(database, {
    comparisons: 1,
    target: 2,
    annotators: 7,
    policy: { adaptive: { most: 5, accuracy: 0.75, learnt: true, spreadPercent: 50 } },
  });
  const [a, b, c, d, e, f] = project.annotators;
  await prefer(a!, true);
  expect(await stored(project.projectId)).toEqual([{ target: 2, contested: false, asked: 0 }]);
  await prefer(b!, false);
  expect(await stored(project.projectId)).toEqual([{ target: 5, contested: false, asked: 5 }]);
  // A target set meanwhile does not take back what was asked for.
  await updateProject(a!, { targetJudgments: 1 });
  expect(await stored(project.projectId)).toEqual([{ target: 5, contested: false, asked: 5 }]);
  for (const ctx of [c, d, e]) expect(await prefer(ctx!, true)).toBe(1);
  expect(await prefer(f!, true)).toBe(null);
  expect(await stored(project.projectId)).toEqual([{ target: 5, contested: false, asked: 5 }]);
  expect(await countersOf(database, project.projectId)).toEqual(await recount(database, project.projectId));
});

test('one that stays open is contested', async () => {
  const project = await createRouted(database, {
    comparisons: 1,
    target: 2,
    annotators: 7,
    policy: { adaptive: { most: 5, accuracy: 0.75, learnt: true, spreadPercent: 50 } },
  });
  for (const [index, ctx] of project.annotators.entries()) await prefer(ctx, index % 2 === 0);
  expect(await stored(project.projectId)).toEqual([{ target: 5, contested: true, asked: 5 }]);
  expect(await countersOf(database, project.projectId)).toMatchObject([{ judged: 5, leased: 0 }]);
});

test('what was learnt of those who judged takes the place of the assumption, and the label says so', async () => {
  const project = await createRouted(database, {
    comparisons: 23,
    target: 3,
    annotators: 5,
    policy: { adaptive: { most: 8, accuracy: 0.6, learnt: true, spreadPercent: 50 } },
  });
  const { projectId } = project;
  const [lead, b, c, d, e] = project.annotators;
  // Three agree on 21 comparisons: 21 shared votes of each.
  for (let turn = 0; turn < 21; turn += 1) for (const ctx of [lead, b, c]) await prefer(ctx!, turn % 2 === 0);
  await learnAnnotatorModel({ db: database, ids: systemIds }, { projectId });
  // People who are hardly ever wrong need a lead of one; the assumed 60 % would ask for a lead of eight.
  for (const [ctx, first] of [
    [lead, true],
    [b, true],
    [c, false],
  ] as const)
    await prefer(ctx!, first);
  const looked = { judgments: 3, lead: 1, voters: 3, contested: false };
  expect(await explained(lead!, project.comparisonIds[21]!)).toMatchObject({
    ...looked,
    needed: 1,
    accuracy: expect.closeTo(0.95, 9) as number,
    learnt: 3,
    target: 3,
  });
  // Of two of the next three nothing is known: the assumption stands in for them.
  for (const [ctx, first] of [
    [lead, true],
    [d, true],
    [e, false],
  ] as const)
    await prefer(ctx!, first);
  const last = project.comparisonIds[22]!;
  expect(await explained(lead!, last)).toMatchObject({ ...looked, needed: 3, learnt: 1, target: 5 });
  await changePolicy(lead!, { adaptive: { most: 8, accuracy: 0.6, learnt: false, spreadPercent: 50 } });
  for (const ctx of [b, c]) await prefer(ctx!, true);
  expect(await explained(lead!, last)).toMatchObject({
    learnt: 0,
    accuracy: 0.6,
    lead: 3,
    needed: 8,
    contested: true,
  });
});

test('answers to gold comparisons are part of what is learnt', () => {
  const estimate = { votes: 30, low: null, high: null, reason: null };
  expect(
    learntAccuracies(
      [
        { ...estimate, annotatorId: 'a', sharedVotes: 10, accuracy: 0.9 },
        { ...estimate, annotatorId: 'b', sharedVotes: 0, accuracy: null },
        { ...estimate, annotatorId: 'c', sharedVotes: 40, accuracy: 1 },
      ],
      [
        { annotatorId: 'a', correct: 6, total: 10 },
        { annotatorId: 'd', correct: 1, total: 10 },
      ],
    ),
  ).toEqual([
    { annotatorId: 'a', accuracy: 0.75, answers: 20 },
    { annotatorId: 'c', accuracy: 0.95, answers: 40 },
    { annotatorId: 'd', accuracy: 0.5, answers: 10 },
  ]);
});

type Labels = readonly StepLabel[];

/** Labels the steps of what comes next, by its rank. */
const labels = async (ctx: ProjectContext, given: (rank: number) => Labels) => {
  const [item] = (await claimAssignments(ctx, { count: 1 })).items;
  await submitJudgment(ctx, {
    ...submission(undefined, { answer: { outcome: 'steps', labels: [...given(rankOf(item!))] } }),
    assignmentId: item!.id,
  });
};

test('steps are of one mind when the first wrong one is the same, and differ when it is not', async () => {
  const project = await createRouted(database, {
    comparisons: 3,
    target: 2,
    annotators: 5,
    form: stepsForm,
    responses: 1,
    policy: { adaptive: { most: 5, accuracy: 0.75, learnt: true, spreadPercent: 50 } },
  });
  await sql`update responses r set messages = '[{"role": "assistant", "content": "one\\n\\ntwo\\n\\nthree"}]'
    from prompts p where p.id = r.prompt_id and p.project_id = ${project.projectId}`.execute(database.db);
  const [a, b, ...others] = project.annotators;
  const first: readonly Labels[] = [
    ['right', 'wrong', 'right'],
    ['right', 'right', 'wrong'],
    ['right', 'right', 'right'],
  ];
  const second: readonly Labels[] = [
    ['neutral', 'wrong', 'wrong'],
    ['right', 'wrong', 'wrong'],
    ['right', 'right', 'wrong'],
  ];
  for (let at = 0; at < 3; at += 1) {
    await labels(a!, (rank) => first[rank - 1]!);
    await labels(b!, (rank) => second[rank - 1]!);
  }
  // A lead of 3 is asked for: with one against one three more could bring it.
  expect(await stored(project.projectId)).toEqual([
    { target: 2, contested: false, asked: 0 },
    { target: 5, contested: false, asked: 5 },
    { target: 5, contested: false, asked: 5 },
  ]);
  for (const ctx of others)
    for (const _ of [2, 3])
      await labels(ctx, (rank) => (rank === 2 ? ['wrong', 'right', 'right'] : ['right', 'neutral', 'right']));
  // 1, 1, 1, 2 and 3; and none, none, none, none and 3.
  expect((await stored(project.projectId)).slice(1)).toMatchObject([
    { target: 5, contested: true },
    { target: 5, contested: false },
  ]);
  const looks = await Promise.all(project.comparisonIds.map(async (id) => explained(a!, id)));
  expect(looks).toMatchObject([null, { lead: 2, voters: 5 }, { lead: 3, voters: 5 }]);
});

const orders = async (ctx: ProjectContext, ranks: (number | null)[]) => {
  const [item] = (await claimAssignments(ctx, { count: 1 })).items;
  // By what each says, whatever order it is shown in.
  const names = ['first', 'second', 'next 0', 'next 1'];
  const shown = item!.responses.map(
    ({ messages }) => ranks[names.findIndex((name) => messages[0]!.content!.startsWith(name))]!,
  );
  await submitJudgment(ctx, {
    ...submission(undefined, { answer: { outcome: 'ranking', ranks: shown } }),
    assignmentId: item!.id,
  });
};

test('rankings are of one mind when their best is the same, and differ when it is not', async () => {
  const project = await createRouted(database, {
    comparisons: 2,
    target: 2,
    annotators: 2,
    responses: 4,
    form: templateQuestions.rank.form,
    policy: { adaptive: { most: 5, accuracy: 0.75, learnt: true, spreadPercent: 50 } },
  });
  const [a, b] = project.annotators;
  await orders(a!, [1, 2, 3, 4]);
  await orders(b!, [1, 4, 2, 3]);
  await orders(a!, [1, 2, 3, 4]);
  await orders(b!, [2, 1, 3, 4]);
  expect(await stored(project.projectId)).toEqual([
    { target: 2, contested: false, asked: 0 },
    { target: 5, contested: false, asked: 5 },
  ]);
});

const rates = async (ctx: ProjectContext, value: number) => {
  const [item] = (await claimAssignments(ctx, { count: 1 })).items;
  if (item === undefined) return null;
  const ratings = templateQuestions.helpsteer2.form.ratings.map(({ key }, at) => ({
    key,
    place: 0,
    value: at === 0 ? value : 2,
  }));
  await submitJudgment(ctx, {
    ...submission(undefined, { answer: { outcome: 'rated' }, details: { ratings } }),
    assignmentId: item.id,
  });
  return item.id;
};

test('ratings far apart ask for more until two thirds lie close, else they are contested; the label says so', async () => {
  const project = await createRouted(database, {
    comparisons: 3,
    target: 2,
    annotators: 6,
    responses: 1,
    form: templateQuestions.helpsteer2.form,
    policy: { adaptive: { most: 5, accuracy: 0.75, learnt: true, spreadPercent: 50 } },
  });
  const [a, b, c, d, e] = project.annotators;
  // Of 0 to 4: two points apart are close, four are not.
  for (const value of [1, 0, 0]) await rates(a!, value);
  for (const value of [3, 4, 4]) await rates(b!, value);
  expect(await stored(project.projectId)).toEqual([
    { target: 2, contested: false, asked: 0 },
    { target: 3, contested: false, asked: 3 },
    { target: 3, contested: false, asked: 3 },
  ]);
  const [, second = '', third = ''] = project.comparisonIds;
  expect(await explained(a!, second)).toMatchObject({
    lead: 1,
    needed: 2,
    voters: 2,
    accuracy: null,
    target: 3,
  });
  for (const value of [4, 2]) await rates(c!, value);
  expect(await explained(a!, second)).toMatchObject({ lead: 2, needed: 2, voters: 3, target: 3 });
  await sql`update comparisons set target_judgments = 5 where id = ${third}`.execute(database.db);
  await rates(d!, 0);
  await rates(e!, 4);
  // 0, 0, 2, 4, 4: three of five, with one more there would be room for none.
  expect((await stored(project.projectId))[2]).toMatchObject({ target: 5, contested: true });
});

test('what was asked for is taken back when the vote that differed is changed, but not what is held', async () => {
  const project = await createRouted(database, {
    comparisons: 1,
    target: 2,
    annotators: 4,
    policy: { adaptive: { most: 7, accuracy: 0.75, learnt: true, spreadPercent: 50 } },
  });
  const [a, b, c, d] = project.annotators;
  const [comparisonId = ''] = project.comparisonIds;
  await prefer(a!, true);
  const { items } = await claimAssignments(b!, { count: 1 });
  await answering(b!, items[0]!, false);
  expect(await stored(project.projectId)).toEqual([{ target: 5, contested: false, asked: 5 }]);
  await claimAssignments(c!, { count: 1 });
  await answering(b!, items[0]!, true);
  // Two agree, and one more is held.
  expect(await stored(project.projectId)).toEqual([{ target: 3, contested: false, asked: 3 }]);
  expect(await explained(a!, comparisonId)).toBe(null);
  expect((await claimAssignments(d!, { count: 1 })).items).toEqual([]);
  await answering(b!, items[0]!, false);
  expect(await stored(project.projectId)).toEqual([{ target: 5, contested: false, asked: 5 }]);
  await prefer(c!, true);
  expect(await stored(project.projectId)).toEqual([{ target: 5, contested: false, asked: 5 }]);
  await answering(b!, items[0]!, true);
  expect(await stored(project.projectId)).toEqual([{ target: 3, contested: false, asked: 3 }]);
  expect(await countersOf(database, project.projectId)).toEqual(await recount(database, project.projectId));
});

test('the rule about ratings in the database is the rule of the domain', async () => {
  const form = templateQuestions.helpsteer2.form;
  const project = await createRouted(database, { comparisons: 1, annotators: 6, form, responses: 1 });
  const [comparisonId] = project.comparisonIds;
  const [one, other] = form.ratings.map(({ key }) => key) as [string, string];
  const rated = fc.option(
    fc.record(
      { [one]: fc.integer({ min: 0, max: 4 }), [other]: fc.integer({ min: 0, max: 4 }) },
      { requiredKeys: [one] },
    ),
    { nil: null },
  );
  const outcomes = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(rated, { maxLength: 6 }),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 2, max: 9 }),
      fc.constantFrom(0, 25, 50, 75),
      async (given, target, most, spreadPercent) => {
        const client = await database.pool.connect();
        try {
          await client.query('begin');
          for (const [index, values] of given.entries())
            await client.query(
              `with j as (select gen_random_uuid() as id), a as (
                insert into assignments (id, project_id, comparison_id, annotator_id, presented_order, state, question_version, guidelines_version, judgment_id)
                select gen_random_uuid(), $1, $2, $3, '{0}', 'submitted', 1, 1, j.id from j returning id)
               insert into judgments (id, project_id, comparison_id, assignment_id, annotator_id, question_version, guidelines_version, outcome, details, payload_hash)
               select j.id, $1, $2, a.id, $3, 1, 1, $4, $5, '' from j, a`,
              [
                project.projectId,
                comparisonId,
                project.annotators[index]!.actor.userId,
                values === null ? 'cannot_judge' : 'rated',
                JSON.stringify({
                  ratings: Object.entries(values ?? {}).map(([key, value]) => ({ key, response: 0, value })),
                }),
              ],
            );
          const { rows } = await client.query('select * from adaptive_target($1, $2::smallint, $3)', [
            comparisonId,
            target,
            JSON.stringify({ most, accuracy: 0.75, learnt: true, spreadPercent }),
          ]);
          const expected = ratingsAskedFor(given, { target, ratings: form.ratings }, { most, spreadPercent });
          expect({ target: rows[0].target, contested: rows[0].contested }).toEqual(expected);
          outcomes.add(expected.contested ? 'contested' : expected.target > target ? 'more' : 'enough');
        } finally {
          await client.query('rollback');
          client.release();
        }
      },
    ),
    { numRuns: 200 },
  );
  expect(outcomes).toEqual(new Set(['contested', 'more', 'enough']));
});

test('without the policy nothing is asked', async () => {
  const project = await createRouted(database, { comparisons: 1, target: 2, annotators: 3 });
  for (const [index, ctx] of project.annotators.entries()) await prefer(ctx, index % 2 === 0);
  expect(await stored(project.projectId)).toEqual([{ target: 2, contested: false, asked: 0 }]);
});

test('the lead in the database is the one of the statistics', async () => {
  const { rows } = await database.pool.query<{ percent: number; lead: number }>(
    'select i as percent, wald_lead(i / 100.0) as lead from generate_series(55, 99) i',
  );
  expect(rows).toHaveLength(45);
  for (const { percent, lead } of rows) expect(lead).toBe(waldLead(percent / 100).lead);
});

const opinion: fc.Arbitrary<Opinion> = fc.oneof(
  fc
    .constantFrom(-3, -2, -1, 1, 2, 3)
    .map((strength): Opinion => ({ outcome: 'preference', strength, ranks: null })),
  fc
    .constantFrom(
      'tie' as const,
      'both_bad' as const,
      'cannot_judge' as const,
      'rated' as const,
      'thumbs_up' as const,
    )
    .map((outcome): Opinion => ({ outcome, strength: null, ranks: null })),
  fc
    .constantFrom([1, 2, 3], [2, 1, 3], [1, 3, 2], [1, 1, 2], [1, null, 2], [0, 0, 0])
    .map((ranks): Opinion => ({ outcome: 'ranking', strength: null, ranks })),
  fc
    .array(fc.constantFrom('right' as const, 'wrong' as const, 'neutral' as const), {
      minLength: 1,
      maxLength: 3,
    })
    .map((labels): Opinion => ({ outcome: 'steps', strength: null, ranks: null, labels })),
);

const stepsOf = (labels: readonly StepLabel[]) =>
  labels.map((label, at) => ({ start: at * 10, end: at * 10 + 9, label }));

test('the rule in the database is the rule of the domain', async () => {
  const project = await createRouted(database, { comparisons: 1, annotators: 6 });
  const [comparisonId] = project.comparisonIds;
  await fc.assert(
    fc.asyncProperty(
      fc.array(opinion, { maxLength: 6 }),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 2, max: 9 }),
      fc.constantFrom(0.55, 0.6, 0.7, 0.75, 0.9, 0.99),
      fc.boolean(),
      fc.array(
        fc.record({ accuracy: fc.constantFrom(0.5, 0.62, 0.8, 0.95), answers: fc.constantFrom(19, 20, 300) }),
        {
          maxLength: 6,
        },
      ),
      async (opinions, target, most, accuracy, learnt, people) => {
        const client = await database.pool.connect();
        try {
          await client.query('begin');
          for (const [index, { outcome, strength, ranks, labels: said }] of opinions.entries()) {
            const details = said && JSON.stringify({ ...noDetails, steps: stepsOf(said) });
            const annotator = project.annotators[index]!.actor.userId;
            await client.query(
              `with j as (select gen_random_uuid() as id), a as (
                insert into assignments (id, project_id, comparison_id, annotator_id, presented_order, state, question_version, guidelines_version, judgment_id)
                select gen_random_uuid(), $1, $2, $3, '{0,1}', 'submitted', 1, 1, j.id from j returning id)
               insert into judgments (id, project_id, comparison_id, assignment_id, annotator_id, question_version, guidelines_version, outcome, strength, ranks, details, payload_hash)
               select j.id, $1, $2, a.id, $3, 1, 1, $4, $5, $6, $7::json, '' from j, a`,
              [project.projectId, comparisonId, annotator, outcome, strength, ranks, details ?? null],
            );
          }
          for (const [index, known] of people.entries())
            await client.query(
              'insert into annotator_accuracies (project_id, annotator_id, accuracy, answers) values ($1, $2, $3, $4)',
              [project.projectId, project.annotators[index]!.actor.userId, known.accuracy, known.answers],
            );
          const { rows } = await client.query('select * from adaptive_target($1, $2::smallint, $3)', [
            comparisonId,
            target,
            JSON.stringify({ most, accuracy, learnt }),
          ]);
          const known = opinions.flatMap(({ outcome }, index) => {
            if (outcome === 'cannot_judge') return [];
            const one = people[index];
            return [learnt && one !== undefined && one.answers >= 20 ? one.accuracy : null];
          });
          const warranted = warrantedAccuracy(known, accuracy);
          const { judgments, ...found } = rows[0];
          expect({ target: found.target, contested: found.contested }).toEqual(
            askedFor(opinions, target, { most, accuracy: warranted.accuracy }),
          );
          if (judgments === null) return;
          expect(found.accuracy).toBeCloseTo(warranted.accuracy, 9);
          expect(found).toMatchObject({ learnt: warranted.learnt, voters: known.length });
        } finally {
          await client.query('rollback');
          client.release();
        }
      },
    ),
    { numRuns: 300 },
  );
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Submission } from '@pairwright/contract/judgment';
import type { QuestionForm } from '@pairwright/contract/question-form';
import { templateQuestions } from '@pairwright/domain/templates';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { countersOf, recount, submission } from '../annotate/annotate.fixture.ts';
import { claimAssignments } from '../annotate/claim-assignments.service.ts';
import { submitJudgment } from '../annotate/submit-judgment.service.ts';
import { assignmentsOf } from './gold.fixture.ts';
import { createRouted, judgeNext } from './routing.fixture.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

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
    const { rows } = await assignmentsOf(database, project);
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

  const kinds: [string, { form: QuestionForm; responses: number; given: Partial<Submission> }][] = [
    [
      'thumbs',
      {
        form: templateQuestions.kto.form,
        responses: 1,
        given: { answer: { outcome: 'thumbs', up: true } },
      },
    ],
    [
      'ratings',
      {
        form: templateQuestions.helpsteer2.form,
        responses: 1,
        given: {
          answer: { outcome: 'rated' },
          details: {
            ratings: templateQuestions.helpsteer2.form.ratings.map(({ key }) => ({
              key,
              place: 0,
              value: 3,
            })),
          },
        },
      },
    ],
    [
      'steps',
      {
        form: templateQuestions.prm.form,
        responses: 1,
        given: { answer: { outcome: 'steps', labels: ['right'] } },
      },
    ],
    [
      'rankings',
      {
        form: templateQuestions.rank.form,
        responses: 3,
        given: { answer: { outcome: 'ranking', ranks: [1, 2, 3] } },
      },
    ],
  ];
  test.each(kinds)('%s come again too', async (_name, { form, responses, given }) => {
    const project = await createRouted(database, {
      comparisons: 40,
      target: 1,
      form,
      responses,
      policy: { repeats: { percent: 50, after: 1 } },
    });
    const [me] = project.annotators;
    for (;;) {
      const [item] = (await claimAssignments(me!, { count: 1 })).items;
      if (item === undefined) break;
      await submitJudgment(me!, { ...submission(undefined, given), assignmentId: item.id });
    }
    const { rows } = await assignmentsOf(database, project);
    const again = rows.filter(({ kind }) => kind === 'repeat');
    expect(again.length).toBeGreaterThan(0);
    expect(new Set(again.map((row) => row.comparison_id)).size).toBe(again.length);
    for (const row of again) {
      const first = rows.find((one) => one.comparison_id === row.comparison_id && one.kind === 'normal')!;
      expect(row.presented_order).toEqual(first.presented_order.toReversed());
    }
    expect((await countersOf(database, project.projectId)).every(({ judged }) => judged === 1)).toBe(true);
  });
});

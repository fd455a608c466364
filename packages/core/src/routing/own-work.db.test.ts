import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plainPair } from '@pairwright/domain/judgment/form';
import { openPolicy } from '@pairwright/domain/routing/policy';
import { systemIds } from '@pairwright/runtime/ids';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { submission } from '../annotate/annotate.fixture.ts';
import { claimAssignments } from '../annotate/claim-assignments.service.ts';
import { retractJudgment } from '../annotate/retract-judgment.service.ts';
import { submitJudgment } from '../annotate/submit-judgment.service.ts';
import type { ProjectContext } from '../context.ts';
import { setGold } from './gold.service.ts';
import { getMyExam, seeMyExam } from './exam.service.ts';
import { changePolicy, createRouted, nothingFor } from './routing.fixture.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const form = {
  ...plainPair({ points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: false }),
  rewrite: 'optional' as const,
};

/** Two people, of whom the first has judged one comparison with a rewrite, made from a response or from nothing. */
async function rewritten(place: 0 | null, comparisons = 1) {
  const project = await createRouted(database, { comparisons, annotators: 2, target: 2, form });
  const [me, other] = project.annotators as [ProjectContext, ProjectContext];
  const [item] = (await claimAssignments(me, { count: 1 })).items;
  const rewrite = { responseId: systemIds.next(), place, content: 'Mine, and better.' };
  const { judgmentId } = await submitJudgment(me, {
    ...submission(undefined, { details: { rewrite } }),
    assignmentId: item!.id,
  });
  return { ...project, me, other, rewrite, judgmentId, assignmentId: item!.id };
}

/** A new comparison of the rewrite with the first response of its prompt. */
async function compare(responseId: string, projectId: string): Promise<string> {
  const id = systemIds.next();
  const { rowCount } = await database.pool.query(
    `insert into comparisons (id, project_id, prompt_id, response_ids, batch_id, rank, target_judgments, side_seed, state)
     select $1, $3, c.prompt_id, array(select unnest(array[c.response_ids[1], $2::uuid]) order by 1), c.batch_id, 1000, 2, 0, 'open'
     from comparisons c join responses r on r.prompt_id = c.prompt_id where r.id = $2 and c.project_id = $3 limit 1`,
    [id, responseId, projectId],
  );
  expect(rowCount).toBe(1);
  return id;
}

const contentsFor = async (ctx: ProjectContext): Promise<string[]> =>
  (await claimAssignments(ctx, { count: 5 })).items.flatMap(({ responses }) =>
    responses.map(({ messages }) => messages[0]!.content!),
  );

test.each([0, null] as const)(
  'who wrote a better answer (from place %s) never judges it, others do, and the screen says why',
  async (place) => {
    const { me, other, rewrite, projectId } = await rewritten(place);
    await compare(rewrite.responseId, projectId);
    expect(await contentsFor(me)).toEqual([]);
    expect(await nothingFor(me)).toEqual({ reason: 'own_work', backAt: null });
    expect(await contentsFor(other)).toContain(rewrite.content);
    // The same under a policy, which walks another way.
    await changePolicy(me, { ...openPolicy, cooldown: { comparisons: 1, hours: 0 } });
    expect(await contentsFor(me)).toEqual([]);
  },
);

test('taking the judgment back does not make it somebody else’s words', async () => {
  const { me, rewrite, projectId, judgmentId, assignmentId } = await rewritten(0);
  await retractJudgment(me, { id: systemIds.next(), judgmentId, assignmentId });
  await compare(rewrite.responseId, projectId);
  const contents = await contentsFor(me);
  expect(contents).toHaveLength(2);
  expect(contents).not.toContain(rewrite.content);
});

test('nobody is tested by their own words, others are', async () => {
  // Gold comes only beside ordinary work.
  const { me, other, rewrite, projectId } = await rewritten(0, 4);
  const comparisonId = await compare(rewrite.responseId, projectId);
  await setGold(other, {
    comparisonId,
    answer: { outcome: 'scale', position: 1 },
    exam: false,
    source: 'manual',
  });
  await changePolicy(other, {
    gold: { percent: 0, warmUp: { first: 3, gold: 3 }, exposures: 9, rules: [] },
  });
  const mine = await contentsFor(me);
  expect(mine).toHaveLength(6);
  expect(mine).not.toContain(rewrite.content);
  expect(await contentsFor(other)).toContain(rewrite.content);
});

describe('the exam', () => {
  const qualification = { passPercent: 60, attempts: 2, validDays: null, tellAnswers: false };
  const asExam = (ctx: ProjectContext, comparisonId: string) =>
    setGold(ctx, { comparisonId, answer: { outcome: 'scale', position: 1 }, exam: true, source: 'manual' });

  /** Answers all that is offered, as it is expected or not; how many there were. */
  async function sit(ctx: ProjectContext, isRight: boolean): Promise<number> {
    const { items } = await claimAssignments(ctx, { count: 5 });
    for (const { id, responses } of items) {
      const shown = responses[0]!.messages[0]!.content!.startsWith('first');
      await submitJudgment(ctx, {
        ...submission(undefined, { answer: { outcome: 'scale', position: shown === isRight ? 1 : 7 } }),
        assignmentId: id,
      });
    }
    return items.length;
  }

  test('has no item with own words: fewer items, and the pass mark of those', async () => {
    const { me, other, rewrite, projectId, comparisonIds } = await rewritten(0, 4);
    const own = await compare(rewrite.responseId, projectId);
    for (const comparisonId of [own, ...comparisonIds.slice(2)]) await asExam(other, comparisonId);
    await changePolicy(other, { qualification });
    expect(await contentsFor(other)).toContain(rewrite.content);
    expect((await getMyExam(other)).last).toMatchObject({ items: 3 });
    expect(await sit(me, false)).toBe(2);
    expect(await nothingFor(me)).toEqual({ reason: 'exam_ended', backAt: null });
    expect((await getMyExam(me)).last).toMatchObject({ items: 2, correct: 0, passed: false });
    await seeMyExam(me);
    expect(await contentsFor(me)).not.toContain(rewrite.content);
    expect(await sit(me, true)).toBe(2);
    expect(await contentsFor(me)).not.toEqual([]);
    expect((await getMyExam(me)).last).toMatchObject({ items: 2, correct: 2, passed: true });
  });

  test('is not asked of who wrote in all of its items', async () => {
    const { me, other, rewrite, projectId } = await rewritten(0, 2);
    await asExam(other, await compare(rewrite.responseId, projectId));
    await changePolicy(other, { qualification });
    expect((await getMyExam(me)).asks).toBe(null);
    const mine = await contentsFor(me);
    expect(mine).toHaveLength(2);
    expect(mine).not.toContain(rewrite.content);
    expect(await contentsFor(other)).toContain(rewrite.content);
    expect((await getMyExam(other)).asks).toEqual({ passPercent: 60, attempts: 2 });
  });
});

import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RoutingPolicy } from '@pairwright/contract/routing';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { claimAssignments } from '../annotate/claim-assignments.service.ts';
import type { ProjectContext } from '../context.ts';
import { listGoldResults } from '../routing/gold.service.ts';
import { changePolicy, createRouted, nothingFor } from '../routing/routing.fixture.ts';
import { removePracticeExample, setPracticeExample } from './practice-examples.service.ts';
import { answerPractice, listPractice } from './practice.service.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const asks = { passPercent: 60, attempts: 2, validDays: 7 };

/** Three examples whose first canonical response is the right one, two comparisons of work, a pass mark. */
async function withExamples(practice: RoutingPolicy['practice'] = asks, policy: Partial<RoutingPolicy> = {}) {
  const project = await createRouted(database, { comparisons: 5, annotators: 2 });
  const [me, other] = project.annotators;
  for (const comparisonId of project.comparisonIds.slice(0, 3))
    await setPracticeExample(me!, {
      comparisonId,
      answer: { outcome: 'scale', position: 1 },
      explanation: { en: 'It answers.', 'zh-CN': '它回答了。' },
    });
  await changePolicy(me!, { practice, ...policy });
  return { ...project, me: me!, other: other! };
}

/** Answers the examples in their order, right or wrong. */
async function round(ctx: ProjectContext, right: readonly boolean[]): Promise<void> {
  const { items } = await listPractice(ctx);
  for (const [index, good] of right.entries()) await answerOne(ctx, items[index]!, good);
}

type Item = Awaited<ReturnType<typeof listPractice>>['items'][number];

async function answerOne(ctx: ProjectContext, item: Item, right: boolean): Promise<void> {
  const isLeft = item.responses[0]!.messages[0]!.content!.startsWith('first');
  const answer = { outcome: 'scale' as const, position: isLeft === right ? 2 : 6 };
  await answerPractice(ctx, { exampleId: item.id, answer });
}

const standingOf = async (ctx: ProjectContext) => (await listPractice(ctx)).standing;
const worksFor = async (ctx: ProjectContext) => (await claimAssignments(ctx, { count: 5 })).items.length;

test('work waits until the round is passed, by the first answer to each example', async () => {
  const { me, other } = await withExamples();
  expect(await standingOf(me)).toEqual({
    asks,
    last: null,
    attemptsLeft: 2,
    passed: false,
    passedUntil: null,
  });
  expect(await nothingFor(me)).toEqual({ reason: 'practice_due', backAt: null });

  await round(me, [true, false]);
  // What was expected is known now: answering again teaches and does not count.
  const { items } = await listPractice(me);
  expect(items.map(({ counted }) => counted)).toEqual([true, true, false]);
  await answerOne(me, items[1]!, true);
  expect((await listPractice(me)).items[1]!.answered).toMatchObject({ matched: true });
  await answerOne(me, items[2]!, false);
  expect(await standingOf(me)).toMatchObject({
    last: { attempt: 1, items: 3, correct: 1, passed: false },
    attemptsLeft: 1,
    passed: false,
  });
  expect(await nothingFor(me)).toMatchObject({ reason: 'practice_due' });

  await round(me, [true, false, true]);
  expect(await standingOf(me)).toMatchObject({
    last: { attempt: 2, items: 3, correct: 2, passed: true },
    attemptsLeft: 2,
    passed: true,
    passedUntil: expect.any(String) as string,
  });
  expect(await worksFor(me)).toBe(2);
  // Practising on is no attempt, and takes nothing away.
  await round(me, [false, false, false]);
  expect(await standingOf(me)).toMatchObject({ last: { attempt: 2 }, passed: true });

  expect(await nothingFor(other)).toMatchObject({ reason: 'practice_due' });
  const { items: people } = await listGoldResults(me);
  expect(people.map(({ practice }) => practice.map(({ correct, passed }) => ({ correct, passed })))).toEqual(
    expect.arrayContaining([
      [],
      [
        { correct: 1, passed: false },
        { correct: 2, passed: true },
      ],
    ]),
  );
});

test('who has used all attempts stops, may practise on, and goes on when the lead allows more', async () => {
  const { me } = await withExamples();
  await round(me, [false, false, false]);
  await round(me, [false, true, false]);
  expect(await nothingFor(me)).toEqual({ reason: 'practice_failed', backAt: null });
  await round(me, [true, true, true]);
  expect(await standingOf(me)).toMatchObject({ last: { attempt: 2, passed: false }, attemptsLeft: 0 });
  await changePolicy(me, { practice: { ...asks, attempts: 3 } });
  await round(me, [true, true, true]);
  expect(await standingOf(me)).toMatchObject({ last: { attempt: 3, passed: true }, passed: true });
  expect(await worksFor(me)).toBe(2);
});

test('what was passed ends after its days, and the attempts begin anew', async () => {
  const { me } = await withExamples();
  await round(me, [false, false, false]);
  await round(me, [true, true, true]);
  await sql`update practice_attempts set started_at = started_at - interval '8 days', finished_at = finished_at - interval '8 days'
    where annotator_id = ${me.actor.userId}`.execute(database.db);
  expect(await standingOf(me)).toMatchObject({ attemptsLeft: 2, passed: false, passedUntil: null });
  expect(await nothingFor(me)).toMatchObject({ reason: 'practice_due' });
  await changePolicy(me, { practice: { ...asks, validDays: null } });
  expect(await standingOf(me)).toMatchObject({ passed: true, passedUntil: null });
});

test('whom a rule sends to practice passes it anew, with all attempts', async () => {
  const { me } = await withExamples();
  await round(me, [false, false, false]);
  await round(me, [true, true, true]);
  await sql`update annotator_cursors set practice_since = clock_timestamp() where annotator_id = ${me.actor.userId}`.execute(
    database.db,
  );
  expect(await nothingFor(me)).toMatchObject({ reason: 'practice' });
  expect(await standingOf(me)).toMatchObject({ attemptsLeft: 2, passed: false });
  await round(me, [true, true, true]);
  expect(await worksFor(me)).toBe(2);
});

test('an attempt ends without the example that is taken out, and none is asked where there are no examples', async () => {
  const { me, comparisonIds } = await withExamples();
  await round(me, [true, true]);
  await removePracticeExample(me, { comparisonId: comparisonIds[2]! });
  await round(me, [true]);
  expect(await standingOf(me)).toMatchObject({ last: { items: 2, correct: 2, passed: true } });
  const { other } = await withExamples();
  for (const { id } of await database.db
    .selectFrom('practice_examples')
    .select('comparison_id as id')
    .where('project_id', '=', other.projectId)
    .execute())
    await removePracticeExample(other, { comparisonId: id });
  expect(await standingOf(other)).toMatchObject({ asks: null });
  expect(await worksFor(other)).toBe(5);
});

test('two answers at once begin one attempt', async () => {
  const { me } = await withExamples();
  const { items } = await listPractice(me);
  await Promise.all(items.map((item) => answerOne(me, item, true)));
  expect(await standingOf(me)).toMatchObject({ last: { attempt: 1, items: 3, correct: 3, passed: true } });
});

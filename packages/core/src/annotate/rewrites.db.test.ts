import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { plainPair } from '@pairwright/domain/judgment/form';
import { systemIds } from '@pairwright/runtime/ids';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import type { ProjectContext } from '../context.ts';
import { createProject, submission } from './annotate.fixture.ts';
import { claimAssignments } from './claim-assignments.service.ts';
import { getMyAssignment } from './my-judgments.service.ts';
import { retractJudgment } from './retract-judgment.service.ts';
import { submitJudgment } from './submit-judgment.service.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const scale = { points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: false };
const form = { ...plainPair(scale), rewrite: 'optional' as const };

async function claimed(annotators = 1) {
  const project = await createProject(database, { comparisons: 1, form, annotators });
  const me = project.annotators[0]!;
  const { items } = await claimAssignments(me, { count: 1 });
  return { ...project, me, item: items[0]! };
}

const rewriteOf = (content: string, place: number | null = 0) => ({
  responseId: systemIds.next(),
  place,
  content,
});

const give = (me: ProjectContext, assignmentId: string, rewrite: ReturnType<typeof rewriteOf>) =>
  submitJudgment(me, { ...submission(undefined, { details: { rewrite } }), assignmentId });

const rewrites = (projectId: string) =>
  database.db
    .selectFrom('responses')
    .innerJoin('prompts', 'prompts.id', 'responses.prompt_id')
    .select(['responses.id', 'responses.parent_id', 'responses.author_id', 'responses.messages'])
    .where('prompts.project_id', '=', projectId)
    .where('responses.origin', '=', 'rewrite')
    .execute();

test('the same rewrite given again after an undo is one response', async () => {
  const { me, item, projectId } = await claimed();
  const rewrite = rewriteOf('Better: 更好 👍🏽');
  const first = await give(me, item.id, rewrite);
  await retractJudgment(me, {
    id: systemIds.next(),
    judgmentId: first.judgmentId,
    assignmentId: item.id,
  });
  expect(await give(me, item.id, rewrite)).toMatchObject({ status: 'counted' });
  expect(await rewrites(projectId)).toEqual([
    {
      id: rewrite.responseId,
      parent_id: expect.any(String) as string,
      author_id: me.actor.userId,
      messages: [{ role: 'assistant', content: rewrite.content }],
    },
  ]);
  const mine = await getMyAssignment(me, { assignmentId: item.id });
  expect(mine.judgment?.details.rewrite).toEqual(rewrite);
});

test('a rewrite that was changed later is another response, and the judgment says which', async () => {
  const { me, item, projectId } = await claimed();
  await give(me, item.id, rewriteOf('one'));
  const second = rewriteOf('two');
  expect(await give(me, item.id, second)).toMatchObject({ status: 'revised' });
  expect(await rewrites(projectId)).toHaveLength(2);
  const mine = await getMyAssignment(me, { assignmentId: item.id });
  expect(mine.judgment?.details.rewrite).toEqual(second);
});

test('one written from nothing has no parent', async () => {
  const { me, item, projectId } = await claimed();
  await give(me, item.id, rewriteOf('from nothing', null));
  expect(await rewrites(projectId)).toMatchObject([{ parent_id: null }]);
});

test('a rewrite of a conversation keeps the turns before the last one', async () => {
  const { me, item, projectId } = await claimed();
  const turns = [
    { role: 'assistant', content: 'first' },
    { role: 'user', content: 'and?' },
    { role: 'assistant', content: 'last' },
  ];
  await sql`update responses set messages = ${JSON.stringify(turns)}::json
    where prompt_id in (select id from prompts where project_id = ${projectId})`.execute(database.db);
  await give(me, item.id, rewriteOf('better'));
  expect(await rewrites(projectId)).toMatchObject([
    { messages: [...turns.slice(0, 2), { role: 'assistant', content: 'better' }] },
  ]);
});

test('nobody else is asked about a rewrite', async () => {
  const { me, item, projectId, annotators } = await claimed(2);
  const rewrite = rewriteOf('A rewrite nobody else may see.');
  await give(me, item.id, rewrite);
  const { items } = await claimAssignments(annotators[1]!, { count: 20 });
  expect(items).toHaveLength(1);
  expect(items[0]!.responses).toHaveLength(2);
  expect(JSON.stringify(items)).not.toContain(rewrite.content);
  const { rows } = await sql`select from comparisons
    where project_id = ${projectId} and ${rewrite.responseId}::uuid = any (response_ids)`.execute(
    database.db,
  );
  expect(rows).toEqual([]);
});

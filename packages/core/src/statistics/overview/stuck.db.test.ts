import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { claimAssignments } from '../../annotate/claim-assignments.service.ts';
import { skipAssignment } from '../../annotate/skip-assignment.service.ts';
import { listComparisons } from '../../browse/comparisons.service.ts';
import type { ProjectContext } from '../../context.ts';
import { updateMemberRouting } from '../../routing/members.service.ts';
import { changePolicy, createRouted, judgeNext } from '../../routing/routing.fixture.ts';
import { updateBatchRouting } from '../../routing/routing.service.ts';
import { findFacts } from './actions.queries.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

/** How many are stuck, and which by their rank, as the list shows them. */
async function stuckIn(ctx: ProjectContext): Promise<{ stuck: number; free: number; ranks: number[] }> {
  const { stuck, free } = await findFacts(database.db, ctx.projectId);
  const { items } = await listComparisons(ctx, { progress: 'stuck', limit: 100 });
  const ranks = items.map(({ promptExcerpt }) => Number(promptExcerpt.replace('question ', '')));
  return { stuck, free, ranks };
}

test('what everybody has had, or skipped, is stuck until somebody else comes', async () => {
  const { annotators } = await createRouted(database, { comparisons: 3, target: 3, annotators: 3 });
  const [anna, ben, carl] = annotators as [ProjectContext, ProjectContext, ProjectContext];
  await judgeNext(anna);
  await judgeNext(ben);
  expect(await stuckIn(anna)).toEqual({ stuck: 0, free: 3, ranks: [] });
  const { items } = await claimAssignments(carl, { count: 1 });
  await skipAssignment(carl, { assignmentId: items[0]!.id, reason: 'other' });
  expect(await stuckIn(anna)).toEqual({ stuck: 1, free: 3, ranks: [1] });
  // Whoever is paused takes nothing: what the others have judged waits for nobody else.
  await updateMemberRouting(anna, { userId: carl.actor.userId, paused: true });
  await judgeNext(anna);
  await judgeNext(ben);
  expect(await stuckIn(anna)).toEqual({ stuck: 2, free: 3, ranks: [1, 2] });
  await updateMemberRouting(anna, { userId: carl.actor.userId, paused: false });
  expect(await stuckIn(anna)).toEqual({ stuck: 1, free: 3, ranks: [1] });
});

test('languages, skills, reservations, own words and caps keep people from work', async () => {
  const project = await createRouted(database, { comparisons: 4, target: 2, annotators: 2 });
  const [anna, ben] = project.annotators as [ProjectContext, ProjectContext];
  const { projectId } = project;
  const query = (text: string, ...values: unknown[]) => database.pool.query(text, values);
  await query(`update prompts set language = 'de' where project_id = $1`, projectId);
  await changePolicy(anna, { languageMatch: true });
  expect(await stuckIn(anna)).toMatchObject({ stuck: 4, ranks: [1, 2, 3, 4] });
  await updateMemberRouting(anna, { userId: ben.actor.userId, languages: ['de-AT'] });
  expect(await stuckIn(anna)).toMatchObject({ stuck: 0, free: 4 });

  const { rows } = await query('select id from batches where project_id = $1', projectId);
  await updateBatchRouting(anna, { batchId: rows[0].id, skills: ['law'] });
  expect(await stuckIn(anna)).toMatchObject({ stuck: 4 });
  await updateMemberRouting(anna, { userId: ben.actor.userId, skills: ['law'], teams: ['red'] });
  expect(await stuckIn(anna)).toMatchObject({ stuck: 0 });
  await query(`update comparisons set only_for = '{team:blue}' where id = $1`, project.comparisonIds[1]);
  expect(await stuckIn(anna)).toMatchObject({ ranks: [2] });

  // A limit that passes by itself keeps nobody; one that does not does.
  await changePolicy(anna, { languageMatch: true, caps: { perHour: 1, perDay: 1, perProject: null } });
  await judgeNext(ben);
  expect(await stuckIn(anna)).toMatchObject({ ranks: [1, 2] });
  await changePolicy(anna, { languageMatch: true, caps: { perHour: null, perDay: null, perProject: 1 } });
  expect(await stuckIn(anna)).toMatchObject({ ranks: [1, 2, 3, 4] });
});

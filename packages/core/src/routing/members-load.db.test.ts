import { afterAll, expect, test } from 'vitest';
import { systemIds } from '@pairwright/runtime/ids';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { createProject, submission } from '../annotate/annotate.fixture.ts';
import { claimAssignments } from '../annotate/claim-assignments.service.ts';
import { submitJudgment } from '../annotate/submit-judgment.service.ts';
import type { ProjectContext } from '../context.ts';
import { getRouting } from './routing.service.ts';

const database = await createTestDatabase();
afterAll(() => database.close());

test('members are told with what they hold, what they gave in the last day, and until when they are qualified', async () => {
  const project = await createProject(database, { comparisons: 4, target: 2, annotators: 2 });
  const [busy, idle] = project.annotators as [ProjectContext, ProjectContext];
  await database.pool.query(
    `insert into project_members (project_id, user_id, role) select $1, id, 'annotator' from unnest($2::uuid[]) id`,
    [project.projectId, [busy.actor.userId, idle.actor.userId]],
  );
  const { items } = await claimAssignments(busy, { count: 3 });
  for (const { id } of items.slice(0, 2))
    await submitJudgment(busy, { assignmentId: id, ...submission(systemIds.next()) });
  const memberOf = async ({ actor }: ProjectContext) => {
    const { members } = await getRouting(busy);
    return members.find(({ userId }) => userId === actor.userId)!;
  };
  expect(await memberOf(busy)).toMatchObject({ leased: 1, lastDay: 2, qualifiedUntil: null });
  expect(await memberOf(idle)).toMatchObject({ leased: 0, lastDay: 0, qualifiedUntil: null });

  const query = (text: string) => database.pool.query(text, [project.projectId, busy.actor.userId]);
  // A lease that is over holds nothing, and what was given the day before yesterday is no load.
  await query(
    `update assignments set lease_expires_at = now() - interval '1 minute' where project_id = $1 and annotator_id = $2 and state = 'leased'`,
  );
  await database.pool.query(
    `begin; set local session_replication_role = replica;
     update judgments set created_at = now() - interval '2 days' where id = (select id from judgments where project_id = '${project.projectId}' order by id limit 1);
     commit`,
  );
  await query(
    `update annotator_cursors set qualified_until = 'infinity' where project_id = $1 and annotator_id = $2`,
  );
  expect(await memberOf(busy)).toMatchObject({ leased: 0, lastDay: 1 });
  expect((await memberOf(busy)).qualifiedUntil).toMatch(/^9999-/);
  await query(
    `update annotator_cursors set qualified_until = now() - interval '1 hour' where project_id = $1 and annotator_id = $2`,
  );
  expect(await memberOf(busy)).toMatchObject({ qualifiedUntil: null });
});

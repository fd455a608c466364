import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemIds } from '@pairwright/runtime/ids';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { countersOf, recount, submission, type TestProject } from '../annotate/annotate.fixture.ts';
import { claimAssignments } from '../annotate/claim-assignments.service.ts';
import { getMyProject } from '../annotate/my-projects.service.ts';
import { submitJudgment } from '../annotate/submit-judgment.service.ts';
import { updateMySettings } from '../working-life/settings.service.ts';
import { updateMemberRouting } from './members.service.ts';
import { changePolicy, claimRanks, createRouted, judgeNext, letPass, nothingFor } from './routing.fixture.ts';
import { getRouting, updateBatchRouting, updateComparisonRouting } from './routing.service.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

/** Puts the comparisons of these ranks into a batch of their own. */
async function secondBatch({ projectId }: TestProject, ranks: readonly number[]): Promise<string> {
  const id = systemIds.next();
  await database.db.insertInto('batches').values({ id, project_id: projectId, name: 'second' }).execute();
  await database.db
    .updateTable('comparisons')
    .set({ batch_id: id })
    .where('project_id', '=', projectId)
    .where('rank', 'in', ranks)
    .execute();
  return id;
}

/** Sets language or category of the prompts of these ranks. */
async function mark(
  { projectId }: TestProject,
  ranks: readonly number[],
  values: { language?: string | null; category?: string },
) {
  await database.db
    .updateTable('prompts')
    .set(values)
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('comparisons')
        .select('prompt_id')
        .where('project_id', '=', projectId)
        .where('rank', 'in', ranks),
    )
    .execute();
}

/** Makes these ranks comparisons of one prompt. */
async function samePrompt({ projectId }: TestProject, ranks: readonly [number, ...number[]]) {
  await database.pool.query(
    `update comparisons c set prompt_id = o.prompt_id from comparisons o
     where o.project_id = $1 and o.rank = $2 and c.project_id = $1 and c.rank = any($3)`,
    [projectId, ranks[0], ranks],
  );
}

describe('order', () => {
  test('a batch and a comparison with priority come first, also for who was past them', async () => {
    const project = await createRouted(database, { comparisons: 6 });
    const [me] = project.annotators;
    const batchId = await secondBatch(project, [4, 5, 6]);
    expect(await judgeNext(me!)).toBe(1);
    await updateBatchRouting(me!, { batchId, priority: 10 });
    await updateComparisonRouting(me!, { comparisonId: project.comparisonIds[5]!, priority: -5 });
    await updateComparisonRouting(me!, { comparisonId: project.comparisonIds[2]!, priority: 50 });
    expect(await claimRanks(me!, 6)).toEqual([3, 4, 5, 2, 6]);
  });

  test('taking priorities back gives the first order again', async () => {
    const project = await createRouted(database, { comparisons: 5 });
    const [me] = project.annotators;
    const batchId = await secondBatch(project, [3, 4]);
    await updateComparisonRouting(me!, { comparisonId: project.comparisonIds[3]!, priority: 7 });
    await updateBatchRouting(me!, { batchId, priority: 3 });
    await updateBatchRouting(me!, { batchId, priority: -100 });
    await updateComparisonRouting(me!, { comparisonId: project.comparisonIds[3]!, priority: null });
    await updateBatchRouting(me!, { batchId, priority: 0 });
    expect(await claimRanks(me!, 5)).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('who gets what', () => {
  test('prompts in a language go to who reads it; those without one to everybody', async () => {
    const project = await createRouted(database, { comparisons: 5, annotators: 2 });
    const [me, other] = project.annotators;
    await mark(project, [2, 3], { language: 'zh-CN' });
    await mark(project, [5], { language: null });
    expect((await getMyProject(me!)).remaining).toBe(5);
    await changePolicy(me!, { languageMatch: true });
    await updateMemberRouting(me!, { userId: me!.actor.userId, languages: ['zh-TW'] });
    expect((await getMyProject(me!)).remaining).toBe(3);
    expect(await claimRanks(me!, 5)).toEqual([2, 3, 5]);
    for (const _ of [1, 2, 3]) await judgeNext(me!);
    expect(await nothingFor(me!)).toEqual({ reason: 'language', backAt: null });
    // Who has said nothing of languages gets what has none.
    expect(await claimRanks(other!, 5)).toEqual([5]);
    await changePolicy(me!, {});
    expect(await claimRanks(me!, 5)).toEqual([1, 4]);
  });

  test('skills of a batch and of a category', async () => {
    const project = await createRouted(database, {
      comparisons: 4,
      policy: { categorySkills: { law: ['lawyer'] } },
    });
    const [me] = project.annotators;
    const batchId = await secondBatch(project, [3, 4]);
    await updateBatchRouting(me!, { batchId, skills: ['medicine'] });
    await mark(project, [2, 4], { category: 'law' });
    expect(await claimRanks(me!, 5)).toEqual([1]);
    await judgeNext(me!);
    expect(await nothingFor(me!)).toEqual({ reason: 'skills', backAt: null });
    const userId = me!.actor.userId;
    await updateMemberRouting(me!, { userId, skills: ['medicine'] });
    expect(await claimRanks(me!, 5)).toEqual([3]);
    await updateMemberRouting(me!, { userId, skills: ['lawyer', 'medicine'] });
    expect(await claimRanks(me!, 5)).toEqual([3, 4, 2]);
  });

  test('a batch for a team and a comparison for a member, without any other policy', async () => {
    const project = await createRouted(database, { comparisons: 4, annotators: 3 });
    const [me, colleague, other] = project.annotators;
    const batchId = await secondBatch(project, [1, 2]);
    await updateBatchRouting(me!, { batchId, onlyFor: { members: [], teams: ['red'] } });
    await updateComparisonRouting(me!, {
      comparisonId: project.comparisonIds[3]!,
      onlyFor: { members: [other!.actor.userId], teams: [] },
    });
    for (const { actor } of [me!, colleague!])
      await updateMemberRouting(me!, { userId: actor.userId, teams: ['red'] });
    expect(await claimRanks(me!, 5)).toEqual([1, 2, 3]);
    expect(await claimRanks(colleague!, 5)).toEqual([1, 2, 3]);
    expect(await claimRanks(other!, 5)).toEqual([3, 4]);
    for (const _ of [1, 2, 3]) await judgeNext(me!);
    expect(await nothingFor(me!)).toEqual({ reason: 'reserved', backAt: null });
    const { batches } = await getRouting(me!);
    expect(batches.find(({ id }) => id === batchId)).toMatchObject({
      comparisons: 2,
      onlyFor: { members: [], teams: ['red'] },
    });
    await updateBatchRouting(me!, { batchId, onlyFor: null });
    expect(await claimRanks(other!, 5)).toEqual([3, 4, 1, 2]);
  });

  test('nobody judges what they wrote', async () => {
    const project = await createRouted(database, { comparisons: 2, annotators: 2 });
    const [me, other] = project.annotators;
    const { rows } = await database.pool.query<{ id: string; prompt_id: string }>(
      `select response_ids[2] as id, prompt_id from comparisons where id = $1`,
      [project.comparisonIds[0]],
    );
    // As a rewrite is stored.
    await database.pool.query(`update responses set origin = 'rewrite', author_id = $2 where id = $1`, [
      rows[0]!.id,
      me!.actor.userId,
    ]);
    await database.pool.query(
      `insert into annotator_cursors (project_id, annotator_id, has_written) values ($1, $2, true)`,
      [project.projectId, me!.actor.userId],
    );
    expect(await claimRanks(me!, 5)).toEqual([2]);
    await judgeNext(me!);
    expect(await nothingFor(me!)).toEqual({ reason: 'own_work', backAt: null });
    expect(await claimRanks(other!, 5)).toEqual([1, 2]);
  });
});

describe('how much', () => {
  test('caps count judgments and what is held, and say when there is more', async () => {
    const project = await createRouted(database, {
      comparisons: 12,
      annotators: 2,
      policy: { caps: { perHour: 3, perDay: 5, perProject: 7 } },
    });
    const [me, other] = project.annotators;
    expect(await claimRanks(me!, 2)).toEqual([1, 2]);
    expect(await claimRanks(me!, 9)).toEqual([1, 2, 3]);
    expect((await getMyProject(me!)).remaining).toBe(3);
    for (const _ of [1, 2, 3]) await judgeNext(me!);
    const { rows } = await database.pool.query<{ back: string }>(
      `select min(closed_at) + interval '1 hour' as back from assignments where project_id = $1`,
      [project.projectId],
    );
    expect(await nothingFor(me!)).toEqual({ reason: 'quota_hour', backAt: rows[0]!.back });
    expect(await claimRanks(other!, 9)).toHaveLength(3);
    await letPass(database, project.projectId, '61 minutes');
    expect(await claimRanks(me!, 9)).toEqual([4, 5]);
    for (const _ of [1, 2]) await judgeNext(me!);
    expect(await nothingFor(me!)).toMatchObject({
      reason: 'quota_day',
      backAt: expect.any(String) as unknown,
    });
    await letPass(database, project.projectId, '25 hours');
    expect(await claimRanks(me!, 9)).toEqual([6, 7]);
    for (const _ of [1, 2]) await judgeNext(me!);
    expect(await nothingFor(me!)).toEqual({ reason: 'quota_project', backAt: null });
    await changePolicy(me!, {});
    expect(await claimRanks(me!, 9)).toHaveLength(5);
  });

  test('comparisons of a prompt keep apart while there are others', async () => {
    const project = await createRouted(database, {
      comparisons: 5,
      policy: { cooldown: { comparisons: 2, hours: 0 } },
    });
    const [me] = project.annotators;
    await samePrompt(project, [1, 2, 3]);
    // All at once, as a desk fetches them: the rule holds inside one claim too.
    const { items } = await claimAssignments(me!, { count: 20 });
    const { rows } = await database.pool.query<{ rank: number }>(
      `select c.rank from unnest($1::uuid[]) with ordinality as u (id, n) join assignments a on a.id = u.id join comparisons c on c.id = a.comparison_id order by n`,
      [items.map(({ id }) => id)],
    );
    expect(rows.map(({ rank }) => rank)).toEqual([1, 4, 5, 2, 3]);
  });

  test('and by hours in any case', async () => {
    const project = await createRouted(database, {
      comparisons: 3,
      policy: { cooldown: { comparisons: 0, hours: 2 } },
    });
    const [me] = project.annotators;
    await samePrompt(project, [1, 2]);
    expect((await claimAssignments(me!, { count: 9 })).items).toHaveLength(2);
    for (const _ of [1, 2]) await judgeNext(me!);
    const { rows } = await database.pool.query<{ back: string }>(
      `select min(closed_at) + interval '2 hours' as back from assignments where project_id = $1`,
      [project.projectId],
    );
    expect(await nothingFor(me!)).toEqual({ reason: 'cool_down', backAt: rows[0]!.back });
    await letPass(database, project.projectId, '3 hours');
    expect((await claimAssignments(me!, { count: 9 })).items).toHaveLength(1);
  });
});

describe('why there is nothing', () => {
  test('a paused member gets nothing and gives back what they hold', async () => {
    const project = await createRouted(database, { comparisons: 2, annotators: 2, target: 1 });
    const [me, other] = project.annotators;
    const userId = me!.actor.userId;
    expect(await claimRanks(me!, 2)).toEqual([1, 2]);
    await updateMemberRouting(other!, { userId, paused: true });
    await updateMemberRouting(other!, { userId, paused: true });
    expect(await nothingFor(me!)).toEqual({ reason: 'paused', backAt: null });
    expect(await claimRanks(other!, 1)).toEqual([1]);
    expect((await getRouting(other!)).members.find((member) => member.userId === userId)?.pausedAt).not.toBe(
      null,
    );
    await updateMemberRouting(other!, { userId, paused: false });
    expect(await claimRanks(me!, 2)).toEqual([2]);
    const events = await database.db
      .selectFrom('routing_events')
      .selectAll()
      .where('annotator_id', '=', userId)
      .execute();
    expect(events).toMatchObject([
      { action: 'pause', created_by: other!.actor.userId, undone_by: other!.actor.userId, rule: null },
    ]);
    expect(await countersOf(database, project.projectId)).toEqual(await recount(database, project.projectId));
  });

  test('others at work, all done, and what was asked not to be shown', async () => {
    const project = await createRouted(database, { comparisons: 2, annotators: 3, target: 1 });
    const [me, other, third] = project.annotators;
    await database.db
      .updateTable('comparisons')
      .set({ sensitive: ['violence'] })
      .where('id', '=', project.comparisonIds[1]!)
      .execute();
    await updateMySettings(third!, { optOut: ['violence'] });
    const { items } = await claimAssignments(me!, { count: 1 });
    expect(await nothingFor(third!)).toEqual({ reason: 'opted_out', backAt: null });
    await judgeNext(other!);
    expect(await nothingFor(other!)).toEqual({ reason: 'in_progress', backAt: null });
    await submitJudgment(me!, { ...submission(), assignmentId: items[0]!.id });
    expect(await nothingFor(other!)).toEqual({ reason: 'all_done', backAt: null });
  });
});

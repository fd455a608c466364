import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { annotatorProject } from '@pairwright/contract/annotate';
import { Problem } from '@pairwright/contract/errors';
import { systemIds } from '@pairwright/runtime/ids';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { createProject, submission } from './annotate.fixture.ts';
import { claimAssignments } from './claim-assignments.service.ts';
import { getMyAssignment, listMyJudgments } from './my-judgments.service.ts';
import { getMyProject, listMyProjects } from './my-projects.service.ts';
import { retractJudgment } from './retract-judgment.service.ts';
import { skipAssignment } from './skip-assignment.service.ts';
import { submitJudgment } from './submit-judgment.service.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

describe('getMyProject', () => {
  test('counts what I judged and what still wants a judgment of mine', async () => {
    const { annotators, projectId } = await createProject(database, {
      comparisons: 10,
      target: 1,
      annotators: 2,
    });
    const [me, other] = annotators;
    expect(await getMyProject(me!)).toMatchObject({
      id: projectId,
      judged: 0,
      judgedToday: 0,
      remaining: 10,
    });
    const { items } = await claimAssignments(me!, { count: 4 });
    expect(await getMyProject(me!)).toMatchObject({ remaining: 10 });
    await submitJudgment(me!, { ...submission(), assignmentId: items[0]!.id });
    await skipAssignment(me!, { assignmentId: items[1]!.id, reason: 'other' });
    await claimAssignments(other!, { count: 3 });
    const mine = await getMyProject(me!);
    expect(annotatorProject.parse(mine)).toMatchObject({ judged: 1, judgedToday: 1, remaining: 2 + 4 });
    expect(await getMyProject(other!)).toMatchObject({ judged: 0, remaining: 3 + 4 });
  });
});

describe('listMyProjects', () => {
  test('has the projects I am a member of that are not archived', async () => {
    const made = [
      await createProject(database, { comparisons: 1 }),
      await createProject(database, { comparisons: 2 }),
      await createProject(database, { comparisons: 3 }),
    ];
    const me = made[0]!.annotators[0]!;
    await database.db
      .insertInto('project_members')
      .values(
        made.slice(0, 2).map(({ projectId }) => ({
          project_id: projectId,
          user_id: me.actor.userId,
          role: 'annotator' as const,
        })),
      )
      .execute();
    expect((await listMyProjects(me)).items.map((item) => item.remaining).sort()).toEqual([1, 2]);
    await database.db
      .updateTable('projects')
      .set({ state: 'archived' })
      .where('id', '=', made[1]!.projectId)
      .execute();
    expect((await listMyProjects(me)).items.map((item) => item.id)).toEqual([made[0]!.projectId]);
  });
});

describe('looking back', () => {
  test('lists my judgments that stand, newest first, page by page', async () => {
    const {
      annotators: [me],
    } = await createProject(database, { comparisons: 9 });
    const { items } = await claimAssignments(me!, { count: 9 });
    const sent = [];
    for (const item of items) {
      const judgment = {
        ...submission(undefined, { rationale: item.prompt[0]!.content! }),
        assignmentId: item.id,
      };
      await submitJudgment(me!, judgment);
      sent.push(judgment);
    }
    await retractJudgment(me!, {
      id: systemIds.next(),
      judgmentId: sent[3]!.id,
      assignmentId: sent[3]!.assignmentId,
    });
    const replaced = {
      ...submission(undefined, { answer: { outcome: 'tie' } }),
      assignmentId: sent[4]!.assignmentId,
    };
    await submitJudgment(me!, replaced);
    const expected = [...sent.filter((_, index) => index !== 3 && index !== 4), replaced]
      .map((judgment) => judgment.id)
      .sort()
      .reverse();
    const seen = [];
    let cursor: string | undefined;
    do {
      const page = await listMyJudgments(me!, { limit: 3, cursor });
      seen.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen.map((item) => item.judgmentId)).toEqual(expected);
    expect(seen[0]).toMatchObject({ outcome: 'tie', position: 4, points: 7, promptExcerpt: 'question 5' });
    expect(seen.at(-1)).toMatchObject({
      outcome: 'preference',
      position: 2,
      rationale: 'question 1',
      promptExcerpt: 'question 1',
    });
  });

  test('shows one assignment as it was shown, with the answer that stands', async () => {
    const {
      annotators: [me, other],
    } = await createProject(database, { comparisons: 1, annotators: 2 });
    const {
      items: [item],
      questions: [question],
    } = await claimAssignments(me!, { count: 1 });
    const { leaseExpiresAt, ...shown } = item!;
    expect(leaseExpiresAt).toBeTruthy();
    expect(await getMyAssignment(me!, { assignmentId: shown.id })).toEqual({
      ...shown,
      question,
      state: 'leased',
      judgment: null,
    });
    const sent = submission();
    await submitJudgment(me!, { ...sent, assignmentId: shown.id });
    const looked = await getMyAssignment(me!, { assignmentId: shown.id });
    expect(looked).toMatchObject({
      ...shown,
      state: 'submitted',
      judgment: { judgmentId: sent.id, position: 2, points: 7 },
    });
    expect(JSON.stringify(looked)).not.toContain('secret-model');
    await expect(getMyAssignment(other!, { assignmentId: shown.id })).rejects.toThrow(Problem);
  });
});

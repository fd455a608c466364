import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Problem } from '@pairwright/contract/errors';
import { toStrength } from '@pairwright/domain/scale';
import { systemIds } from '@pairwright/runtime/ids';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import {
  contextOf,
  countersOf,
  createProject,
  letExpire,
  recount,
  submission,
  type TestProject,
  type TestProjectOptions,
} from './annotate.fixture.ts';
import { claimAssignments } from './claim-assignments.service.ts';
import { submitJudgment } from './submit-judgment.service.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

interface Claimed extends TestProject {
  /** The assignment each annotator got of the only comparison. */
  readonly assignmentIds: string[];
}

async function claimed(options: Partial<TestProjectOptions> = {}): Promise<Claimed> {
  const project = await createProject(database, { comparisons: 1, ...options });
  const assignmentIds: string[] = [];
  for (const ctx of project.annotators) {
    const { items } = await claimAssignments(ctx, { count: 1 });
    assignmentIds.push(...items.map((item) => item.id));
  }
  return { ...project, assignmentIds };
}

const judgments = (projectId: string) =>
  database.db
    .selectFrom('judgments')
    .selectAll()
    .where('project_id', '=', projectId)
    .orderBy('created_at')
    .execute();

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof Problem ? error.code : `no Problem: ${String(error)}`;
}

/** Gives the place of a lease that ran out to somebody else. */
async function takeOver(project: TestProject, by: number): Promise<string> {
  await letExpire(database, project.projectId);
  const { items } = await claimAssignments(project.annotators[by]!, { count: 1 });
  return items[0]!.id;
}

describe('submitJudgment', () => {
  test('stores the judgment, ends the assignment and moves the counters', async () => {
    const { annotators, assignmentIds, projectId } = await claimed();
    const sent = submission(undefined, { rationale: '更清楚' });
    const receipt = await submitJudgment(annotators[0]!, { ...sent, assignmentId: assignmentIds[0]! });
    expect(receipt).toMatchObject({ judgmentId: sent.id, status: 'counted' });
    const [stored] = await judgments(projectId);
    expect(stored).toMatchObject({
      id: sent.id,
      outcome: 'preference',
      position: 2,
      rationale: '更清楚',
      surplus: false,
      supersedes: null,
      view: sent.view,
      created_at: receipt.createdAt,
    });
    expect(await countersOf(database, projectId)).toEqual([{ rank: 1, leased: 0, judged: 1, skipped: 0 }]);
  });

  test('keeps the strength in canonical terms for both orders shown', async () => {
    const project = await createProject(database, { comparisons: 14, target: 2, annotators: 2 });
    const seen = new Set<string>();
    for (const ctx of project.annotators) {
      const { items } = await claimAssignments(ctx, { count: 14 });
      for (const [index, item] of items.entries()) {
        const position = 1 + (index % 7);
        const sent = submission(undefined, { answer: { outcome: 'scale', position } });
        await submitJudgment(ctx, { ...sent, assignmentId: item.id });
        const { strength, presented_order } = await database.db
          .selectFrom('judgments')
          .innerJoin('assignments', 'assignments.judgment_id', 'judgments.id')
          .select(['strength', 'presented_order'])
          .where('judgments.id', '=', sent.id)
          .executeTakeFirstOrThrow();
        expect(strength).toBe(toStrength({ points: 7 }, position, presented_order).strength);
        const shown = presented_order[0] === 0 ? 'first' : 'second';
        expect(item.responses[0]?.messages[0]?.content).toMatch(new RegExp(`^${shown} `));
        seen.add(`${position} ${presented_order.join('')}`);
      }
    }
    expect(seen.size).toBe(14);
  });

  test('gives the first receipt again for the same id and content, also much later', async () => {
    const project = await claimed();
    const [me, assignmentId] = [project.annotators[0]!, project.assignmentIds[0]!];
    const first = { ...submission(), assignmentId };
    const receipt = await submitJudgment(me, first);
    expect(await submitJudgment(me, { ...first, view: { ...first.view } })).toEqual(receipt);
    const second = { ...submission(), assignmentId };
    const revised = await submitJudgment(me, second);
    expect(await submitJudgment(me, first)).toEqual(receipt);
    expect(await submitJudgment(me, second)).toEqual(revised);
    expect(await judgments(project.projectId)).toHaveLength(2);
  });

  test('stores once when the same judgment arrives many times at once', async () => {
    const project = await claimed();
    const input = { ...submission(), assignmentId: project.assignmentIds[0]! };
    const receipts = await Promise.all(
      Array.from({ length: 12 }, () => submitJudgment(project.annotators[0]!, input)),
    );
    expect(new Set(receipts.map((receipt) => JSON.stringify(receipt))).size).toBe(1);
    expect(await countersOf(database, project.projectId)).toEqual(await recount(database, project.projectId));
  });

  test('refuses an id that was used with another content, by me or by anybody', async () => {
    const project = await claimed({ annotators: 2 });
    const [mine, theirs] = project.annotators;
    const sent = submission();
    await submitJudgment(mine!, { ...sent, assignmentId: project.assignmentIds[0]! });
    expect(
      await codeOf(submitJudgment(mine!, { ...sent, activeMs: 1, assignmentId: project.assignmentIds[0]! })),
    ).toBe('judgment_conflict');
    expect(await codeOf(submitJudgment(theirs!, { ...sent, assignmentId: project.assignmentIds[1]! }))).toBe(
      'judgment_conflict',
    );
    expect(await countersOf(database, project.projectId)).toEqual([
      { rank: 1, leased: 1, judged: 1, skipped: 0 },
    ]);
  });

  test('knows no assignment that is not mine or of another project', async () => {
    const project = await claimed({ annotators: 2 });
    const other = await createProject(database, { comparisons: 1 });
    const [mine, theirs] = project.annotators;
    const assignmentId = project.assignmentIds[0]!;
    expect(await codeOf(submitJudgment(theirs!, { ...submission(), assignmentId }))).toBe('not_found');
    expect(await codeOf(submitJudgment(mine!, { ...submission(), assignmentId: systemIds.next() }))).toBe(
      'not_found',
    );
    const elsewhere = contextOf(database, other.projectId, mine!.actor.userId);
    expect(await codeOf(submitJudgment(elsewhere, { ...submission(), assignmentId }))).toBe('not_found');
  });

  test('refuses answers and versions the question does not have', async () => {
    const project = await claimed({ points: 5 });
    const refused = (change: Parameters<typeof submission>[1]) =>
      codeOf(
        submitJudgment(project.annotators[0]!, {
          ...submission(undefined, change),
          assignmentId: project.assignmentIds[0]!,
        }),
      );
    expect(await refused({ answer: { outcome: 'scale', position: 6 } })).toBe('outcome_not_allowed');
    expect(await refused({ answer: { outcome: 'cannot_judge' } })).toBe('outcome_not_allowed');
    expect(await refused({ questionVersion: 2 })).toBe('invalid_request');
    expect(await refused({ guidelinesVersion: 2 })).toBe('invalid_request');
    expect(await judgments(project.projectId)).toEqual([]);
  });

  test('answers off the scale have no strength; the middle of an odd scale is a tie', async () => {
    const project = await claimed();
    const [me, assignmentId] = [project.annotators[0]!, project.assignmentIds[0]!];
    for (const answer of [
      { outcome: 'both_bad' },
      { outcome: 'tie' },
      { outcome: 'scale', position: 4 },
    ] as const) {
      await submitJudgment(me, { ...submission(undefined, { answer }), assignmentId });
    }
    expect(
      (await judgments(project.projectId)).map(({ outcome, position, strength }) => ({
        outcome,
        position,
        strength,
      })),
    ).toEqual([
      { outcome: 'both_bad', position: null, strength: null },
      { outcome: 'tie', position: 4, strength: 0 },
      { outcome: 'tie', position: 4, strength: 0 },
    ]);
  });

  test('a second judgment replaces the first and changes no count', async () => {
    const project = await claimed();
    const [me, assignmentId] = [project.annotators[0]!, project.assignmentIds[0]!];
    const [first, second] = [submission(), submission()];
    await submitJudgment(me, { ...first, assignmentId });
    expect(await submitJudgment(me, { ...second, assignmentId })).toMatchObject({ status: 'revised' });
    expect((await judgments(project.projectId)).map(({ id, supersedes }) => ({ id, supersedes }))).toEqual([
      { id: first.id, supersedes: null },
      { id: second.id, supersedes: first.id },
    ]);
    expect(await countersOf(database, project.projectId)).toEqual([
      { rank: 1, leased: 0, judged: 1, skipped: 0 },
    ]);
  });

  test('a late judgment counts while there is room', async () => {
    const project = await claimed({ target: 2, annotators: 2 });
    await letExpire(database, project.projectId);
    await database.pool.query('select expire_leases(null, 100)');
    expect(
      await submitJudgment(project.annotators[0]!, {
        ...submission(),
        assignmentId: project.assignmentIds[0]!,
      }),
    ).toMatchObject({ status: 'counted' });
    expect(await countersOf(database, project.projectId)).toEqual([
      { rank: 1, leased: 0, judged: 1, skipped: 0 },
    ]);
  });

  test('a late judgment whose place was given away is kept as surplus, and a revision of it too', async () => {
    const project = await claimed({ target: 1, annotators: 2 });
    const other = await takeOver(project, 1);
    const late = { ...submission(), assignmentId: project.assignmentIds[0]! };
    expect(await submitJudgment(project.annotators[0]!, late)).toMatchObject({ status: 'surplus' });
    expect(await submitJudgment(project.annotators[0]!, late)).toMatchObject({ status: 'surplus' });
    expect(
      await submitJudgment(project.annotators[1]!, { ...submission(), assignmentId: other }),
    ).toMatchObject({ status: 'counted' });
    expect(
      await submitJudgment(project.annotators[0]!, { ...submission(), assignmentId: late.assignmentId }),
    ).toMatchObject({ status: 'revised' });
    expect(await countersOf(database, project.projectId)).toEqual([
      { rank: 1, leased: 0, judged: 1, skipped: 0 },
    ]);
    expect(await recount(database, project.projectId)).toEqual(await countersOf(database, project.projectId));
  });

  test('the revision of a surplus judgment counts once there is room', async () => {
    const project = await claimed({ target: 1, annotators: 2 });
    await takeOver(project, 1);
    const assignmentId = project.assignmentIds[0]!;
    await submitJudgment(project.annotators[0]!, { ...submission(), assignmentId });
    await letExpire(database, project.projectId);
    await database.pool.query('select expire_leases(null, 100)');
    expect(await submitJudgment(project.annotators[0]!, { ...submission(), assignmentId })).toMatchObject({
      status: 'revised',
    });
    expect(await countersOf(database, project.projectId)).toEqual([
      { rank: 1, leased: 0, judged: 1, skipped: 0 },
    ]);
    expect(await recount(database, project.projectId)).toEqual(await countersOf(database, project.projectId));
  });

  test.each(['paused', 'archived'] as const)('keeps work in a project that is %s', async (state) => {
    const project = await claimed();
    await database.db.updateTable('projects').set({ state }).where('id', '=', project.projectId).execute();
    expect(
      await submitJudgment(project.annotators[0]!, {
        ...submission(),
        assignmentId: project.assignmentIds[0]!,
      }),
    ).toMatchObject({ status: 'counted' });
    expect(await codeOf(claimAssignments(project.annotators[0]!, { count: 1 }))).toBe('project_not_active');
  });

  test('judgments can be neither changed nor deleted', async () => {
    const project = await claimed();
    const sent = submission();
    await submitJudgment(project.annotators[0]!, { ...sent, assignmentId: project.assignmentIds[0]! });
    await expect(
      database.db.updateTable('judgments').set({ strength: 3 }).where('id', '=', sent.id).execute(),
    ).rejects.toThrow('append-only');
    await expect(database.db.deleteFrom('judgments').where('id', '=', sent.id).execute()).rejects.toThrow(
      'append-only',
    );
  });
});

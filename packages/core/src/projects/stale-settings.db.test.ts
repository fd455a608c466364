import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { createProject } from '../annotate/annotate.fixture.ts';
import { getProject, updateProject } from './projects.service.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

test('a setting that somebody else changed meanwhile is told, not overwritten; the others are not in the way', async () => {
  const { annotators } = await createProject(database, { comparisons: 1, target: 3 });
  const ctx = annotators[0]!;
  const { name } = await getProject(ctx);
  await updateProject(ctx, { targetJudgments: 5, before: { targetJudgments: 3 } });
  await expect(
    updateProject(ctx, { targetJudgments: 4, name: 'Mine', before: { targetJudgments: 3, name } }),
  ).rejects.toMatchObject({
    code: 'wrong_state',
    detail: expect.stringContaining('targetJudgments is 5 by now, not 3') as string,
  });
  expect(await getProject(ctx)).toMatchObject({ name, targetJudgments: 5 });
  await updateProject(ctx, { name: 'Mine', before: { name } });
  // Sent again, as by a browser whose answer was lost.
  await updateProject(ctx, { name: 'Mine', before: { name } });
  await updateProject(ctx, { shared: { percent: 10, judgments: 7 }, before: { shared: null } });
  expect(await getProject(ctx)).toMatchObject({
    name: 'Mine',
    targetJudgments: 5,
    shared: { percent: 10, judgments: 7 },
  });
});

test('of two who change the same setting at once, one is told', async () => {
  const { annotators } = await createProject(database, { comparisons: 1, target: 3 });
  const ctx = annotators[0]!;
  const before = { leaseMinutes: (await getProject(ctx)).leaseMinutes };
  const done = await Promise.allSettled([
    updateProject(ctx, { leaseMinutes: 7, before }),
    updateProject(ctx, { leaseMinutes: 8, before }),
  ]);
  expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

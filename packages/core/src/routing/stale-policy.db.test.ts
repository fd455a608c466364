import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPolicy } from '@pairwright/domain/routing/policy';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { createProject } from '../annotate/annotate.fixture.ts';
import { getRouting, setRoutingPolicy } from './routing.service.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const withGold = {
  ...openPolicy,
  gold: { percent: 10, warmUp: { first: 20, gold: 4 }, exposures: 50, rules: [] },
};

test('of two leads who save a policy made from the same one, the second is told', async () => {
  const { annotators } = await createProject(database, { comparisons: 1 });
  const ctx = annotators[0]!;
  await setRoutingPolicy(ctx, { ...withGold, basedOn: null });
  await expect(
    setRoutingPolicy(ctx, { ...openPolicy, languageMatch: true, basedOn: null }),
  ).rejects.toMatchObject({ code: 'wrong_state' });
  expect((await getRouting(ctx)).policy).toEqual(withGold);
  await setRoutingPolicy(ctx, { ...withGold, languageMatch: true, basedOn: withGold });
  // Sent again, as by a browser whose answer was lost.
  await setRoutingPolicy(ctx, { ...withGold, languageMatch: true, basedOn: withGold });
  const both = await Promise.allSettled(
    [1, 2].map((perHour) =>
      setRoutingPolicy(ctx, {
        ...withGold,
        caps: { perHour, perDay: null, perProject: null },
        basedOn: { ...withGold, languageMatch: true },
      }),
    ),
  );
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('a policy stored before a part of it existed is the one that the page shows', async () => {
  const { annotators, projectId } = await createProject(database, { comparisons: 1 });
  const ctx = annotators[0]!;
  const { practice: _, ...older } = openPolicy;
  await database.pool.query('update projects set routing = $2 where id = $1', [
    projectId,
    JSON.stringify(older),
  ]);
  await setRoutingPolicy(ctx, { ...withGold, basedOn: openPolicy });
  expect((await getRouting(ctx)).policy).toEqual(withGold);
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { countersOf, recount } from '../annotate/annotate.fixture.ts';
import { assignmentsOf } from './gold.fixture.ts';
import { createRouted, judgeNext } from './routing.fixture.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

describe('repeats', () => {
  test('an own comparison comes again after others, once, with its sides swapped', async () => {
    const project = await createRouted(database, {
      comparisons: 30,
      target: 1,
      policy: { repeats: { percent: 40, after: 3 } },
    });
    const [me] = project.annotators;
    const order: number[] = [];
    for (let turn = 0; turn < 30; turn += 1) {
      const rank = await judgeNext(me!);
      if (rank !== null) order.push(rank);
    }
    const { rows } = await assignmentsOf(database, project);
    const again = rows.filter(({ kind }) => kind === 'repeat');
    expect(again.length).toBeGreaterThan(0);
    expect(new Set(again.map((row) => row.comparison_id)).size).toBe(again.length);
    for (const row of again) {
      const first = rows.find((one) => one.comparison_id === row.comparison_id && one.kind === 'normal')!;
      expect(row.presented_order).toEqual(first.presented_order.toReversed());
      const rank = project.comparisonIds.indexOf(row.comparison_id) + 1;
      const [at, later] = [order.indexOf(rank), order.lastIndexOf(rank)];
      expect(later - at).toBeGreaterThan(3);
    }
    const counters = await countersOf(database, project.projectId);
    expect(counters).toEqual(await recount(database, project.projectId));
    expect(counters.every(({ judged }) => judged <= 1)).toBe(true);
  });
});

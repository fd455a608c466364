import { sql } from 'kysely';
import { recipe } from '@pairwright/contract/recipe';
import type { z } from 'zod';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addAllPairs, createStage } from './datasets.fixture.ts';
import { resolvedExpressions } from './resolution.sql.ts';
import { decidedExpressions } from './rows.sql.ts';
import { rowOrder } from './file-order.sql.ts';

/** All pairs of so many; the other project is larger, and what is looked at a small part of the tables. */
const RESPONSES = { here: 60, elsewhere: 150 };
const PAIRS = (RESPONSES.here * (RESPONSES.here - 1)) / 2;

const database = await createTestDatabase();
const stage = await createStage(database, { slug: 'plan' });
const elsewhere = await createStage(database, { slug: 'larger' });
let sample: string[];
beforeAll(async () => {
  await addAllPairs(elsewhere, RESPONSES.elsewhere);
  await addAllPairs(stage, RESPONSES.here);
  await sql`analyze`.execute(database.db);
  const { rows } = await sql<{ id: string }>`
    select id from comparisons where project_id = ${stage.projectId}`.execute(database.db);
  sample = rows.map(({ id }) => id);
});
afterAll(async () => {
  await stage.close();
  await elsewhere.close();
  await database.close();
});

type RecipeInput = z.input<typeof recipe>;

interface Plan {
  readonly 'Rows Removed by Join Filter'?: number;
  readonly 'Actual Loops': number;
  readonly Plans?: readonly Plan[];
}

/** How many pairs of rows were put beside each other and did not belong together. */
function discarded({ Plans = [], ...plan }: Plan): number {
  const own = (plan['Rows Removed by Join Filter'] ?? 0) * plan['Actual Loops'];
  return Plans.reduce((sum, below) => sum + discarded(below), own);
}

const others: readonly RecipeInput[] = [
  { singles: 'include', filters: { withoutFlags: ['harmful'] } },
  { adjudicated: 'prefer', ties: 'half_weight', bothBad: 'negatives', includeMargin: true },
  { duplicates: 'drop', dropFlagged: true, majority: 'absolute', softLabel: true, margin: 'log_odds' },
];
const choices = (['majority', 'weighted', 'each_vote'] as const).flatMap((aggregation) =>
  (['all', 'adjacent', 'leave_out'] as const).flatMap((rankings) =>
    others.map((other): RecipeInput => ({ aggregation, rankings, ...other })),
  ),
);
const weights = {
  of: 'pairs',
  annotatorIds: stage.annotators,
  weights: stage.annotators.map(() => 3),
  other: 1,
} as const;

test.each(['sample', 'all'] as const)(
  'each vote finds its comparison at once, whatever the recipe: %s',
  async (which) => {
    const bad: string[] = [];
    let looked = 0;
    for (const choice of choices) {
      const { data: parsed, error } = recipe.safeParse(choice);
      // Some choices exclude each other.
      if (error !== undefined) continue;
      looked += 1;
      const of = {
        projectId: stage.projectId,
        recipe: parsed,
        weights: parsed.aggregation === 'weighted' ? weights : null,
        sample: which === 'all' ? null : sample,
      };
      const { rows } = await sql<{ 'QUERY PLAN': readonly { Plan: Plan }[] }>`
      explain (analyze, format json) with ${resolvedExpressions(of)}, ${decidedExpressions(parsed, rowOrder, 'decided')}
      select count(*) from decided where dropped is null`.execute(database.db);
      const beside = discarded(rows[0]!['QUERY PLAN'][0]!.Plan);
      if (beside > (PAIRS * PAIRS) / 10) bad.push(`${JSON.stringify(choice)}: ${beside}`);
    }
    expect(bad).toEqual([]);
    expect(looked).toBeGreaterThan(18);
  },
);

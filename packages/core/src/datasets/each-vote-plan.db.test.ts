import { sql } from 'kysely';
import { recipe } from '@pairwright/contract/recipe';
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

const recipes = (['majority', 'each_vote'] as const).flatMap((aggregation) =>
  (['all', 'adjacent', 'best_vs_rest', 'leave_out'] as const).map((rankings) => ({ aggregation, rankings })),
);

test.each(recipes)(
  'among a few thousand each vote finds its comparison at once: $aggregation, $rankings',
  async (choices) => {
    const chosen = recipe.parse({ ...choices, singles: 'include', filters: { withoutFlags: ['harmful'] } });
    const of = { projectId: stage.projectId, recipe: chosen, weights: null, sample };
    const { rows } = await sql<{ 'QUERY PLAN': readonly { Plan: Plan }[] }>`
    explain (analyze, format json) with ${resolvedExpressions(of)}, ${decidedExpressions(chosen, rowOrder, 'decided')}
    select count(*) from decided where dropped is null`.execute(database.db);
    expect(discarded(rows[0]!['QUERY PLAN'][0]!.Plan)).toBeLessThan((PAIRS * PAIRS) / 10);
  },
);

import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { type Recipe, rowKind } from '@pairwright/contract/datasets';
import { dropReasons } from '@pairwright/contract/drop-reasons';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { createStage, emptyProject, type Stage } from './datasets.fixture.ts';
import { rowOrder } from './file-order.sql.ts';
import { expected, type Found, weightsOf } from './fixtures/expected.fixture.ts';
import { comparisons, rare, rareRecipes, recipes } from './fixtures/given.fixture.ts';
import { store, type Stored } from './fixtures/stored.fixture.ts';
import { resolvedExpressions } from './resolution.sql.ts';
import { decidedExpressions } from './rows.sql.ts';

const database = await createTestDatabase();
const stage = await createStage(database);
afterAll(async () => {
  await stage.close();
  await database.close();
});

async function resolveInSql({ projectId, ctx }: Stage, recipe: Recipe): Promise<Map<string, Found>> {
  const weights = weightsOf(stage, recipe);
  const { rows } =
    await sql<Found>`with ${resolvedExpressions({ projectId, recipe, weights })}, ${decidedExpressions(recipe, rowOrder)}
    select concat_ws(' ', id, source, judgment_id, i, j, half) as key, dropped, agreement, margin, chosen_id as chosen, rejected_id as rejected,
      kind, weight, detail from decided`.execute(ctx.db.db);
  expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  return new Map(rows.map((row) => [row.key, row]));
}

test('the database resolves as the rules in domain say', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(comparisons, { minLength: 8, maxLength: 14 }),
      fc.array(recipes, { minLength: 12, maxLength: 12 }),
      async (given, tried) => {
        await emptyProject(stage);
        const stored: Stored[] = [];
        for (const comparison of [...rare, ...given]) stored.push(await store(stage, comparison));
        for (const recipe of [...tried, ...rareRecipes]) {
          const found = await resolveInSql(stage, recipe);
          const wanted = stored.flatMap((one) => expected(recipe, one, stage).map((want) => ({ want, one })));
          expect([...found.keys()].toSorted()).toEqual(wanted.map(({ want }) => want.key).toSorted());
          for (const { want, one } of wanted) {
            const got = found.get(want.key) as Found;
            const about = { recipe, comparison: one.comparison };
            expect({ ...about, dropped: got.dropped }).toEqual({ ...about, dropped: want.dropped });
            seen.add(
              `${want.key.split(' ')[1] === 'rewrite' ? 'rewrite' : 'unit'} ${want.dropped ?? want.kind}`,
            );
            if (want.dropped === null) expect({ ...about, ...got }).toEqual({ ...about, ...want });
          }
        }
      },
    ),
    { numRuns: 15, endOnFailure: true },
  );
  // The property has seen everything there is: one response, pairs of two or more, and rewrites.
  const elsewhere = [
    'withdrawn',
    'other_batch',
    'other_round',
    'other_language',
    'other_category',
    'other_source',
    'other_tag',
    'duplicate',
    'near_duplicate',
    'personal_data',
  ];
  const ofComparisons = ['other_model', 'other_length', 'not_adjudicated', 'flag_raised'];
  const ofRewrites = [
    'empty_chosen',
    'flagged',
    'identical_responses',
    'no_preference',
    'not_selected',
    'preference',
    'text_missing',
    'too_weak',
    'other_outcome',
    'no_margin',
    ...ofComparisons,
  ];
  expect([...seen].toSorted()).toEqual(
    [
      ...[...dropReasons, ...rowKind.options]
        .filter((reason) => !elsewhere.includes(reason))
        .map((reason) => `unit ${reason}`),
      ...ofRewrites.map((reason) => `rewrite ${reason}`),
    ]
      .filter((one, index, all) => all.indexOf(one) === index)
      .toSorted(),
  );
});

import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DropReason, recipe, type Recipe } from '@pairwright/contract/datasets';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { addPair, addQuestion, addVote, createStage, noDetails } from './datasets.fixture.ts';
import { plainPair } from '@pairwright/domain/judgment/form';
import { getVersion } from './datasets.service.ts';
import { asked, said } from './every-kind.fixture.ts';
import { frozen } from './exported.fixture.ts';
import { previewRecipe } from './preview.service.ts';

type Filters = Recipe['filters'];

const database = await createTestDatabase();
const stage = await createStage(database, { slug: 'filters' });
const later = stage.ctx.ids.next();
afterAll(async () => {
  await stage.close();
  await database.close();
});

/** Sixteen pairs, no two of which have the same language, source, tag, model, length, votes, decision and flags. */
beforeAll(async () => {
  const { db } = database;
  const form = plainPair({ points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true });
  const flag = { key: 'harm', label: { en: 'Harm', 'zh-CN': '有害' }, hint: null, severities: [] };
  await addQuestion(stage, 2, { ...form, flags: [flag] });
  await db
    .insertInto('guidelines')
    .values({ project_id: stage.projectId, version: 2, markdown: '# Later' })
    .execute();
  await db
    .insertInto('batches')
    .values({ id: later, project_id: stage.projectId, name: 'later', round: 2 })
    .execute();
  const [a, b, c] = stage.annotators as [string, string, string];
  await db
    .insertInto('project_members')
    .values([
      { project_id: stage.projectId, user_id: a, role: 'annotator', teams: ['red'] },
      { project_id: stage.projectId, user_id: b, role: 'reviewer', teams: ['blue', 'red'] },
    ])
    .execute();
  for (let n = 0; n < 16; n += 1) {
    const has = (bit: number): boolean => (n & bit) !== 0;
    const comparisonId = await addPair(
      { ...stage, batchId: has(1) ? later : stage.batchId },
      {
        rank: n,
        prompt: asked(`Question ${n}?`),
        first: said('a'.repeat(n + 1)),
        second: said('b'),
        source: has(2) ? 'web' : 'books',
      },
    );
    const tags = JSON.stringify({ tags: [has(4) ? 'math' : 'poem', 'all'] });
    await sql`update prompts set language = ${has(4) ? 'en' : null}, category = ${has(8) ? 'law' : null}, metadata = ${tags}::jsonb
      where id = (select prompt_id from comparisons where id = ${comparisonId}::uuid)`.execute(db);
    if (has(8))
      await sql`update responses set model = 'other' where id = (select response_ids[1] from comparisons where id = ${comparisonId}::uuid)`.execute(
        db,
      );
    const details = { ...noDetails, flags: [{ key: 'harm', response: 0, severity: null }] };
    await addVote(stage, comparisonId, {
      annotator: a,
      outcome: 'preference',
      strength: has(2) ? -3 : -0.75,
      questionVersion: has(1) ? 2 : 1,
      ...(n % 5 === 0 ? { details } : {}),
    });
    if (has(4))
      await addVote(stage, comparisonId, {
        annotator: b,
        outcome: has(8) ? 'tie' : 'preference',
        strength: has(8) ? null : 2,
      });
    if (n % 3 === 0)
      await addVote(stage, comparisonId, { annotator: c, outcome: 'preference', strength: -2 });
    if (n === 7) await addVote(stage, comparisonId, { annotator: stage.annotators[3]!, outcome: 'both_bad' });
    if (n % 7 === 1)
      await db
        .insertInto('review_decisions')
        .values({
          id: stage.ctx.ids.next(),
          project_id: stage.projectId,
          comparison_id: comparisonId,
          turn: 0,
          outcome: 'preference',
          strength: -1,
          ranks: null,
          promote_to_gold: false,
        })
        .execute();
  }
});

/** A choice of each filter that leaves something out, with a reason for which it does. */
const cases: { [Key in keyof Filters]: [Filters[Key], DropReason] } = {
  batches: [[later], 'other_batch'],
  rounds: [[2], 'other_round'],
  languages: [['en'], 'other_language'],
  categories: [['law'], 'other_category'],
  sources: [['web'], 'other_source'],
  tags: [['math', 'none'], 'other_tag'],
  models: [['model "甲"', 'model\tB\\'], 'other_model'],
  leastCharacters: [5, 'other_length'],
  mostCharacters: [5, 'other_length'],
  adjudicatedOnly: [true, 'not_adjudicated'],
  withoutFlags: [['harm'], 'flag_raised'],
  from: ['2100-01-01', 'too_few_judgments'],
  to: ['2019-01-01', 'too_few_judgments'],
  questionVersions: [[2], 'too_few_judgments'],
  guidelinesVersions: [[2], 'too_few_judgments'],
  judges: [['reviewer'], 'too_few_judgments'],
  teams: [['blue'], 'too_few_judgments'],
  minAgreement: [1, 'low_agreement'],
  minStrength: [2, 'too_weak'],
  outcomes: [['tie'], 'other_outcome'],
};

/** What a preview says, after what a version frozen by the same recipe holds was found to be the same. */
async function kept(filters: Partial<Filters>, choices: Partial<Recipe> = {}) {
  const whole = recipe.parse({ ...choices, filters });
  const preview = await previewRecipe(stage.ctx, { recipe: whole, format: 'trl-implicit' });
  const told = {
    comparisons: preview.comparisons,
    units: preview.units,
    kinds: preview.kinds,
    rows: preview.rows,
    drops: preview.drops,
  };
  const { versionId } = await frozen(stage, whole);
  expect({ filters, ...(await getVersion(stage.ctx, versionId)) }).toMatchObject({ filters, ...told });
  const { rows } = await sql<{ reason: DropReason | null; n: number }>`
    select null as reason, count(*) as n from dataset_rows where version_id = ${versionId}
    union all select reason, count(*) from dataset_drops where version_id = ${versionId} group by 1`.execute(
    database.db,
  );
  const stored = Object.fromEntries(rows.flatMap(({ reason, n }) => (reason === null ? [] : [[reason, n]])));
  expect({ filters, rows: rows.find(({ reason }) => reason === null)?.n, drops: stored }).toEqual({
    filters,
    rows: told.rows,
    drops: told.drops,
  });
  const dropped = Object.values(told.drops).reduce((sum, n) => sum + n, 0);
  expect({ filters, units: told.rows + dropped }).toEqual({ filters, units: told.units });
  return told;
}

let unfiltered: ReturnType<typeof kept> | undefined;

test.each(Object.entries(cases))(
  '%s: what is kept and left out is all there is, and frozen as previewed',
  async (filter, [value, reason]) => {
    const without = await (unfiltered ??= kept({}));
    const told = await kept({ [filter]: value });
    expect(told.units).toBe(without.units);
    expect(told.drops[reason] ?? 0).toBeGreaterThan(without.drops[reason] ?? 0);
    expect(told.rows).toBeLessThan(without.rows);
  },
);

const filterSets = fc.record(
  Object.fromEntries(
    Object.entries(cases).map(([filter, [value]]) => [filter, fc.constant(value)]),
  ) as Record<keyof Filters, fc.Arbitrary<unknown>>,
  { requiredKeys: [] },
);

test('so it is with any filters together, and with any way to make rows', async () => {
  await fc.assert(
    fc.asyncProperty(
      filterSets,
      fc.record({
        ties: fc.constantFrom('drop', 'keep', 'half_weight'),
        aggregation: fc.constantFrom('majority', 'each_vote'),
        duplicates: fc.constantFrom('keep', 'drop'),
      }) as fc.Arbitrary<Partial<Recipe>>,
      async (filters, choices) => {
        await kept(filters as Partial<Filters>, choices);
      },
    ),
    { numRuns: 12, endOnFailure: true },
  );
});

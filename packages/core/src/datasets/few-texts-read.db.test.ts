import { sql } from 'kysely';
import { recipe } from '@pairwright/contract/recipe';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addAllPairs, createStage } from './datasets.fixture.ts';
import { explainRow } from './explain/why.service.ts';
import { frozen } from './exported.fixture.ts';
import { previewRecipe } from './preview.service.ts';

const database = await createTestDatabase();
const stage = await createStage(database, { slug: 'few-texts' });
const elsewhere = await createStage(database, { slug: 'many-texts' });
afterAll(async () => {
  await stage.close();
  await elsewhere.close();
  await database.close();
});

beforeAll(async () => {
  await addAllPairs(stage, 4);
  // So many that the planner would rather look each up.
  await addAllPairs(elsewhere, 2);
  await sql`insert into responses (id, prompt_id, model, messages, content_hash)
    select gen_random_uuid(), p.id, 'model ' || i, '[{"role":"assistant","content":"A"}]', int8send(i)
    from prompts p, generate_series(10, 40000) i where p.project_id = ${elsewhere.projectId}`.execute(
    database.db,
  );
  await sql`analyze`.execute(database.db);
});

interface Reads {
  readonly bySearch: number;
  readonly byScan: number;
}

async function readsOfResponses(): Promise<Reads> {
  const { rows } = await sql<Reads>`
    select idx_scan::int as "bySearch", (seq_tup_read + idx_tup_read)::int as "byScan" from pg_stat_user_tables t
    join lateral (select sum(idx_tup_read) as idx_tup_read from pg_stat_user_indexes i where i.relid = t.relid) i on true
    where relname = 'responses'`.execute(database.db);
  return rows[0]!;
}

/** How many responses were read; the database tells what a connection did when that has nothing to do. */
async function readBy(work: () => Promise<unknown>): Promise<number> {
  const before = await readsOfResponses();
  await work();
  await expect.poll(async () => (await readsOfResponses()).bySearch).toBeGreaterThan(before.bySearch);
  return (await readsOfResponses()).byScan - before.byScan;
}

test.each(['mask', 'refuse'] as const)(
  'a preview that looks for personal data (%s) reads the texts of its own rows',
  async (personalData) => {
    const wanted = { recipe: recipe.parse({ personalData }), format: 'trl-implicit' as const };
    expect(await readBy(() => previewRecipe(stage.ctx, wanted))).toBeLessThan(1_000);
  },
);

test('why a row is there is told from its own texts', async () => {
  const { versionId } = await frozen(stage, {});
  const { rows } = await sql<{ id: string }>`
    select comparison_id as id from dataset_rows where version_id = ${versionId} limit 1`.execute(
    database.db,
  );
  expect(await readBy(() => explainRow(stage.ctx, { versionId, rowId: rows[0]!.id }))).toBeLessThan(1_000);
});

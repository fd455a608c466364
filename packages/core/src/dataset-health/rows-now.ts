import { sql } from 'kysely';
import type { Recipe } from '@pairwright/contract/datasets';
import type { Tx } from '@pairwright/db/transaction';
import { frozenTables, insertRows, insertVotes, listAnnotators } from '../datasets/freeze.queries.ts';
import { dropNearRows } from '../datasets/near-rows.ts';
import { joinNearPrompts } from '../datasets/near-prompts.ts';
import { treatPersonalData } from '../datasets/personal-data.ts';
import { readVoteWeights } from '../datasets/weights.queries.ts';

/**
 * The rows and votes that a freeze of this recipe would store now, under this id of a version, in temporary tables that stand
 * before the real ones until the transaction ends: nothing is stored, and what reads a version reads them.
 */
export async function resolveForNow(
  db: Tx,
  { versionId, projectId, recipe }: { versionId: string; projectId: string; recipe: Recipe },
): Promise<void> {
  for (const table of frozenTables)
    await sql`create temporary table ${sql.ref(table)} (like ${sql.ref(table)} including defaults) on commit drop`.execute(
      db,
    );
  const target = { versionId, projectId, recipe };
  const { drops } = await insertRows(db, { ...target, weights: await readVoteWeights(db, target) });
  await sql`create index on dataset_drops (version_id, comparison_id)`.execute(db);
  const annotators = await listAnnotators(db, projectId);
  await insertVotes(db, target, { names: new Map(annotators.map((id) => [id, null])), drops });
  await sql`analyze dataset_rows, dataset_votes`.execute(db);
  const { split, duplicates, personalData } = recipe;
  if (duplicates === 'near') await dropNearRows(db, versionId);
  if (personalData !== 'ignore') await treatPersonalData(db, { versionId, policy: personalData });
  if (split?.by === 'prompt' && split.nearDuplicates === 'join')
    await joinNearPrompts(db, { versionId, split });
}

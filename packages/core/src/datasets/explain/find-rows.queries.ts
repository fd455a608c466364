import { sql } from 'kysely';
import type { Recipe } from '@pairwright/contract/recipe';
import type { Executor } from '@pairwright/db/database';
import { recordFormats } from '@pairwright/formats/out/registry';
import { recordsOf } from '../record-source.sql.ts';
import type { StoredComparison } from '../stored-comparison.ts';

/** A prompt of few letters stands in many a line: those with the most letters are looked at. */
const PROMPTS = 20;
const COMPARISONS = 500;

interface OfVersion {
  readonly projectId: string;
  readonly versionId: string;
}

/** Comparisons whose prompt, as the version has it, ends in words that stand in the text; the longest first. */
export async function comparisonsByPrompt(
  db: Executor,
  { projectId, versionId }: OfVersion,
  text: string,
): Promise<string[]> {
  // The database's texts hold no such character.
  const searched = text.replaceAll('\0', '');
  const { rows } = await sql<{ id: string }>`
    with words as (
      select p.id, btrim(coalesce(t.messages, p.messages) -> -1 ->> 'content', E' \\t\\r\\n') as said
      from prompts p left join dataset_texts t on t.version_id = ${versionId}::uuid and t.text_id = p.id
      where p.project_id = ${projectId}::uuid
    ),
    found as (
      select id, length(said) as size from words where said <> '' and strpos(${searched}, said) > 0 order by 2 desc, 1 limit ${PROMPTS}
    )
    select c.id from found f join comparisons c on c.prompt_id = f.id where c.project_id = ${projectId}::uuid
    order by f.size desc, c.rank, c.id limit ${COMPARISONS}`.execute(db);
  return rows.map(({ id }) => id);
}

/** Some comparisons as an export of the version reads them; those of which it has neither a row nor a vote are left out. */
export async function readComparisons(
  db: Executor,
  { versionId, recipe }: { readonly versionId: string; readonly recipe: Recipe },
  ids: readonly string[],
): Promise<StoredComparison[]> {
  // Formats that tell of single judgments are given everything. The statement of an export reads these few rows and votes for its tables.
  const select = recordsOf(recordFormats.arena, {
    versionId,
    split: null,
    isMasked: recipe.personalData === 'mask',
    criterion: recipe.criterion,
    shuffleSeed: recipe.shuffleSeed,
  });
  const { rows } = await sql<{ line: string }>`
    with dataset_rows as materialized (
      select r.* from dataset_rows r where r.version_id = ${versionId}::uuid and r.comparison_id = any(${ids}::uuid[])
    ),
    dataset_votes as materialized (
      select v.* from dataset_votes v where v.version_id = ${versionId}::uuid
        and v.judgment_id in (select j.id from judgments j where j.comparison_id = any(${ids}::uuid[]))
    )
    select l.line from (${sql.raw(select)}) l`.execute(db);
  return rows.map(({ line }) => JSON.parse(line) as StoredComparison);
}

/** Whether the version stores rows of all kinds. */
export async function hasAllKinds(db: Executor, versionId: string): Promise<boolean> {
  const row = await db
    .selectFrom('dataset_versions')
    .select('row_counts')
    .where('id', '=', versionId)
    .executeTakeFirstOrThrow();
  return row.row_counts !== null;
}

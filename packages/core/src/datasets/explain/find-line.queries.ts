import { sql } from 'kysely';
import type { Executor } from '@pairwright/db/database';

/** A line of a part of a version, from 1. */
export interface RowPlace {
  readonly versionId: string;
  readonly split: string;
  readonly position: number;
}

export interface PlacedRow {
  readonly comparisonId: string;
  readonly rowId: string;
}

/** The preference at a place of its part, in the order of the files. */
export async function placeOfRow(
  db: Executor,
  { versionId, split, position }: RowPlace,
): Promise<PlacedRow | undefined> {
  const { rows } = await sql<PlacedRow>`
    select comparison_id as "comparisonId", concat(comparison_id, id_suffix) as "rowId" from dataset_rows
    where version_id = ${versionId}::uuid and kind = 'preference' and split = ${split}
    order by ordinal offset ${position - 1} limit 1`.execute(db);
  return rows[0];
}

/** The comparison that a judgment is about, by the judgment's place in the version. */
export async function placeOfVote(
  db: Executor,
  { versionId, position }: RowPlace,
): Promise<PlacedRow | undefined> {
  const { rows } = await sql<PlacedRow>`
    select j.comparison_id as "comparisonId", j.comparison_id::text as "rowId" from dataset_votes v join judgments j on j.id = v.judgment_id
    where v.version_id = ${versionId}::uuid and v.ordinal = ${position}`.execute(db);
  return rows[0];
}

/** How many rows a part has in which one response is better. */
export async function sizeOfSplit(db: Executor, { versionId, split }: RowPlace): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from dataset_rows where version_id = ${versionId}::uuid and kind = 'preference' and split = ${split}`.execute(
    db,
  );
  return rows[0]?.n ?? 0;
}

import { type RawBuilder, sql } from 'kysely';
import type { Recipe } from '@pairwright/contract/datasets';
import type { Tx } from '@pairwright/db/transaction';
import { comparisonFault, judgmentFilter, withdrawnFault } from './filters.sql.ts';
import { judgmentsOf } from './resolution.sql.ts';
import { flaggedIf } from './units.sql.ts';

/** A judgment as `dataset_votes` would have it, with the comparison. */
export interface PreviewVote {
  readonly ordinal: number;
  readonly judgment_id: string;
  readonly comparison_id: string;
  readonly annotator: string | null;
  readonly counted: boolean;
  readonly not_counted_because: string | null;
}

interface Wanted {
  readonly projectId: string;
  readonly recipe: Recipe;
  readonly nameOf: ((annotatorId: string) => string) | null;
  readonly comparisons: readonly string[];
}

/** The first judgments of the project, or all those about some comparisons, in the order of comparisons and then of time. */
export async function votesOfPreview(
  db: Tx,
  { projectId, recipe, nameOf, comparisons }: Wanted,
  first: number | null,
): Promise<PreviewVote[]> {
  if (first === null && comparisons.length === 0) return [];
  const ids =
    first === null
      ? sql`select j.id from judgments j where j.comparison_id = any(${comparisons}::uuid[])`
      : firstJudgments(projectId, first);
  // All judgments of these comparisons: somebody else's may tell why a comparison is left out.
  const judged = judgmentsOf(projectId, {
    filter: sql`j.comparison_id in (select k.comparison_id from judgments k where k.id in (select id from listed))`,
    filtered: judgmentFilter(projectId, recipe),
  });
  const fault = comparisonFault(recipe.filters);
  const outside = sql`
    select c.id from comparisons c join prompts p on p.id = c.prompt_id
    where c.id in (select comparison_id from judged) and (${flaggedIf(recipe)} or ${
      fault === null
        ? sql`c.id in (select w.id from (${withdrawnFault(projectId)}) w)`
        : sql`(${fault}) is not null`
    })`;
  const { rows } = await sql<{
    id: string;
    comparison_id: string;
    annotator_id: string;
    reason: string | null;
  }>`
    with listed as materialized (${ids}), judged as materialized (${judged}), outside as (${outside})
    select j.id, j.comparison_id, j.annotator_id, coalesce(j.reason, case when o.id is not null then 'filtered' end) as reason
    from judged j join comparisons c on c.id = j.comparison_id left join outside o on o.id = c.id
    where j.id in (select id from listed)
    order by c.rank, c.id, j.created_at, j.id`.execute(db);
  return rows.map((row, index) => ({
    ordinal: index + 1,
    judgment_id: row.id,
    comparison_id: row.comparison_id,
    annotator: nameOf === null ? null : nameOf(row.annotator_id),
    counted: row.reason === null,
    not_counted_because: row.reason,
  }));
}

/** So many comparisons that have judgments have at least as many of these: those behind them need not be sorted. */
function firstJudgments(projectId: string, first: number): RawBuilder<unknown> {
  return sql`
    select j.id from (
      select c.id, c.rank from comparisons c where c.project_id = ${projectId} and exists (select from judgments o where o.comparison_id = c.id)
      order by c.rank, c.id limit ${first}
    ) c join judgments j on j.comparison_id = c.id order by c.rank, c.id, j.created_at, j.id limit ${first}`;
}

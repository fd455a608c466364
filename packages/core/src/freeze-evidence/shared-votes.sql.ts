import { type RawBuilder, sql } from 'kysely';
import type { Recipe } from '@pairwright/contract/recipe';
import type { Tx } from '@pairwright/db/transaction';

/** A version whose votes are stored, in the snapshot of its freeze. */
export interface EvidenceSource {
  readonly db: Tx;
  readonly versionId: string;
  readonly recipe: Recipe;
  readonly signal: AbortSignal;
}

/**
 * The judgments j of a version that count and are of a kind that the recipe makes rows of. Those that came to no row for what they say are
 * among them: people agree in rows, and of rows alone they would seem to agree more than they do.
 */
export function countedVotes({
  versionId,
  recipe,
}: Pick<EvidenceSource, 'versionId' | 'recipe'>): RawBuilder<unknown> {
  const left = [
    ...(recipe.singles === 'include'
      ? []
      : [sql`and j.outcome not in ('thumbs_up', 'thumbs_down', 'rated', 'steps')`]),
    ...(recipe.rankings === 'leave_out' ? [sql`and j.ranks is null`] : []),
  ];
  return sql`dataset_votes v join judgments j on j.id = v.judgment_id and v.version_id = ${versionId} and v.counted ${left.length === 0 ? sql`` : sql.join(left, sql` `)}`;
}

/** Of these judgments those that pass the filter, on comparisons that were judged at least twice, by their order in the version. */
export function sharedVotes(source: EvidenceSource, filter: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    select * from (
      select v.ordinal, j.comparison_id, j.annotator_id, j.outcome, j.strength, j.ranks, j.details, c.prompt_id,
        count(*) over (partition by j.comparison_id) as judged
      from ${countedVotes(source)} join comparisons c on c.id = j.comparison_id where ${filter}
    ) s where s.judged > 1 order by s.ordinal
  )`;
}

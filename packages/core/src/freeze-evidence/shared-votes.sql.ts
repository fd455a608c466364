import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '@pairwright/db/transaction';

/** A version whose votes are stored, in the snapshot of its freeze. */
export interface EvidenceSource {
  readonly db: Tx;
  readonly versionId: string;
  readonly signal: AbortSignal;
}

/** The judgments j of a version that count, on comparisons that were judged at least twice, by their order in the version. */
export function sharedVotes({ versionId }: EvidenceSource, filter: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    select * from (
      select v.ordinal, j.comparison_id, j.annotator_id, j.outcome, j.strength, j.ranks, j.details, c.prompt_id,
        count(*) over (partition by j.comparison_id) as judged
      from dataset_votes v join judgments j on j.id = v.judgment_id join comparisons c on c.id = j.comparison_id
      where v.version_id = ${versionId} and v.counted and ${filter}
    ) s where s.judged > 1 order by s.ordinal
  )`;
}

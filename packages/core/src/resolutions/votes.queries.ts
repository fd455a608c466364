import type { SingleDetails } from '@pairwright/contract/judgment';
import { sql } from 'kysely';
import type { Executor } from '@pairwright/db/database';
import type { CountedJudgment } from '@pairwright/domain/resolution-units';
import { judgmentsOf } from '../datasets/resolution.sql.ts';
import { singleDetails } from '../datasets/single-details.sql.ts';

export interface StoredVote extends CountedJudgment {
  readonly id: string;
  readonly annotatorId: string;
  /** Why it takes no part, or null when it counts. */
  readonly reason: string | null;
  readonly createdAt: string;
  /** Ratings and steps of a response judged alone; null of all others. */
  readonly details: SingleDetails | null;
}

export interface JudgedComparison {
  readonly comparisonId: string;
  readonly responses: number;
  /** Its own, or that of its batch; -100..100. */
  readonly priority: number;
  /** Everything that was said of it, in the order it happened. */
  readonly votes: readonly StoredVote[];
}

interface Row {
  readonly comparison_id: string;
  readonly responses: number;
  readonly priority: number;
  readonly id: string | null;
  readonly annotator_id: string;
  readonly outcome: CountedJudgment['outcome'];
  readonly strength: number | null;
  readonly ranks: number[] | null;
  readonly reason: string | null;
  readonly created_at: string;
  readonly details: SingleDetails | null;
}

/** Comparisons of a project with all their judgments; those it does not have are left out. */
export async function readVotes(
  db: Executor,
  of: { readonly projectId: string; readonly comparisonIds: readonly string[] },
): Promise<JudgedComparison[]> {
  if (of.comparisonIds.length === 0) return [];
  const filter = sql<boolean>`j.comparison_id = any(${of.comparisonIds}::uuid[])`;
  const { rows } = await sql<Row>`
    select c.id as comparison_id, cardinality(c.response_ids) as responses, coalesce(c.priority, b.priority) as priority, v.id, v.annotator_id, v.outcome, v.strength, v.ranks, v.reason, v.created_at, case when cardinality(c.response_ids) = 1 then ${singleDetails('v.details')} end as details
    from comparisons c join batches b on b.id = c.batch_id
    left join (${judgmentsOf(of.projectId, { filter, filtered: null, keepsWithdrawn: true })}) v on v.comparison_id = c.id
    where c.project_id = ${of.projectId} and c.id = any(${of.comparisonIds}::uuid[])
    order by c.id, v.created_at, v.id`.execute(db);
  const found = new Map<string, JudgedComparison & { readonly votes: StoredVote[] }>();
  for (const row of rows) {
    const one = found.get(row.comparison_id) ?? {
      comparisonId: row.comparison_id,
      responses: row.responses,
      priority: row.priority,
      votes: [],
    };
    found.set(row.comparison_id, one);
    if (row.id === null) continue;
    one.votes.push({
      id: row.id,
      annotatorId: row.annotator_id,
      outcome: row.outcome,
      strength: row.strength,
      ranks: row.ranks,
      reason: row.reason,
      createdAt: row.created_at,
      details: row.details,
    });
  }
  return [...found.values()];
}

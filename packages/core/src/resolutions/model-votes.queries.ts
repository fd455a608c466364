import { type RawBuilder, sql } from 'kysely';
import type { Executor } from '@pairwright/db/database';
import { pairLabels } from '@pairwright/domain/resolution-result';
import { judgmentsWithReason } from '../datasets/resolution.sql.ts';

/** Labels of thumbs: 0 good, 1 not good. */
export const thumbLabels = 2;

/** Votes that count and that a model can be learnt from, as numbers from 0. */
export interface ModelVotes {
  readonly comparisons: Int32Array;
  readonly annotators: Int32Array;
  /** As in `pairLabels`, or of thumbs. */
  readonly labels: Int32Array;
  /** How many labels there are. */
  readonly among: number;
  /** By the number of the annotator. */
  readonly annotatorIds: readonly string[];
}

/**
 * All votes about pairs of a project, or, where the question asked now is about one response by a thumb, all thumbs; numbered in
 * the database, so that a million of them stay small.
 */
export async function readModelVotes(db: Executor, projectId: string): Promise<ModelVotes> {
  const isThumbs = await asksThumbs(db, projectId);
  const votes = isThumbs
    ? countedVotes(projectId, { outcomes: sql`('thumbs_up', 'thumbs_down')`, responses: 1 })
    : countedVotes(projectId, { outcomes: sql`('preference', 'tie', 'both_bad')`, responses: 2 });
  const label = isThumbs
    ? sql`(v.outcome = 'thumbs_down')::int`
    : sql`case v.outcome when 'tie' then 2 when 'both_bad' then 3 else (v.strength > 0)::int end`;
  const { rows } = await sql<{ c: number; a: number; l: number }>`
    select (dense_rank() over (order by v.comparison_id) - 1)::int as c, (dense_rank() over (order by v.annotator_id) - 1)::int as a,
      ${label} as l from ${votes}`.execute(db);
  const { rows: people } = await sql<{ id: string }>`
    select distinct v.annotator_id as id from ${votes} order by 1`.execute(db);
  return {
    comparisons: Int32Array.from(rows, ({ c }) => c),
    annotators: Int32Array.from(rows, ({ a }) => a),
    labels: Int32Array.from(rows, ({ l }) => l),
    among: isThumbs ? thumbLabels : pairLabels.length,
    annotatorIds: people.map(({ id }) => id),
  };
}

function countedVotes(
  projectId: string,
  { outcomes, responses }: { readonly outcomes: RawBuilder<unknown>; readonly responses: number },
): RawBuilder<unknown> {
  return sql`(${judgmentsWithReason(projectId, sql<boolean>`j.outcome in ${outcomes}`)}) v
    join comparisons k on k.id = v.comparison_id and cardinality(k.response_ids) = ${responses}
    where v.reason is null`;
}

async function asksThumbs(db: Executor, projectId: string): Promise<boolean> {
  const { rows } = await sql<{ thumbs: boolean }>`
    select form #>> '{main,kind}' = 'single' and form #>> '{main,ask}' = 'thumbs' as thumbs
    from questions where project_id = ${projectId} order by version desc limit 1`.execute(db);
  return rows[0]?.thumbs === true;
}

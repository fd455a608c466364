import { sql } from 'kysely';
import { z } from 'zod';
import type { AnnotatorModel } from '@pairwright/contract/resolutions';
import type { Executor } from '@pairwright/db/database';
import { judgmentsWithReason } from '../datasets/resolution.sql.ts';
import { estimate, type Estimate } from './accuracies.ts';
import type { Weighing } from './compute.ts';
import { readSettings } from './settings.queries.ts';

function selectModels(db: Executor) {
  return db
    .selectFrom('annotator_models')
    .select([
      'id',
      'computed_at as computedAt',
      'votes',
      'comparisons',
      'annotators',
      'presumed_accuracy as presumedAccuracy',
      'converged',
      'reason',
    ]);
}

export async function findNewestModel(db: Executor, projectId: string): Promise<AnnotatorModel | null> {
  const row = await selectModels(db)
    .where('project_id', '=', projectId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** What votes of a project are weighed with now; null where they weigh the same, by choice or for want of overlap. */
export async function readWeighing(db: Executor, projectId: string): Promise<Weighing | null> {
  const { method } = await readSettings(db, projectId);
  return method === 'weighted' ? readAccuracies(db, projectId) : null;
}

/** How often each annotator is right, as last learnt; null where there is too little overlap to know. */
export async function readAccuracies(db: Executor, projectId: string): Promise<Weighing | null> {
  const row = await db
    .selectFrom('annotator_models')
    .select(['id', 'presumed_accuracy', 'estimates'])
    .where('project_id', '=', projectId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined || row.presumed_accuracy === null) return null;
  const estimates = z.array(estimate).parse(row.estimates);
  return {
    modelId: row.id,
    presumedAccuracy: row.presumed_accuracy,
    estimates: new Map(estimates.map((one) => [one.annotatorId, one])),
  };
}

/** Votes about pairs that count, as numbers from 0; labels as in `pairLabels`. */
export interface PairVotes {
  readonly comparisons: Int32Array;
  readonly annotators: Int32Array;
  readonly labels: Int32Array;
  /** By the number of the annotator. */
  readonly annotatorIds: readonly string[];
}

/** All votes about pairs of a project; numbered in the database, so that a million of them stay small. */
export async function readPairVotes(db: Executor, projectId: string): Promise<PairVotes> {
  const { rows } = await sql<{ c: number; a: number; l: number }>`
    select (dense_rank() over (order by v.comparison_id) - 1)::int as c, (dense_rank() over (order by v.annotator_id) - 1)::int as a,
      case v.outcome when 'tie' then 2 when 'both_bad' then 3 else (v.strength > 0)::int end as l
    from (${judgmentsWithReason(projectId, sql<boolean>`j.outcome in ('preference', 'tie', 'both_bad')`)}) v
    join comparisons k on k.id = v.comparison_id and cardinality(k.response_ids) = 2
    where v.reason is null`.execute(db);
  const { rows: people } = await sql<{ id: string }>`
    select distinct v.annotator_id as id
    from (${judgmentsWithReason(projectId, sql<boolean>`j.outcome in ('preference', 'tie', 'both_bad')`)}) v
    join comparisons k on k.id = v.comparison_id and cardinality(k.response_ids) = 2
    where v.reason is null order by 1`.execute(db);
  return {
    comparisons: Int32Array.from(rows, ({ c }) => c),
    annotators: Int32Array.from(rows, ({ a }) => a),
    labels: Int32Array.from(rows, ({ l }) => l),
    annotatorIds: people.map(({ id }) => id),
  };
}

export interface NewModel {
  readonly id: string;
  readonly projectId: string;
  readonly votes: number;
  readonly comparisons: number;
  readonly annotators: number;
  readonly reason: string | null;
  readonly presumedAccuracy: number | null;
  readonly iterations: number | null;
  readonly converged: boolean | null;
  readonly estimates: readonly Estimate[];
}

export async function insertModel(db: Executor, made: NewModel): Promise<void> {
  await db
    .insertInto('annotator_models')
    .values({
      id: made.id,
      project_id: made.projectId,
      votes: made.votes,
      comparisons: made.comparisons,
      annotators: made.annotators,
      reason: made.reason,
      presumed_accuracy: made.presumedAccuracy,
      iterations: made.iterations,
      converged: made.converged,
      estimates: JSON.stringify(made.estimates),
    })
    .execute();
}

/** Has all labels of a project made anew that more than one judgment could make. */
export async function noteAllChanged(db: Executor, projectId: string): Promise<void> {
  await sql`insert into resolution_changes (project_id, comparison_id)
    select project_id, comparison_id from resolutions where project_id = ${projectId} and question = 'main' and votes_used > 1`.execute(
    db,
  );
}

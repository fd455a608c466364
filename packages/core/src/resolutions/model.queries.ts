import { sql } from 'kysely';
import { z } from 'zod';
import type { AnnotatorModel } from '@pairwright/contract/resolutions';
import type { Executor } from '@pairwright/db/database';
import { estimate, type Estimate } from './accuracies.ts';
import type { Weighing } from './compute.ts';
import type { BesideModel } from './questions/beside-model.ts';
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
    .select(['id', 'labels', 'presumed_accuracy', 'estimates'])
    .where('project_id', '=', projectId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined || row.presumed_accuracy === null) return null;
  const estimates = z.array(estimate).parse(row.estimates);
  return {
    modelId: row.id,
    labels: row.labels,
    presumedAccuracy: row.presumed_accuracy,
    estimates: new Map(estimates.map((one) => [one.annotatorId, one])),
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
  /** How many answers there are: 4 of pairs, 2 of thumbs. */
  readonly labels: number;
  readonly beside: BesideModel;
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
      labels: made.labels,
      presumed_accuracy: made.presumedAccuracy,
      iterations: made.iterations,
      converged: made.converged,
      estimates: JSON.stringify(made.estimates),
      beside: JSON.stringify(made.beside),
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

import { sql } from 'kysely';
import { inTransaction } from '@pairwright/db/transaction';
import { labelModel } from '@pairwright/stats/labels/label-model';
import type { Services } from '../context.ts';
import { toEstimate } from './accuracies.ts';
import { learntAccuracies, readGoldAnswers, storeAccuracies } from './learnt-accuracies.ts';
import { insertModel, type NewModel, noteAllChanged } from './model.queries.ts';
import { readModelVotes } from './model-votes.queries.ts';
import { learnBeside } from './questions/beside-model.ts';
import { readBesideVotes } from './questions/beside-votes.ts';
import { readSettings } from './settings.queries.ts';

/**
 * Learns anew how often each annotator of a project is right, by `labelModel` over all votes about pairs, or all thumbs, and stores it with
 * what it was learnt from, and beside it, with answers to gold comparisons, what more judgments are asked for by. Of each rating and criterion it is learnt by
 * itself, see `learnBeside`. Where votes are weighed, all labels are to be made anew. Gives the stored model.
 */
export async function learnAnnotatorModel(
  ctx: Pick<Services, 'db' | 'ids'>,
  { projectId }: { readonly projectId: string },
): Promise<NewModel> {
  return inTransaction(
    ctx.db.db,
    async (db) => {
      const votes = await readModelVotes(db, projectId);
      const { found, reason } = labelModel({
        unit: votes.comparisons,
        rater: votes.annotators,
        label: votes.labels,
        units: new Set(votes.comparisons).size,
        raters: votes.annotatorIds.length,
        labels: votes.among,
      });
      const made: NewModel = {
        id: ctx.ids.next(),
        projectId,
        votes: votes.labels.length,
        comparisons: new Set(votes.comparisons).size,
        annotators: votes.annotatorIds.length,
        reason,
        labels: votes.among,
        presumedAccuracy: found?.presumedAccuracy ?? null,
        iterations: found?.iterations ?? null,
        converged: found?.converged ?? null,
        estimates:
          found?.raters.map((rater, index) => toEstimate(votes.annotatorIds[index] ?? '', rater)) ?? [],
        beside: learnBeside(await readBesideVotes(db, projectId)),
      };
      await insertModel(db, made);
      const gold = await readGoldAnswers(db, projectId);
      await storeAccuracies(db, projectId, learntAccuracies(made.estimates, gold));
      const { method } = await readSettings(db, projectId);
      if (method === 'weighted') await noteAllChanged(db, projectId);
      return made;
    },
    { isolation: 'repeatable read', statementTimeoutMs: 0 },
  );
}

/**
 * Whether the newest model is older than ten minutes and other votes count than it was learnt from, or answers to gold comparisons
 * were graded anew or comparisons withdrawn or returned since, or there is none.
 */
export async function isModelDue({ db }: Pick<Services, 'db'>, projectId: string): Promise<boolean> {
  const { rows } = await sql<{ due: boolean }>`
    select m.id is null or coalesce(greatest(p.gold_changed_at, p.withdrawals_changed_at) > m.computed_at, false) or (m.computed_at < now() - interval '10 minutes'
      and exists (select from resolutions r where r.project_id = ${projectId} and r.computed_at > m.computed_at)) as due
    from projects p
    left join (select id, computed_at from annotator_models where project_id = ${projectId} order by id desc limit 1) m on true
    where p.id = ${projectId}`.execute(db.db);
  return rows[0]?.due ?? true;
}

import type { Recipe } from '@pairwright/contract/datasets';
import type { Executor } from '@pairwright/db/database';
import { logOddsWeight } from '@pairwright/stats/labels/log-odds-weight';
import { pairLabels } from '@pairwright/domain/resolution-result';
import { accuracyOf } from '../resolutions/accuracies.ts';
import { accuracyIn } from '../resolutions/compute.ts';
import { readAccuracies } from '../resolutions/model.queries.ts';
import { thumbLabels } from '../resolutions/model-votes.queries.ts';
import type { VoteWeights } from './resolving.sql.ts';

/** Weights are whole thousandths of a nat, so that sums of them are exact; a guess still has a ballot. */
function weightOf(accuracy: number, labels: number): number {
  return Math.max(1, Math.round(1_000 * logOddsWeight(accuracy, labels)));
}

/**
 * What the votes of each annotator weigh: the log odds of being right, of the accuracies last learnt from overlap. Null: the
 * recipe does not weigh, or nothing could be learnt yet and all votes weigh the same.
 */
export async function readVoteWeights(
  db: Executor,
  { projectId, recipe }: { projectId: string; recipe: Recipe },
): Promise<(VoteWeights & { readonly modelId: string }) | null> {
  if (recipe.aggregation !== 'weighted') return null;
  const known = await readAccuracies(db, projectId);
  if (known === null) return null;
  const of = known.labels === pairLabels.length ? 'pairs' : known.labels === thumbLabels ? 'thumbs' : null;
  if (of === null) return null;
  const annotatorIds = [...known.estimates.keys()].toSorted();
  return {
    modelId: known.modelId,
    of,
    annotatorIds,
    weights: annotatorIds.map((id) => weightOf(accuracyIn(known, id).value, known.labels)),
    other: weightOf(
      accuracyOf(undefined, { presumed: known.presumedAccuracy, labels: known.labels }).value,
      known.labels,
    ),
  };
}

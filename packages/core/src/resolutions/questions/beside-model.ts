import { z } from 'zod';
import type { Asked } from '@pairwright/domain/judgment/asked';
import { pairLabels } from '@pairwright/domain/resolution-result';
import type { Executor } from '@pairwright/db/database';
import { labelModel } from '@pairwright/stats/labels/label-model';
import { logOddsWeight } from '@pairwright/stats/labels/log-odds-weight';
import { ratingPrecision } from '@pairwright/stats/labels/rating-precision';
import { estimate, toEstimate } from '../accuracies.ts';
import { accuracyIn, type Weighing } from '../compute.ts';
import { readSettings } from '../settings.queries.ts';
import type { BesideVotes } from './beside-votes.ts';

const ratingModel = z.object({
  key: z.string(),
  min: z.number(),
  max: z.number(),
  pooledVariance: z.number(),
  raters: z.array(z.object({ annotatorId: z.string(), sharedRatings: z.number(), variance: z.number() })),
});
const criterionModel = z.object({
  key: z.string(),
  presumedAccuracy: z.number(),
  estimates: z.array(estimate),
});

/** What is learnt of annotators on each rating and criterion by itself; those are left out that too little was said on twice. */
export const besideModel = z.object({ ratings: z.array(ratingModel), criteria: z.array(criterionModel) });
export type BesideModel = z.infer<typeof besideModel>;

/** Learns how closely people rate, by `ratingPrecision`, and how often they are right on each criterion, by `labelModel`. */
export function learnBeside(votes: readonly BesideVotes[]): BesideModel {
  return {
    ratings: votes.flatMap(({ asked, annotatorIds, ratings }) => {
      const found = ratings === null ? null : ratingPrecision(ratings).found;
      if (found === null || asked.key === null || asked.scale === null) return [];
      const raters = found.raters.map((rater, at) => ({ annotatorId: annotatorIds[at] ?? '', ...rater }));
      return [{ key: asked.key, ...asked.scale, pooledVariance: found.pooledVariance, raters }];
    }),
    criteria: votes.flatMap(({ asked, annotatorIds, preferences }) => {
      const found =
        preferences === null ? null : labelModel({ ...preferences, labels: pairLabels.length }).found;
      if (found === null || asked.key === null) return [];
      const estimates = found.raters.map((rater, at) => toEstimate(annotatorIds[at] ?? '', rater));
      return [{ key: asked.key, presumedAccuracy: found.presumedAccuracy, estimates }];
    }),
  };
}

/** What answers beside the main question are weighed with. */
export interface BesideWeighing {
  readonly modelId: string;
  /** Null: all weigh the same. */
  readonly onCriterion: (asked: Asked) => Weighing | null;
  readonly onRating: (asked: Asked) => RatingWeighing | null;
}

export interface RatingWeighing {
  readonly pooledVariance: number;
  readonly varianceOf: (annotatorId: string) => number;
}

/** As last learnt; null where answers weigh the same by choice, or nothing is learnt yet. */
export async function readBesideWeighing(db: Executor, projectId: string): Promise<BesideWeighing | null> {
  const { method } = await readSettings(db, projectId);
  if (method !== 'weighted') return null;
  const row = await db
    .selectFrom('annotator_models')
    .select(['id', 'beside'])
    .where('project_id', '=', projectId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { ratings, criteria } = besideModel.parse(row.beside);
  const onRatings = new Map(ratings.map((model) => [model.key, weighingOf(model)]));
  const onCriteria = new Map(
    criteria.map(({ key, presumedAccuracy, estimates }): [string, Weighing] => [
      key,
      {
        modelId: row.id,
        labels: pairLabels.length,
        presumedAccuracy,
        estimates: new Map(estimates.map((one) => [one.annotatorId, one])),
      },
    ]),
  );
  return {
    modelId: row.id,
    onCriterion: ({ key }) => onCriteria.get(key ?? '') ?? null,
    onRating: ({ key, scale }) => {
      const known = onRatings.get(key ?? '');
      return known !== undefined && known.min === scale?.min && known.max === scale.max ? known : null;
    },
  };
}

function weighingOf({ min, max, pooledVariance, raters }: BesideModel['ratings'][number]) {
  const variances = new Map(raters.map(({ annotatorId, variance }) => [annotatorId, variance]));
  const varianceOf = (annotatorId: string): number => variances.get(annotatorId) ?? pooledVariance;
  return { min, max, pooledVariance, varianceOf };
}

/** What an answer to the question weighs by whoever gave it: 1 where all weigh the same (`weighing` null). */
export function answerWeights(
  asked: Asked,
  weighing: BesideWeighing | null,
): (annotatorId: string) => number {
  const onRating = asked.kind === 'rating' ? weighing?.onRating(asked) : null;
  if (onRating != null) return (annotatorId) => onRating.pooledVariance / onRating.varianceOf(annotatorId);
  const onCriterion = asked.kind === 'criterion' ? weighing?.onCriterion(asked) : null;
  if (onCriterion == null) return () => 1;
  return (annotatorId) => logOddsWeight(accuracyIn(onCriterion, annotatorId).value, onCriterion.labels);
}

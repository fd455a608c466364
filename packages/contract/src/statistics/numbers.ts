import { z } from 'zod';
import { count, id, jobError, projectParams, timestamp } from '../shapes.ts';

/** Why a number is not there; as `NotDefined` in `@pairwright/stats`. It is never shown as 0 or 1 instead. */
export const notDefined = z.enum([
  'no_data',
  'no_overlap',
  'no_variation',
  'too_few',
  'below_chance',
  'unequal_raters',
  'not_connected',
  'no_convergence',
  'one_cluster',
  'singular',
  'not_better_than_chance',
]);
export type NotDefined = z.infer<typeof notDefined>;

/** A number with its 95 % interval and what it was made from. */
export const estimate = z.strictObject({
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** Votes, comparisons or pairs of votes behind it, as the statistic says. */
  n: count,
  /** Why there is no value. */
  reason: notDefined.nullable(),
});
export type Estimate = z.infer<typeof estimate>;

/** What was computed when, from what. */
export const snapshot = z.strictObject({
  id,
  /** Judgments up to this moment are in. */
  asOf: timestamp,
  /** Judgments that count. */
  judgments: count,
  computedAt: timestamp,
  tookMs: count,
});
export type Snapshot = z.infer<typeof snapshot>;

/** A statistic as it is known: the newest result, whether it is behind, whether a new one is being made. */
export function computed<Result extends z.ZodType>(result: Result) {
  return z.strictObject({
    snapshot: snapshot.nullable(),
    result: result.nullable(),
    /** Something was judged, changed or taken back since. */
    stale: z.boolean(),
    underWay: z.boolean(),
    /** Why the last attempt failed, if no later one succeeded. */
    error: jobError.nullable(),
  });
}

/** A query parameter that names an earlier snapshot instead of the newest. */
export const snapshotQuery = { snapshot: id.optional() };

/** Where the statistics of a project are, and who may see them: they name models. */
export const statisticsPlace = {
  tag: 'Statistics',
  access: { kind: 'project', action: 'see_models', scope: 'read' },
  params: projectParams,
} as const;

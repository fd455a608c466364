import { type RawBuilder, sql } from 'kysely';
import type { Recipe } from '@pairwright/contract/datasets';

/** What resolution takes besides the recipe. */
export interface Resolving {
  readonly projectId: string;
  readonly recipe: Recipe;
  /** What votes weigh, where the recipe weighs them and something is known; see `readVoteWeights`. */
  readonly weights: VoteWeights | null;
  /** Only these comparisons are looked at; all of them unless given. */
  readonly sample?: readonly string[] | null;
}

/** Whole numbers above 0; `other` for those who are not named. */
export interface VoteWeights {
  /** What the accuracies were learnt from: they say nothing of the others. */
  readonly of: 'pairs' | 'thumbs';
  readonly annotatorIds: readonly string[];
  readonly weights: readonly number[];
  readonly other: number;
}

/** Whether comparison `c` is looked at. */
export function among({ sample = null }: Resolving, column: string): RawBuilder<unknown> {
  return sample === null ? sql`true` : sql`${sql.raw(column)} in (select id from sampled)`;
}

/**
 * Whether a judgment of `judged` counts. Said so that the planner thinks that many do: of `reason is null` it takes one in two hundred
 * of rows it knows nothing about, and looks through those few, which are thousands, once for each comparison.
 */
export function counts(judgment: string): RawBuilder<unknown> {
  return sql.raw(`case when ${judgment}.reason is null then true else false end`);
}

export function isEach({ aggregation }: Recipe): boolean {
  return aggregation === 'each_vote';
}

/** Whether judgments have weights. */
export function hasWeights({ recipe, weights }: Resolving): boolean {
  return recipe.aggregation === 'weighted' && weights !== null;
}

/** Whether votes on two responses and rankings are weighed. */
export function isWeighted(of: Resolving): boolean {
  return hasWeights(of) && of.weights?.of === 'pairs';
}

/** Whether thumbs on one response alone are weighed. */
export function weighsThumbs(of: Resolving): boolean {
  return hasWeights(of) && of.weights?.of === 'thumbs';
}

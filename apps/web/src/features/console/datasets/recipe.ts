import type { DatasetVersion, DropReason, Recipe } from '@pairwright/contract/datasets';

export const mostJudgments = 100;

/** In the order of the rules: the first that applies is the reason. */
export const dropReasons = [
  'text_missing',
  'flagged',
  'identical_responses',
  'too_few_judgments',
  'cannot_judge',
  'both_bad',
  'tie',
  'no_majority',
  'empty_chosen',
] as const satisfies readonly DropReason[];

/** A recipe as typed: the number is a text until it is right. */
export type RecipeDraft = Omit<Recipe, 'minJudgments'> & { minJudgments: string };

export const newRecipe: RecipeDraft = {
  minJudgments: '1',
  majority: 'simple',
  ties: 'drop',
  bothBad: 'drop',
  dropFlagged: false,
  includeMargin: false,
};

export function draftOfRecipe(recipe: Recipe): RecipeDraft {
  return { ...recipe, minJudgments: String(recipe.minJudgments) };
}

/** The recipe to send, or null while the number is none. */
export function readRecipe(draft: RecipeDraft): Recipe | null {
  const least = /^\d{1,3}$/.test(draft.minJudgments.trim()) ? Number(draft.minJudgments) : 0;
  return least >= 1 && least <= mostJudgments ? { ...draft, minJudgments: least } : null;
}

export function sameRecipe(one: Recipe, other: Recipe): boolean {
  return JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());
}

export interface WaterfallStep {
  reason: DropReason;
  dropped: number;
  /** Comparisons still in after this step. */
  left: number;
}

/** The comparisons lost, reason by reason, down to the rows. Reasons without any are left out. */
export function waterfall(comparisons: number, drops: NonNullable<DatasetVersion['drops']>): WaterfallStep[] {
  const steps: WaterfallStep[] = [];
  let left = comparisons;
  for (const reason of dropReasons) {
    const dropped = drops[reason] ?? 0;
    if (dropped === 0) continue;
    left -= dropped;
    steps.push({ reason, dropped, left });
  }
  return steps;
}

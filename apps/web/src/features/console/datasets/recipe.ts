import {
  type DatasetVersion,
  type DropReason,
  type Recipe,
  type UnitCounts,
  type UnitKind,
  unitKind,
} from '@pairwright/contract/datasets';

export const mostJudgments = 100;

/** In the order of the rules: the first that applies is the reason. */
export const dropReasons = [
  'no_preference',
  'text_missing',
  'flagged',
  'identical_responses',
  'too_few_judgments',
  'cannot_judge',
  'both_bad',
  'tie',
  'no_majority',
  'not_selected',
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
  rankings: 'all',
  rewrites: 'include',
  adjudicated: 'ignore',
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

/** Kinds as rows of a table, those with units only. Empty when all are pairs: the counts then say nothing new. */
export function kindLines(kinds: UnitCounts): { kind: UnitKind; units: number; rows: number }[] {
  const lines = unitKind.options.flatMap((kind) => {
    const counts = kinds[kind];
    return counts === undefined || counts.units === 0 ? [] : [{ kind, ...counts }];
  });
  return lines.every(({ kind }) => kind === 'pair') ? [] : lines;
}

export interface WaterfallStep {
  reason: DropReason;
  dropped: number;
  /** Candidates still in after this step. */
  left: number;
}

/** The candidates lost, reason by reason, down to the rows. Reasons without any are left out. */
export function waterfall(units: number, drops: NonNullable<DatasetVersion['drops']>): WaterfallStep[] {
  const steps: WaterfallStep[] = [];
  let left = units;
  for (const reason of dropReasons) {
    const dropped = drops[reason] ?? 0;
    if (dropped === 0) continue;
    left -= dropped;
    steps.push({ reason, dropped, left });
  }
  return steps;
}

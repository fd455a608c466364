import {
  type DatasetVersion,
  type DropReason,
  recipe as recipeShape,
  type Recipe,
  type UnitCounts,
  type UnitKind,
  unitKind,
} from '@pairwright/contract/datasets';
import { draftOfSplit, readSplit, type SplitDraft } from './split-draft.ts';
import { limitOf, momentOf, numberOf, wholeOf } from './typed.ts';

export const mostJudgments = 100;

/** In the order of the rules: the first that applies is the reason. */
export const dropReasons = [
  'withdrawn',
  'other_batch',
  'other_round',
  'other_language',
  'other_category',
  'other_source',
  'other_tag',
  'other_model',
  'other_length',
  'not_adjudicated',
  'flag_raised',
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
  'low_agreement',
  'too_weak',
  'other_outcome',
  'no_margin',
  'duplicate',
  'near_duplicate',
  'personal_data',
] as const satisfies readonly DropReason[];

/** What is typed of a recipe: texts until they are right. */
export interface TypedParts {
  minJudgments: string;
  from: string;
  to: string;
  /** In percent. */
  minAgreement: string;
  minStrength: string;
  /** Characters; empty: no limit. */
  leastCharacters: string;
  mostCharacters: string;
  shuffleSeed: string;
}
export type TypedPart = keyof TypedParts;

export interface RecipeDraft {
  /** The recipe but for what is typed, and its split. */
  choices: Recipe;
  split: SplitDraft;
  typed: TypedParts;
}

export const newRecipe: RecipeDraft = draftOfRecipe(recipeShape.parse({}));

export function draftOfRecipe(recipe: Recipe): RecipeDraft {
  const { filters, split } = recipe;
  return {
    choices: recipe,
    split: draftOfSplit(split),
    typed: {
      minJudgments: String(recipe.minJudgments),
      from: filters.from ?? '',
      to: filters.to ?? '',
      minAgreement: String(filters.minAgreement * 100),
      minStrength: String(filters.minStrength),
      leastCharacters: filters.leastCharacters === null ? '' : String(filters.leastCharacters),
      mostCharacters: filters.mostCharacters === null ? '' : String(filters.mostCharacters),
      shuffleSeed: recipe.shuffleSeed === null ? '' : String(recipe.shuffleSeed),
    },
  };
}

/** The recipe to send, or null while it is none. */
export function readRecipe({ choices, split, typed }: RecipeDraft): Recipe | null {
  const found = recipeShape.safeParse({
    ...choices,
    minJudgments: wholeOf(typed.minJudgments),
    shuffleSeed: typed.shuffleSeed.trim() === '' ? null : wholeOf(typed.shuffleSeed),
    split: readSplit(split),
    filters: {
      ...choices.filters,
      from: momentOf(typed.from),
      to: momentOf(typed.to),
      minAgreement: numberOf(typed.minAgreement) / 100,
      minStrength: numberOf(typed.minStrength),
      leastCharacters: limitOf(typed.leastCharacters),
      mostCharacters: limitOf(typed.mostCharacters),
    },
  });
  return found.success ? found.data : null;
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

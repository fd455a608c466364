import {
  type DatasetVersion,
  type DropReason,
  recipe as recipeShape,
  type Recipe,
  type UnitCounts,
  type UnitKind,
  unitKind,
} from '@pairwright/contract/datasets';

export const mostJudgments = 100;

/** In the order of the rules: the first that applies is the reason. */
export const dropReasons = [
  'other_batch',
  'other_language',
  'other_category',
  'other_source',
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
  'personal_data',
] as const satisfies readonly DropReason[];

/** What is typed of a recipe: texts until they are right. */
export interface TypedParts {
  minJudgments: string;
  languages: string;
  categories: string;
  sources: string;
  models: string;
  from: string;
  to: string;
  /** In percent. */
  minAgreement: string;
  minStrength: string;
  /** Characters; empty: no limit. */
  leastCharacters: string;
  mostCharacters: string;
  /** The first day of test; only where the split is `date`. */
  testFrom: string;
  /** In percent; only where the split is `prompt` or `annotator`. */
  testShare: string;
  salt: string;
  shuffleSeed: string;
}
export type TypedPart = keyof TypedParts;

export interface RecipeDraft {
  /** The recipe but for what is typed. */
  choices: Recipe;
  /** kept: another split than this form knows, as it is. */
  split: 'none' | 'prompt' | 'annotator' | 'date' | 'kept';
  nearDuplicates: boolean;
  typed: TypedParts;
}

export const newRecipe: RecipeDraft = draftOfRecipe(recipeShape.parse({}));

export function draftOfRecipe(recipe: Recipe): RecipeDraft {
  const { filters, split } = recipe;
  const names = split?.parts.map(({ name }) => name).join(' ');
  const test = split === null || split.by === 'date' ? undefined : split.parts[1];
  const until = split?.by === 'date' ? split.parts[0]?.until : null;
  return {
    choices: recipe,
    split: split === null ? 'none' : names === 'train test' ? split.by : 'kept',
    nearDuplicates: split?.by !== 'prompt' || split.nearDuplicates === 'join',
    typed: {
      minJudgments: String(recipe.minJudgments),
      languages: filters.languages.join(', '),
      categories: filters.categories.join(', '),
      sources: filters.sources.join(', '),
      models: filters.models.join(', '),
      from: filters.from ?? '',
      to: filters.to ?? '',
      minAgreement: String(filters.minAgreement * 100),
      minStrength: String(filters.minStrength),
      leastCharacters: filters.leastCharacters === null ? '' : String(filters.leastCharacters),
      mostCharacters: filters.mostCharacters === null ? '' : String(filters.mostCharacters),
      testShare: String(Math.round((test?.share ?? 0.1) * 10_000) / 100),
      testFrom: until ?? '',
      salt: split === null || split.by === 'date' ? 'pairwright' : split.salt,
      shuffleSeed: recipe.shuffleSeed === null ? '' : String(recipe.shuffleSeed),
    },
  };
}

/** The recipe to send, or null while it is none. */
export function readRecipe({ choices, typed, ...draft }: RecipeDraft): Recipe | null {
  const found = recipeShape.safeParse({
    ...choices,
    minJudgments: wholeOf(typed.minJudgments),
    shuffleSeed: typed.shuffleSeed.trim() === '' ? null : wholeOf(typed.shuffleSeed),
    split:
      draft.split === 'kept'
        ? choices.split
        : draft.split === 'none'
          ? null
          : splitOf(draft.split, typed, draft.nearDuplicates),
    filters: {
      ...choices.filters,
      languages: listOf(typed.languages),
      categories: listOf(typed.categories),
      sources: listOf(typed.sources),
      models: listOf(typed.models),
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

/** What may be none yet: the contract says. */
function splitOf(
  by: 'prompt' | 'annotator' | 'date',
  { testShare, testFrom, salt }: TypedParts,
  nearDuplicates: boolean,
): unknown {
  if (by === 'date')
    return {
      by,
      parts: [
        { name: 'train', until: momentOf(testFrom) },
        { name: 'test', until: null },
      ],
    };
  const share = Math.round(numberOf(testShare) * 100) / 10_000;
  const parts = [
    { name: 'train', share: Math.round((1 - share) * 10_000) / 10_000 },
    { name: 'test', share },
  ];
  if (by === 'annotator') return { by, salt, parts };
  return { by, salt, parts, nearDuplicates: nearDuplicates ? 'join' : 'ignore' };
}

function numberOf(text: string): number {
  return /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : Number.NaN;
}

function wholeOf(text: string): number {
  return /^\d{1,10}$/.test(text.trim()) ? Number(text) : Number.NaN;
}

/** Null: no limit. */
function limitOf(text: string): number | null {
  return text.trim() === '' ? null : wholeOf(text);
}

function listOf(text: string): string[] {
  return text
    .split(/[,，、]/)
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** Null: nothing typed. What is no date stays a number, which no recipe takes. */
function momentOf(text: string): string | number | null {
  if (text.trim() === '') return null;
  return Number.isNaN(Date.parse(text.trim())) ? Number.NaN : text.trim();
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

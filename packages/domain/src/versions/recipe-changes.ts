import type { DropReason } from '@pairwright/contract/datasets';
import type { Recipe } from '@pairwright/contract/recipe';
import type { ChangedField, RecipeChange } from '@pairwright/contract/version-diff';

/** A choice of the recipe: a key, or `filters.` and a key of the filters. */
export type Choice = Exclude<keyof Recipe, 'filters'> | `filters.${keyof Recipe['filters']}`;

/** single: responses judged alone. tie: ties and their halves. vote: a unit for each vote, or for all of them. */
export type UnitChange = 'single' | 'tie' | 'vote';

/** What a choice can do to a row. */
interface Reach {
  /** Reasons that it can bring or take away. */
  readonly drops: readonly DropReason[];
  readonly fields: readonly ChangedField[];
  /** It changes which units of this kind there are. */
  readonly units?: UnitChange;
  /** It goes by single judgments: where it leaves them out, they are there as `filtered`. */
  readonly judgments?: true;
}

/** Reasons that depend on what was said. */
export const saidDrops: readonly DropReason[] = [
  'too_few_judgments',
  'tie',
  'both_bad',
  'no_majority',
  'cannot_judge',
  'no_preference',
  'not_selected',
  'identical_responses',
  'empty_chosen',
  'flag_raised',
  'low_agreement',
  'too_weak',
  'other_outcome',
  'no_margin',
];

const ofLabel: readonly ChangedField[] = ['label', 'margin', 'weight'];
const ofJudgments: Reach = {
  drops: saidDrops,
  fields: [...ofLabel, 'split'],
  units: 'vote',
  judgments: true,
};
const nothing: Reach = { drops: [], fields: [] };

const reaches: Readonly<Record<Choice, Reach>> = {
  criterion: ofJudgments,
  // With fewer winners the order of a ranking is another one.
  minJudgments: { drops: ['too_few_judgments', 'cannot_judge', 'not_selected'], fields: [] },
  majority: { drops: ['no_majority', 'not_selected'], fields: [] },
  ties: { drops: ['tie', 'empty_chosen'], fields: [], units: 'tie' },
  bothBad: { drops: ['both_bad'], fields: [] },
  dropFlagged: { drops: ['flagged'], fields: [] },
  includeMargin: { drops: ['no_margin'], fields: ['margin'] },
  margin: { drops: ['no_margin'], fields: ['margin'] },
  marginRatings: { drops: ['no_margin'], fields: ['margin'] },
  rankings: { drops: ['not_selected', 'too_few_judgments', 'no_preference'], fields: ofLabel },
  rewrites: { drops: ['not_selected'], fields: [] },
  adjudicated: { drops: saidDrops, fields: ofLabel },
  aggregation: { drops: saidDrops, fields: ofLabel, units: 'vote' },
  softLabel: { drops: [], fields: ['weight'] },
  singles: { drops: ['no_preference'], fields: [], units: 'single' },
  duplicates: { drops: ['duplicate', 'near_duplicate'], fields: [] },
  personalData: { drops: ['personal_data', 'identical_responses'], fields: ['texts'] },
  annotators: nothing,
  split: { drops: [], fields: ['split'] },
  shuffleSeed: nothing,
  'filters.batches': { drops: ['other_batch'], fields: [] },
  'filters.rounds': { drops: ['other_round'], fields: [] },
  'filters.languages': { drops: ['other_language'], fields: [] },
  'filters.categories': { drops: ['other_category'], fields: [] },
  'filters.sources': { drops: ['other_source'], fields: [] },
  'filters.tags': { drops: ['other_tag'], fields: [] },
  'filters.models': { drops: ['other_model'], fields: [] },
  'filters.leastCharacters': { drops: ['other_length'], fields: [] },
  'filters.mostCharacters': { drops: ['other_length'], fields: [] },
  'filters.adjudicatedOnly': { drops: ['not_adjudicated'], fields: [] },
  'filters.withoutFlags': { drops: ['flag_raised'], fields: [] },
  'filters.from': ofJudgments,
  'filters.to': ofJudgments,
  'filters.questionVersions': ofJudgments,
  'filters.guidelinesVersions': ofJudgments,
  'filters.judges': ofJudgments,
  'filters.teams': ofJudgments,
  'filters.minAgreement': { drops: ['low_agreement'], fields: [] },
  'filters.minStrength': { drops: ['too_weak'], fields: [] },
  'filters.outcomes': { drops: ['other_outcome'], fields: [] },
};

/** Where votes are told otherwise, and not only what becomes of a result. */
const recounts: readonly (readonly [Choice, unknown])[] = [
  ['ties', 'ignore_votes'],
  ['bothBad', 'as_tie'],
  ['rankings', 'leave_out'],
];

function reachOfChange({ choice, before, after }: RecipeChange): Reach {
  const reach = reaches[choice as Choice] ?? nothing;
  const isRecount = recounts.some(
    ([name, value]) => name === choice && (before === value || after === value),
  );
  return isRecount ? { ...reach, drops: saidDrops, fields: ofLabel } : reach;
}

/** The choices that two recipes do not make alike, in the order of the recipe. */
export function recipeChanges(before: Recipe, after: Recipe): RecipeChange[] {
  return (Object.keys(reaches) as Choice[]).flatMap((choice) => {
    const [one, other] = [valueOf(before, choice), valueOf(after, choice)];
    return sorted(one) === sorted(other) ? [] : [{ choice, before: one, after: other }];
  });
}

/** What a recipe chooses. */
export function valueOf(recipe: Recipe, choice: Choice): unknown {
  const { filters, ...own } = recipe;
  const [name, ofFilters] = choice.split('.') as [keyof typeof own, keyof typeof filters | undefined];
  return ofFilters === undefined ? own[name] : filters[ofFilters];
}

/** As text in which the order of keys says nothing. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** What several changes of a recipe can do together. */
export interface RecipeReach {
  /** Without what goes by single judgments. */
  readonly drops: readonly DropReason[];
  readonly fields: readonly ChangedField[];
  readonly units: readonly UnitChange[];
  /** Some go by single judgments. */
  readonly judgments: boolean;
}

export function reachOf(changes: readonly RecipeChange[]): RecipeReach {
  const all = changes.map(reachOfChange);
  const own = all.filter(({ judgments }) => judgments !== true);
  return {
    drops: [...new Set(own.flatMap(({ drops }) => drops))],
    fields: [...new Set(own.flatMap(({ fields }) => fields))],
    units: [...new Set(own.flatMap(({ units }) => units ?? []))],
    judgments: all.some(({ judgments }) => judgments === true),
  };
}

/** What is known of a row that the recipe has a part in. */
export interface RowChange {
  /** Why the row is not in one of the versions; null where it is in both, or that is not stored. */
  readonly dropped: DropReason | null;
  readonly fields: readonly ChangedField[];
  /** Judgments that one of the versions left out by its filters, and the other did not. */
  readonly refiltered: boolean;
  /** The unit itself is not in one of the versions: the kinds it is of. */
  readonly units: readonly UnitChange[];
}

/** The changed choices that can have done this to a row. */
export function choicesFor(changes: readonly RecipeChange[], row: RowChange): string[] {
  return changes.flatMap((change) => {
    const reach = reachOfChange(change);
    if (reach.judgments === true && !row.refiltered) return [];
    const bears =
      (row.dropped !== null && reach.drops.includes(row.dropped)) ||
      reach.fields.some((field) => row.fields.includes(field)) ||
      (reach.units !== undefined && row.units.includes(reach.units));
    return bears ? [change.choice] : [];
  });
}

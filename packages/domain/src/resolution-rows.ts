import type { DropReason } from '@pairwright/contract/drop-reasons';
import type { PairFacts, Resolution, ResolutionRecipe } from './resolution.ts';

/** What a recipe makes of a unit that has a label. */
export interface RowRecipe extends ResolutionRecipe {
  readonly softLabel: boolean;
  readonly includeMargin: boolean;
  readonly margin: 'strength' | 'llama2_small' | 'llama2_large' | 'rating_difference' | 'log_odds';
  readonly filters: {
    readonly minAgreement: number;
    readonly minStrength: number;
    readonly outcomes: readonly ('preference' | 'tie' | 'both_bad')[];
  };
}

/** A row of a unit. Of a tie or both bad the first canonical response comes first. */
export interface RowOfUnit {
  readonly kind: 'preference' | 'tie' | 'both_bad';
  readonly chosen: 'first' | 'second';
  readonly margin: number;
  /** Above 0, up to 1. */
  readonly weight: number;
}

/** The label of a unit, and what its margin is made of. */
export interface Labelled extends Pick<Resolution, 'label' | 'agreement' | 'ballots' | 'margin' | 'dropped'> {
  /** See `ratingDifference`, of the two responses. */
  readonly ratingDifference: number | null;
  /** Of a vote that is a row of its own: see `VoteUnit`. Its unit must agree enough, not the vote with itself. */
  readonly shared?: number | null;
}

/**
 * Strengths that Llama 2 names significantly better, better, slightly better and negligibly better or unsure are levels 4 to 1
 * of a scale of eight points, 0.75 apart; what lies between goes to the nearer one, half way up. Its margins
 * (Touvron and others 2023): 1, 2/3, 1/3, 0 (small) and 3, 2, 1, 0 (large).
 */
function llamaMargin(strength: number, highest: number): number {
  const level = Math.floor(strength / 0.75 + 0.5);
  return (Math.max(0, level - 1) * highest) / 3;
}

/** ln((w + 1/2) / (n - w + 1/2)), w of n ballots being for the label: half a ballot more on each side keeps it finite. */
function logOdds(share: number, ballots: number): number {
  const won = share * ballots;
  return Math.round(Math.log((won + 0.5) / (ballots - won + 0.5)) * 1e6) / 1e6;
}

/**
 * The margin of a row whose label is `first` or `second`; null where there is none, because the two have no rating in common. Log odds are rounded to 6 decimals: logarithms differ in their last digits from machine to machine.
 */
export function marginOf(rule: RowRecipe['margin'], given: Labelled): number | null {
  switch (rule) {
    case 'strength':
      return given.margin;
    case 'llama2_small':
      return llamaMargin(given.margin, 1);
    case 'llama2_large':
      return llamaMargin(given.margin, 3);
    case 'log_odds':
      return logOdds(given.agreement, given.ballots);
    case 'rating_difference':
      // Adding 0 makes a negative zero positive.
      return given.ratingDifference === null
        ? null
        : (given.label === 'first' ? 1 : -1) * given.ratingDifference + 0;
  }
}

/**
 * The rows of a resolved unit, or why it gives none. What `resolve` drops stays dropped, but for ties that the recipe keeps or
 * halves and for both bad as negatives. Then the first that applies: `text_missing`, `identical_responses` (ties and both bad),
 * `empty_chosen` (halves: either is blank), `low_agreement`, `too_weak` (preferences: margin as `resolve` has it),
 * `other_outcome`, `no_margin` (preferences, with a margin that is null).
 */
export function rowsOfUnit(recipe: RowRecipe, given: Labelled, facts: PairFacts): RowOfUnit[] | DropReason {
  const { label, dropped } = given;
  const outcome = label === 'first' || label === 'second' ? 'preference' : label;
  if (outcome === 'unresolved') return dropped ?? 'no_majority';
  const isHalved = outcome === 'tie' && recipe.ties === 'half_weight';
  if (outcome !== 'preference') {
    if (!isHalved && !isKept(recipe, outcome)) return outcome;
    if (facts.textMissing) return 'text_missing';
    if (facts.identical) return 'identical_responses';
    if (isHalved && (facts.blankFirst || facts.blankSecond)) return 'empty_chosen';
  } else if (dropped !== null) return dropped;
  const { minAgreement, minStrength, outcomes } = recipe.filters;
  if ((given.shared ?? given.agreement) < minAgreement) return 'low_agreement';
  if (outcome === 'preference' && given.margin < minStrength) return 'too_weak';
  if (outcomes.length > 0 && !outcomes.includes(outcome)) return 'other_outcome';
  const weight = recipe.softLabel ? given.agreement : 1;
  if (isHalved)
    return (['first', 'second'] as const).map((chosen) => ({
      kind: 'preference',
      chosen,
      margin: 0,
      weight: 0.5,
    }));
  if (outcome !== 'preference') return [{ kind: outcome, chosen: 'first', margin: 0, weight }];
  const margin = recipe.includeMargin ? marginOf(recipe.margin, given) : given.margin;
  if (margin === null) return 'no_margin';
  return [{ kind: 'preference', chosen: label === 'first' ? 'first' : 'second', margin, weight }];
}

function isKept({ ties, bothBad }: RowRecipe, outcome: 'tie' | 'both_bad'): boolean {
  return outcome === 'tie' ? ties === 'keep' : bothBad === 'negatives';
}

/** What the filters must know of a comparison. */
export interface ComparisonFacts {
  /** Out of work: no recipe takes it. */
  readonly withdrawn?: boolean;
  readonly batch: string;
  /** Of the batch, from 1. */
  readonly round: number;
  readonly language: string | null;
  readonly category: string | null;
  readonly source: string | null;
  readonly tags: readonly string[];
  readonly models: readonly string[];
  /** Characters (code points) of the contents of each response. */
  readonly lengths: readonly number[];
  readonly adjudicated: boolean;
  /** Keys of the flags that judgments which count have raised. */
  readonly flags: readonly string[];
}

export interface ComparisonFilters {
  readonly batches: readonly string[];
  readonly rounds: readonly number[];
  readonly languages: readonly string[];
  readonly categories: readonly string[];
  readonly sources: readonly string[];
  readonly tags: readonly string[];
  readonly models: readonly string[];
  readonly leastCharacters: number | null;
  readonly mostCharacters: number | null;
  readonly adjudicatedOnly: boolean;
  readonly withoutFlags: readonly string[];
}

/**
 * Why no unit of a comparison takes part, in the order of the filters; null: it passes. An empty list lets everything pass; a
 * language, category or source that is not known passes no list. One of the tags is enough. The longest response decides about the length.
 */
export function comparisonFault(filters: ComparisonFilters, facts: ComparisonFacts): DropReason | null {
  const longest = Math.max(0, ...facts.lengths);
  if (facts.withdrawn === true) return 'withdrawn';
  if (isOutside(filters.batches, facts.batch)) return 'other_batch';
  if (isOutside(filters.rounds, facts.round)) return 'other_round';
  if (isOutside(filters.languages, facts.language)) return 'other_language';
  if (isOutside(filters.categories, facts.category)) return 'other_category';
  if (isOutside(filters.sources, facts.source)) return 'other_source';
  if (filters.tags.length > 0 && !facts.tags.some((tag) => filters.tags.includes(tag))) return 'other_tag';
  if (facts.models.some((model) => isOutside(filters.models, model))) return 'other_model';
  if (longest < (filters.leastCharacters ?? 0) || longest > (filters.mostCharacters ?? Infinity))
    return 'other_length';
  if (filters.adjudicatedOnly && !facts.adjudicated) return 'not_adjudicated';
  if (facts.flags.some((flag) => filters.withoutFlags.includes(flag))) return 'flag_raised';
  return null;
}

function isOutside<Value>(list: readonly Value[], value: Value | null): boolean {
  return list.length > 0 && (value === null || !list.includes(value));
}

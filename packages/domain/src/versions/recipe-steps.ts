import type { DropReason, UnitKind } from '@pairwright/contract/datasets';
import type { Recipe } from '@pairwright/contract/recipe';
import type { Choice } from './recipe-changes.ts';

/** One thing that a recipe asks of a unit, by the reason it would be left out for. */
export interface RecipeStep {
  readonly reason: DropReason;
  /** The choice that asks it; null: every recipe does. */
  readonly choice: Choice | null;
}

const step = (reason: DropReason, choice: Choice | null = null): RecipeStep => ({ reason, choice });
const when = (holds: boolean, ...steps: RecipeStep[]): RecipeStep[] => (holds ? steps : []);

/** What a recipe asks of a unit of this kind, in the order in which it is asked. The first that is not met is the reason. */
export function recipeSteps(recipe: Recipe, kind: UnitKind): RecipeStep[] {
  return [...ofComparison(recipe), ...ofUnit(recipe, kind), ...ofRow(recipe, kind)];
}

function ofComparison({ filters }: Recipe): RecipeStep[] {
  return [
    ...when(filters.batches.length > 0, step('other_batch', 'filters.batches')),
    ...when(filters.rounds.length > 0, step('other_round', 'filters.rounds')),
    ...when(filters.languages.length > 0, step('other_language', 'filters.languages')),
    ...when(filters.categories.length > 0, step('other_category', 'filters.categories')),
    ...when(filters.sources.length > 0, step('other_source', 'filters.sources')),
    ...when(filters.tags.length > 0, step('other_tag', 'filters.tags')),
    ...when(filters.models.length > 0, step('other_model', 'filters.models')),
    ...when(
      filters.leastCharacters !== null || filters.mostCharacters !== null,
      step(
        'other_length',
        filters.leastCharacters === null ? 'filters.mostCharacters' : 'filters.leastCharacters',
      ),
    ),
    ...when(filters.adjudicatedOnly, step('not_adjudicated', 'filters.adjudicatedOnly')),
    ...when(filters.withoutFlags.length > 0, step('flag_raised', 'filters.withoutFlags')),
  ];
}

const texts = [step('text_missing'), step('identical_responses'), step('empty_chosen')];

function ofUnit(recipe: Recipe, kind: UnitKind): RecipeStep[] {
  const flagged = when(recipe.dropFlagged, step('flagged', 'dropFlagged'));
  const enough = [step('too_few_judgments', 'minJudgments'), step('cannot_judge', 'minJudgments')];
  const majority = step('no_majority', 'majority');
  switch (kind) {
    case 'rewrite':
      return [
        ...flagged,
        ...when(recipe.rewrites === 'leave_out', step('not_selected', 'rewrites')),
        step('no_preference'),
        ...texts,
      ];
    case 'single':
      if (recipe.singles === 'leave_out') return [step('no_preference', 'singles')];
      return [
        ...flagged,
        ...enough,
        step('text_missing'),
        step('empty_chosen'),
        majority,
        step('no_preference'),
      ];
    case 'pair':
    case 'ranking':
      return [
        ...flagged,
        ...when(recipe.rankings === 'leave_out', step('not_selected', 'rankings')),
        ...enough,
        majority,
        ...when(recipe.ties === 'drop' || recipe.ties === 'ignore_votes', step('tie', 'ties')),
        ...when(recipe.bothBad !== 'negatives', step('both_bad', 'bothBad')),
        ...when(
          kind === 'ranking' && recipe.rankings !== 'all' && recipe.rankings !== 'leave_out',
          step('not_selected', 'rankings'),
        ),
        ...texts,
      ];
  }
}

function ofRow(recipe: Recipe, kind: UnitKind): RecipeStep[] {
  const { filters } = recipe;
  return [
    ...when(filters.minAgreement > 0, step('low_agreement', 'filters.minAgreement')),
    ...when(filters.minStrength > 0 && kind !== 'single', step('too_weak', 'filters.minStrength')),
    ...when(filters.outcomes.length > 0 && kind !== 'single', step('other_outcome', 'filters.outcomes')),
    ...when(
      recipe.includeMargin && recipe.margin === 'rating_difference' && kind !== 'single',
      step('no_margin', 'margin'),
    ),
    ...when(recipe.duplicates !== 'keep', step('duplicate', 'duplicates')),
    ...when(recipe.duplicates === 'near', step('near_duplicate', 'duplicates')),
    ...when(recipe.personalData === 'refuse', step('personal_data', 'personalData')),
  ];
}

/** passed; stopped: left out here; not_reached: it was out before; decided: reviewers had decided, and this is about votes. */
export type StepState = 'passed' | 'stopped' | 'not_reached' | 'decided';

/** What a recipe asks of votes, and of no decision. */
export const ofVotes: readonly DropReason[] = ['too_few_judgments', 'cannot_judge', 'no_majority'];

/**
 * The steps with what became of the unit at each. `dropped`: why it is no row, null where it is one. A reason that the recipe does not
 * list stands at the end; that the comparison was withdrawn goes before all that a recipe asks.
 */
export function walkSteps(
  steps: readonly RecipeStep[],
  { dropped, isDecided }: { readonly dropped: DropReason | null; readonly isDecided: boolean },
): (RecipeStep & { readonly state: StepState })[] {
  const all = withDropped(steps, dropped);
  const found = all.findIndex(({ reason }) => reason === dropped);
  const end = found === -1 ? all.length : found;
  return all.map((one, index) => ({
    ...one,
    state:
      index === end
        ? 'stopped'
        : index > end
          ? 'not_reached'
          : isDecided && ofVotes.includes(one.reason)
            ? 'decided'
            : 'passed',
  }));
}

function withDropped(steps: readonly RecipeStep[], dropped: DropReason | null): readonly RecipeStep[] {
  if (dropped === null || steps.some(({ reason }) => reason === dropped)) return steps;
  return dropped === 'withdrawn' ? [step(dropped), ...steps] : [...steps, step(dropped)];
}

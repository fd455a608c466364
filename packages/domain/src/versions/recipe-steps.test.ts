import { expect, it } from 'vitest';
import { recipe, type Recipe } from '@pairwright/contract/recipe';
import { recipeSteps, walkSteps } from './recipe-steps.ts';

const plain = recipe.parse({});
const filtered = (filters: Partial<Recipe['filters']>): Recipe => ({
  ...plain,
  filters: { ...plain.filters, ...filters },
});
const reasons = (of: Recipe, kind: 'pair' | 'ranking' | 'single' | 'rewrite' = 'pair') =>
  recipeSteps(of, kind).map(({ reason }) => reason);

it('asks of a pair what the recipe chooses, in the order in which it is asked', () => {
  expect(reasons(plain)).toEqual([
    'too_few_judgments',
    'cannot_judge',
    'no_majority',
    'tie',
    'both_bad',
    'text_missing',
    'identical_responses',
    'empty_chosen',
  ]);
  const strict: Recipe = {
    ...filtered({
      languages: ['en'],
      adjudicatedOnly: true,
      minAgreement: 0.5,
      minStrength: 1,
      outcomes: ['preference'],
    }),
    dropFlagged: true,
    ties: 'keep',
    bothBad: 'negatives',
    rankings: 'adjacent',
    duplicates: 'near',
    personalData: 'refuse',
    includeMargin: true,
    margin: 'rating_difference',
  };
  expect(reasons(strict, 'ranking')).toEqual([
    'other_language',
    'not_adjudicated',
    'flagged',
    'too_few_judgments',
    'cannot_judge',
    'no_majority',
    'not_selected',
    'text_missing',
    'identical_responses',
    'empty_chosen',
    'low_agreement',
    'too_weak',
    'other_outcome',
    'no_margin',
    'duplicate',
    'near_duplicate',
    'personal_data',
  ]);
  expect(reasons(strict, 'pair')).not.toContain('not_selected');
});

it('asks other things of rewrites and of responses alone', () => {
  expect(reasons(plain, 'rewrite')).toEqual([
    'no_preference',
    'text_missing',
    'identical_responses',
    'empty_chosen',
  ]);
  expect(reasons(plain, 'single')).toEqual(['no_preference']);
  expect(reasons({ ...plain, singles: 'include' }, 'single')).toEqual([
    'too_few_judgments',
    'cannot_judge',
    'text_missing',
    'empty_chosen',
    'no_majority',
    'no_preference',
  ]);
});

it('tells where a unit was left out, and what was not asked any more', () => {
  const states = (dropped: 'no_majority' | 'near_duplicate' | 'withdrawn' | null, isDecided = false) =>
    walkSteps(recipeSteps(plain, 'pair'), { dropped, isDecided }).map(
      ({ reason, state }) => `${reason} ${state}`,
    );
  expect(states('no_majority').slice(0, 4)).toEqual([
    'too_few_judgments passed',
    'cannot_judge passed',
    'no_majority stopped',
    'tie not_reached',
  ]);
  expect(states(null).every((line) => line.endsWith('passed'))).toBe(true);
  expect(states(null, true).slice(0, 4)).toEqual([
    'too_few_judgments decided',
    'cannot_judge decided',
    'no_majority decided',
    'tie passed',
  ]);
  // Of an older way to resolve, or of a recipe that was read otherwise.
  expect(states('near_duplicate').at(-1)).toBe('near_duplicate stopped');
  // No recipe asks for it: nothing was asked of a comparison that is out of work.
  expect(states('withdrawn').slice(0, 2)).toEqual(['withdrawn stopped', 'too_few_judgments not_reached']);
});

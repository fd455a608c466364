import { dropReason, recipe } from '@pairwright/contract/datasets';
import { expect, test } from 'vitest';
import {
  draftOfRecipe,
  dropReasons,
  kindLines,
  newRecipe,
  readRecipe,
  type RecipeDraft,
  sameRecipe,
  type TypedParts,
  waterfall,
} from './recipe.ts';

test('a new recipe is what the contract takes for one', () => {
  expect(readRecipe(newRecipe)).toEqual(recipe.parse({}));
});

function typed(change: Partial<TypedParts>): RecipeDraft {
  return { ...newRecipe, typed: { ...newRecipe.typed, ...change } };
}

test('what is typed becomes filters, or no recipe', () => {
  const draft = typed({
    from: '2026-01-31',
    minAgreement: '62.5',
    leastCharacters: '10',
    mostCharacters: '',
  });
  expect(readRecipe(draft)).toMatchObject({
    filters: { from: '2026-01-31', to: null, minAgreement: 0.625, leastCharacters: 10, mostCharacters: null },
  });
  for (const wrong of [
    { from: 'soon' },
    { minAgreement: '101' },
    { minStrength: 'much' },
    { shuffleSeed: '1.5' },
    { leastCharacters: '-1' },
    { mostCharacters: 'many' },
  ])
    expect(readRecipe(typed(wrong)), JSON.stringify(wrong)).toBeNull();
});

test('the number of judgments is whole and in range', () => {
  for (const minJudgments of ['', '0', '101', '1.5', '-2', 'three', '1e1'])
    expect(readRecipe(typed({ minJudgments })), minJudgments).toBeNull();
  expect(readRecipe(typed({ minJudgments: ' 3 ' }))?.minJudgments).toBe(3);
});

test('a recipe goes into the form and out again unchanged', () => {
  const made = recipe.parse({
    minJudgments: 5,
    majority: 'unanimous',
    ties: 'ignore_votes',
    bothBad: 'as_tie',
    dropFlagged: true,
    rankings: 'best_vs_rest',
    rewrites: 'leave_out',
    split: {
      by: 'prompt',
      salt: 's',
      parts: [
        { name: 'train', share: 0.9 },
        { name: 'test', share: 0.1 },
      ],
    },
    filters: { sources: ['a', 'b'], rounds: [2], tags: ['x'], teams: ['red'], minAgreement: 0.6 },
  });
  expect(readRecipe(draftOfRecipe(made))).toEqual(made);
  expect(sameRecipe(made, { ...made })).toBe(true);
  expect(sameRecipe(made, { ...made, includeMargin: true })).toBe(false);
});

test('every reason of the contract has its place in the waterfall', () => {
  expect([...dropReasons].sort()).toEqual([...dropReason.options].sort());
});

test('the waterfall ends at the rows', () => {
  const steps = waterfall(100, { tie: 10, flagged: 5, no_majority: 0, too_few_judgments: 25 });
  expect(steps).toEqual([
    { reason: 'flagged', dropped: 5, left: 95 },
    { reason: 'too_few_judgments', dropped: 25, left: 70 },
    { reason: 'tie', dropped: 10, left: 60 },
  ]);
});

test('kinds are told apart as soon as there are others than pairs', () => {
  expect(kindLines({})).toEqual([]);
  expect(kindLines({ pair: { units: 5, rows: 4 }, ranking: { units: 0, rows: 0 } })).toEqual([]);
  expect(kindLines({ rewrite: { units: 2, rows: 1 }, pair: { units: 5, rows: 4 } })).toEqual([
    { kind: 'pair', units: 5, rows: 4 },
    { kind: 'rewrite', units: 2, rows: 1 },
  ]);
});

test('a recipe from before there were rankings stays one', () => {
  const old = {
    minJudgments: 2,
    majority: 'simple',
    ties: 'drop',
    bothBad: 'drop',
    dropFlagged: false,
    includeMargin: true,
  };
  expect(recipe.parse(old)).toEqual({
    ...recipe.parse({}),
    ...old,
    rankings: 'all',
    rewrites: 'include',
    adjudicated: 'ignore',
  });
});

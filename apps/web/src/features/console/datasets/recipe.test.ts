import { dropReason, recipe } from '@pairwright/contract/datasets';
import { expect, test } from 'vitest';
import {
  draftOfRecipe,
  dropReasons,
  kindLines,
  newRecipe,
  readRecipe,
  sameRecipe,
  waterfall,
} from './recipe.ts';

test('a new recipe is what the contract takes for one', () => {
  expect(readRecipe(newRecipe)).toEqual(recipe.parse({}));
});

test('the number of judgments is whole and in range', () => {
  for (const minJudgments of ['', '0', '101', '1.5', '-2', 'three', '1e1'])
    expect(readRecipe({ ...newRecipe, minJudgments }), minJudgments).toBeNull();
  expect(readRecipe({ ...newRecipe, minJudgments: ' 3 ' })?.minJudgments).toBe(3);
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
    ...old,
    rankings: 'all',
    rewrites: 'include',
    adjudicated: 'ignore',
  });
});

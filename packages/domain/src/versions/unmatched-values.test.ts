import { recipe } from '@pairwright/contract/recipe';
import { recipeChoices, type RecipeChoices } from '@pairwright/contract/recipe-choices';
import { expect, test } from 'vitest';
import { listOfFilter, unmatchedValues } from './unmatched-values.ts';

const none = Object.fromEntries(
  Object.keys(recipeChoices.shape).map((key) => [key, key === 'sampled' ? null : []]),
) as unknown as RecipeChoices;
const some: RecipeChoices = {
  ...none,
  languages: [
    { value: 'en', count: 3 },
    { value: 'zh-CN', count: 1 },
  ],
  questionVersions: [
    { value: 2, count: 0 },
    { value: 1, count: 9 },
  ],
};
const filters = recipe.parse({ filters: { languages: ['en', 'fr'], questionVersions: [1, 2, 3] } }).filters;

test('values that nothing has are named, each by its filter', () => {
  expect(unmatchedValues(filters, some)).toEqual([
    { filter: 'languages', value: 'fr', sure: true },
    { filter: 'questionVersions', value: 2, sure: true },
    { filter: 'questionVersions', value: 3, sure: true },
  ]);
});

test('of a part of the project nothing is sure but what its lists hold whole', () => {
  const sampled: RecipeChoices = {
    ...some,
    partial: ['languages'],
    sampled: { comparisons: 10, of: 1000 },
  };
  expect(unmatchedValues(filters, sampled)).toEqual([
    { filter: 'languages', value: 'fr', sure: false },
    { filter: 'questionVersions', value: 2, sure: false },
    { filter: 'questionVersions', value: 3, sure: true },
  ]);
});

test('every filter that takes a list of values of the project has its list', () => {
  const lists = Object.entries(recipe.parse({}).filters).flatMap(([key, value]) =>
    Array.isArray(value) && key !== 'judges' && key !== 'outcomes' ? [key] : [],
  );
  expect(Object.keys(listOfFilter).toSorted()).toEqual(lists.toSorted());
  expect(unmatchedValues(recipe.parse({}).filters, none)).toEqual([]);
});

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

test('what is typed becomes filters and a split, or no recipe', () => {
  const draft = typed({
    languages: 'en， zh-CN,',
    from: '2026-01-31',
    minAgreement: '62.5',
    testShare: '5',
    salt: 'x',
  });
  expect(readRecipe({ ...draft, split: 'prompt' })).toMatchObject({
    filters: { languages: ['en', 'zh-CN'], from: '2026-01-31', to: null, minAgreement: 0.625 },
    split: {
      by: 'prompt',
      salt: 'x',
      parts: [
        { name: 'train', share: 0.95 },
        { name: 'test', share: 0.05 },
      ],
      nearDuplicates: 'join',
    },
  });
  for (const wrong of [
    { from: 'soon' },
    { minAgreement: '101' },
    { minStrength: 'much' },
    { shuffleSeed: '1.5' },
  ])
    expect(readRecipe(typed(wrong)), JSON.stringify(wrong)).toBeNull();
  for (const testShare of ['0', '100', 'x'])
    expect(readRecipe({ ...typed({ testShare }), split: 'prompt' })).toBeNull();
});

test('a split that the form does not know stays as it is', () => {
  const split = {
    by: 'date' as const,
    parts: [
      { name: 'old', until: '2026-01-01' },
      { name: 'new', until: null },
    ],
  };
  expect(readRecipe(draftOfRecipe(recipe.parse({ split })))?.split).toEqual(split);
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
    filters: { sources: ['a', 'b'], minAgreement: 0.6 },
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

test('splits by annotator and by date, and lengths, are typed and come back as they were', () => {
  const each = { ...newRecipe.choices, aggregation: 'each_vote' as const };
  const byAnnotator = readRecipe({
    ...typed({ testShare: '20', salt: 's' }),
    choices: each,
    split: 'annotator',
  });
  expect(byAnnotator?.split).toEqual({
    by: 'annotator',
    salt: 's',
    parts: [
      { name: 'train', share: 0.8 },
      { name: 'test', share: 0.2 },
    ],
  });
  const byDate = readRecipe({
    ...typed({ testFrom: '2026-05-01', leastCharacters: '10', mostCharacters: '' }),
    split: 'date',
  });
  expect(byDate).toMatchObject({
    filters: { leastCharacters: 10, mostCharacters: null },
    split: {
      by: 'date',
      parts: [
        { name: 'train', until: '2026-05-01' },
        { name: 'test', until: null },
      ],
    },
  });
  for (const made of [byAnnotator, byDate]) {
    const draft = draftOfRecipe(made!);
    expect(draft.split).toBe(made?.split?.by);
    expect(readRecipe(draft)).toEqual(made);
  }
  // Rows of several annotators have no part of their own.
  expect(readRecipe({ ...typed({}), split: 'annotator' })).toBeNull();
  for (const wrong of [{ testFrom: '' }, { testFrom: 'soon' }])
    expect(readRecipe({ ...typed(wrong), split: 'date' })).toBeNull();
  for (const wrong of [{ leastCharacters: '-1' }, { mostCharacters: 'many' }])
    expect(readRecipe(typed(wrong))).toBeNull();
});

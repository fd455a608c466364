import { recipe, type Recipe } from '@pairwright/contract/recipe';
import { expect, test } from 'vitest';
import { draftOfRecipe, newRecipe, readRecipe } from './recipe.ts';
import {
  isSumWrong,
  partFaults,
  type SplitDraft,
  sumOfShares,
  withoutPart,
  withPart,
} from './split-draft.ts';

const usual: SplitDraft = { ...newRecipe.split, by: 'prompt' };
const read = (split: SplitDraft, choices: Partial<Recipe> = {}) =>
  readRecipe({ ...newRecipe, choices: { ...newRecipe.choices, ...choices }, split })?.split;
const shares = ({ parts }: SplitDraft) => parts.map(({ name, share }) => `${name} ${share}`);

test('parts of any number and name are a split, and come back as they were', () => {
  const splits: Recipe['split'][] = [
    null,
    { by: 'prompt', salt: 's', nearDuplicates: 'ignore', parts: [{ name: 'all', share: 1 }] },
    {
      by: 'prompt',
      salt: 's',
      nearDuplicates: 'join',
      parts: [
        { name: 'a', share: 1 / 3 },
        { name: 'b', share: 0.29 },
        { name: 'c', share: 1 - 1 / 3 - 0.29 },
      ],
    },
    {
      by: 'date',
      parts: [
        { name: 'old', until: '2026-01-01' },
        { name: 'mid', until: '2026-02-01' },
        { name: 'new', until: null },
      ],
    },
  ];
  for (const split of splits)
    expect(readRecipe(draftOfRecipe(recipe.parse({ split })))?.split).toEqual(split);
  expect(read(usual)).toMatchObject({
    parts: [
      { name: 'train', share: 0.9 },
      { name: 'test', share: 0.1 },
    ],
  });
  expect(read({ ...usual, by: 'annotator' }, { aggregation: 'each_vote' })).toMatchObject({
    by: 'annotator',
  });
  // Rows of several annotators have no part of their own.
  expect(read({ ...usual, by: 'annotator' })).toBeUndefined();
});

test('a part comes with what is missing to 100 %, and leaves its share to the first', () => {
  const [train, test] = usual.parts;
  const less = { ...usual, parts: [{ ...train!, share: '80' }, test!] };
  const three = withPart(less);
  expect(shares(three)).toEqual(['train 80', 'validation 10', 'test 10']);
  expect(read(three)).toMatchObject({ parts: [{ share: 0.8 }, { share: 0.1 }, { share: 0.1 }] });
  expect(shares(withoutPart(three, 1))).toEqual(['train 90', 'test 10']);
  expect(shares(withoutPart(three, 0))).toEqual(['validation 90', 'test 10']);
  const full = Array.from({ length: 9 }).reduce<SplitDraft>(withPart, usual);
  expect(full.parts).toHaveLength(8);
  expect(new Set(full.parts.map(({ name }) => name)).size).toBe(8);
  const alone = withoutPart(usual, 0);
  expect(shares(alone)).toEqual(['test 100']);
  expect(withoutPart(alone, 0)).toBe(alone);
  expect(withoutPart({ ...usual, by: 'date' }, 0).parts).toHaveLength(2);
});

test('what is wrong is told at its field, and then there is no recipe', () => {
  const change = (part: Partial<SplitDraft['parts'][number]>): SplitDraft => ({
    ...usual,
    parts: [usual.parts[0]!, { ...usual.parts[1]!, ...part }],
  });
  expect(partFaults(usual)).toEqual([{}, {}]);
  for (const [part, faults] of [
    [{ name: 'Test' }, { name: 'name' }],
    [{ name: '' }, { name: 'name' }],
    [{ name: ' train ' }, { name: 'name_twice' }],
    [{ share: '0' }, { share: 'share' }],
    [{ share: '101' }, { share: 'share' }],
    [{ share: 'x' }, { share: 'share' }],
  ] as const) {
    expect(partFaults(change(part))[1], JSON.stringify(part)).toEqual(faults);
    expect(read(change(part))).toBeUndefined();
  }
  const wrong = change({ share: '11' });
  expect([partFaults(wrong), sumOfShares(wrong.parts), isSumWrong(wrong)]).toEqual([[{}, {}], 101, true]);
  expect(read(wrong)).toBeUndefined();
  expect(isSumWrong(change({ share: 'x' }))).toBe(false);
  const dates = (...until: string[]): SplitDraft => ({
    ...usual,
    by: 'date',
    parts: [...until, ''].map((day, index) => ({ name: `p${index}`, share: '', until: day })),
  });
  expect(partFaults(dates('2026-02-01', '2026-01-01'))).toEqual([{}, { until: 'until_order' }, {}]);
  for (const day of ['', 'soon']) {
    expect(partFaults(dates(day))).toEqual([{ until: 'until' }, {}]);
    expect(read(dates(day))).toBeUndefined();
  }
  expect(read(dates('2026-01-01'))).toMatchObject({ parts: [{ until: '2026-01-01' }, { until: null }] });
});

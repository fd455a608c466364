import { expect, it } from 'vitest';
import { spread } from './spread.mjs';

it.each([
  [
    ['A', 'B'],
    [1, 2, 3, 4, 5],
    ['A', 1, 2, 3, 'B', 4, 5],
  ],
  [['A', 'B', 'C'], [1], ['A', 1, 'B', 'C']],
  [['A'], [], ['A']],
  [[], [1, 2], [1, 2]],
])('%j among %j is %j', (few, many, all) => {
  expect(spread(few, many)).toEqual(all);
});

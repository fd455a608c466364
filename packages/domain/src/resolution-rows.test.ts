import { expect, test } from 'vitest';
import { type Labelled, marginOf } from './resolution-rows.ts';

const given: Labelled = {
  label: 'second',
  agreement: 0.75,
  ballots: 4,
  margin: 3,
  dropped: null,
  ratingDifference: -1.5,
};

test.each([
  [3, 1, 3],
  [2.625, 1, 3],
  [2.6, 2 / 3, 2],
  [2.25, 2 / 3, 2],
  [1.5, 1 / 3, 1],
  [1.125, 1 / 3, 1],
  [1.1, 0, 0],
  [0.75, 0, 0],
  [0, 0, 0],
])('a strength of %d has the margins of Llama 2', (margin, small, large) => {
  expect(marginOf('llama2_small', { ...given, margin })).toBe(small);
  expect(marginOf('llama2_large', { ...given, margin })).toBe(large);
});

test('a difference of ratings is seen from the winner, log odds from the share', () => {
  expect(marginOf('rating_difference', given)).toBe(1.5);
  expect(marginOf('rating_difference', { ...given, label: 'first' })).toBe(-1.5);
  expect(marginOf('rating_difference', { ...given, ratingDifference: null })).toBeNull();
  // ln(3.5 / 1.5)
  expect(marginOf('log_odds', given)).toBe(0.847298);
  expect(marginOf('strength', given)).toBe(3);
});

import { expect, test } from 'vitest';
import { ratingsAskedFor } from './ratings-asked.ts';

const ratings = [{ key: 'quality', min: 1, max: 5 }] as never[];
const asked = (values: readonly (number | null)[], target = values.length, most = 7) =>
  ratingsAskedFor(
    values.map((value) => (value === null ? null : { quality: value })),
    { target, ratings },
    { most, spreadPercent: 50 },
  );

test('ratings within two points of five are enough, and while places are open nothing is asked', () => {
  expect(asked([2, 4])).toEqual({ target: 2, contested: false });
  expect(asked([3])).toEqual({ target: 1, contested: false });
  expect(asked([1, 5], 3)).toEqual({ target: 3, contested: false });
});

test('where they lie farther apart, as many are asked for as could make two thirds', () => {
  expect(asked([1, 5])).toEqual({ target: 3, contested: false });
  expect(asked([1, 5, 4])).toEqual({ target: 3, contested: false });
  expect(asked([1, 1, 5, 5])).toEqual({ target: 6, contested: false });
  expect(asked([1, 1, 5, 5], 4, 5)).toEqual({ target: 4, contested: true });
});

test('the rating that differs most decides, and who cannot judge settles nothing', () => {
  const both = [
    { quality: 3, truth: 1 },
    { quality: 3, truth: 5 },
  ];
  const scales = [...ratings, { key: 'truth', min: 1, max: 5 }] as never[];
  expect(ratingsAskedFor(both, { target: 2, ratings: scales }, { most: 7, spreadPercent: 50 })).toEqual({
    target: 3,
    contested: false,
  });
  expect(asked([null])).toEqual({ target: 2, contested: false });
  expect(asked([null, 4])).toEqual({ target: 2, contested: false });
  expect(asked([null, null, null], 3, 3)).toEqual({ target: 3, contested: true });
});

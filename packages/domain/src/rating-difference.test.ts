import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type GivenRating, ratingDifference } from './rating-difference.ts';

const severity = { key: 'severity', better: 'lower' } as const;
const helpful = { key: 'helpful', better: 'higher' } as const;
const gave = (key: string, ...values: readonly (number | null)[]): GivenRating[] =>
  values.flatMap((value, response) => (value === null ? [] : [{ key, response, value }]));

test('the less harmful of two has the greater margin where less is better', () => {
  expect(ratingDifference(gave('severity', 0, 3), [0, 1], [severity])).toBe(3);
  expect(ratingDifference(gave('severity', 0, 3), [0, 1], [{ ...severity, better: 'higher' }])).toBe(-3);
  // Recipes of before: the mean of all, and the less harmful is the worse.
  expect(ratingDifference(gave('severity', 0, 3), [0, 1], null)).toBe(-3);
});

test('only ratings that both have are compared, each with itself', () => {
  const given = [...gave('helpful', 4, 2), ...gave('severity', 1, null), ...gave('taste', 0, 10)];
  expect(ratingDifference(given, [0, 1], [helpful, severity])).toBe(2);
  expect(ratingDifference(given, [0, 1], [severity])).toBeNull();
  expect(ratingDifference([], [0, 1], [helpful])).toBeNull();
});

test('several are a mean of their differences, each by its own means', () => {
  const given = [...gave('helpful', 4, 2), ...gave('helpful', 3, 2), ...gave('severity', 0, 3)];
  expect(ratingDifference(given, [0, 1], [helpful, severity])).toBe((1.5 + 3) / 2);
});

test('turning the two round, or the scale, turns the sign; the order of the names changes nothing', () => {
  const ratings = fc.array(
    fc.record({
      key: fc.constantFrom('helpful', 'severity', 'taste'),
      response: fc.constantFrom(0, 1, 2),
      value: fc.integer({ min: 0, max: 10 }),
    }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(ratings, (given) => {
      const found = ratingDifference(given, [0, 2], [helpful, severity]);
      expect(ratingDifference(given, [2, 0], [helpful, severity])).toBe(found === null ? null : 0 - found);
      expect(ratingDifference(given, [0, 2], [severity, helpful])).toBe(found);
      const turned = given.map((one) => ({ ...one, value: 10 - one.value }));
      const other = [
        { ...helpful, better: 'lower' },
        { ...severity, better: 'higher' },
      ] as const;
      const again = ratingDifference(turned, [0, 2], other);
      expect(again === null).toBe(found === null);
      expect(again ?? 0).toBeCloseTo(found ?? 0, 9);
    }),
  );
});

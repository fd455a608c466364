import fc from 'fast-check';
import { expect, it } from 'vitest';
import { likenessOfOrders, meanLikeness, ordersOf } from './ranking-orders.ts';

const of = (...rankings: (number | null)[][]) => meanLikeness(rankings.map((ranks) => ordersOf(ranks)));

it('is the share of pairs that both order alike, by hand', () => {
  // A>B>C>D and A>D>C>B: the same best, and B, C, D the other way round.
  expect(of([1, 2, 3, 4], [1, 4, 3, 2])).toBe(1 / 2);
  expect(of([1, 2, 3], [3, 2, 1])).toBe(0);
  expect(of([1, 2, 3], [1, 2, 3])).toBe(1);
  // A tie against an order counts half.
  expect(of([1, 1, 2], [1, 2, 3])).toBeCloseTo((0.5 + 1 + 1) / 3, 15);
  // Three rankings: the mean of their three pairs.
  expect(of([1, 2, 3], [1, 2, 3], [3, 2, 1])).toBeCloseTo(1 / 3, 15);
});

it('is only of what both say', () => {
  // The best one alone is named: nothing is said of the other two.
  expect(of([1, null, null], [1, 2, 3])).toBe(1);
  expect(of([1, null, null], [3, 2, 1])).toBe(0);
  // Two of them are bad, and nothing is said of the third.
  expect(of([0, 0, null], [null, null, 1])).toBeNull();
  expect(of([1, 2, 3])).toBe(1);
  expect(of()).toBeNull();
});

it('is the same both ways, whatever the responses are called', () => {
  const ranks = fc.array(fc.constantFrom(null, 0, 1, 2, 3), { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(ranks, ranks, (one, other) => {
      const alike = likenessOfOrders(ordersOf(one), ordersOf(other));
      expect(likenessOfOrders(ordersOf(other), ordersOf(one))).toBe(alike);
      const renamed = likenessOfOrders(ordersOf(one.toReversed()), ordersOf(other.toReversed()));
      if (alike === null) expect(renamed).toBeNull();
      else expect(renamed).toBeCloseTo(alike, 12);
    }),
  );
});

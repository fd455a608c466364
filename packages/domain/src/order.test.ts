import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { presentedOrder } from './order.ts';

describe('the presented order', () => {
  it('alternates the sides of a pair from the seed', () => {
    expect([0, 1, 2, 3].map((issue) => presentedOrder(2, 0, issue))).toEqual([
      [0, 1],
      [1, 0],
      [0, 1],
      [1, 0],
    ]);
    expect([0, 1].map((issue) => presentedOrder(2, 1, issue))).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });

  it('is a permutation that puts each response at each place equally often in N issues', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 9 }), fc.nat(1000), fc.nat(20), (count, seed, block) => {
        const first = block * count + ((count - (seed % count)) % count);
        const orders = Array.from({ length: count }, (_, index) =>
          presentedOrder(count, seed, first + index),
        );
        const all = Array.from({ length: count }, (_, index) => index);
        for (const order of orders) expect(order.toSorted((a, b) => a - b)).toEqual(all);
        for (const placeNumber of all)
          expect(orders.map((order) => order[placeNumber]!).toSorted((a, b) => a - b)).toEqual(all);
      }),
    );
  });

  it('refuses numbers that are no counts', () => {
    expect(() => presentedOrder(1, 0, 0)).toThrow('at least 2');
    expect(() => presentedOrder(2, -1, 0)).toThrow(RangeError);
    expect(() => presentedOrder(2, 0, 0.5)).toThrow(RangeError);
  });
});

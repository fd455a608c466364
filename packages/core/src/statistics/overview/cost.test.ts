import { expect, test } from 'vitest';
import { costOf, type CostFacts } from './cost.ts';

const facts: CostFacts = {
  rates: [{ number: 1, currency: 'EUR', micros: 100_000 }],
  goldPercent: 0,
  goldPlaces: 1_000_000,
  repeatPercent: 0,
};

test('without known answers and repeats, what is wanted is what is to come', () => {
  expect(costOf(facts, [{ rate: 1, judgments: 20 }], 80)).toEqual({
    rate: { currency: 'EUR', perJudgmentMicros: 100_000 },
    paid: [{ currency: 'EUR', perJudgmentMicros: 100_000, judgments: 20 }],
    soFar: [{ currency: 'EUR', micros: 2_000_000 }],
    toCome: { wanted: 80, gold: 0, repeats: 0 },
    final: [{ currency: 'EUR', micros: 10_000_000 }],
  });
});

test('gold and repeats come between what is wanted, each with its chance', () => {
  // Of 10,000 pairs 1,500 are gold, and of the other 8,500 5 % are repeats: 8,075 are what is wanted.
  const cost = costOf({ ...facts, goldPercent: 15, repeatPercent: 5 }, [], 8_075)!;
  expect(cost.toCome).toEqual({ wanted: 8_075, gold: 1_500, repeats: 425 });
  expect(cost.final).toEqual([{ currency: 'EUR', micros: 10_000 * 100_000 }]);
});

test('gold comes no more often than its places allow', () => {
  expect(costOf({ ...facts, goldPercent: 50, goldPlaces: 7 }, [], 100)!.toCome.gold).toBe(7);
});

test('what was given for nothing costs nothing, and each currency is told by itself', () => {
  const rates = [
    { number: 1, currency: 'EUR', micros: 100_000 },
    { number: 2, currency: null, micros: null },
    { number: 3, currency: 'USD', micros: 50_000 },
  ];
  const paid = [1, 2, 3].map((rate) => ({ rate, judgments: 10 }));
  expect(costOf({ ...facts, rates }, paid, 4)).toMatchObject({
    soFar: [
      { currency: 'EUR', micros: 1_000_000 },
      { currency: 'USD', micros: 500_000 },
    ],
    final: [
      { currency: 'EUR', micros: 1_000_000 },
      { currency: 'USD', micros: 700_000 },
    ],
  });
  expect(costOf({ ...facts, rates: [] }, paid, 4)).toBeNull();
  expect(costOf({ ...facts, rates: [rates[1]!] }, paid, 4)).toBeNull();
});

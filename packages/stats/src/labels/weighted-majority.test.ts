import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { impliedAccuracy } from './implied-accuracy.ts';
import { expectNear, someRows, someSize, votesOf } from './labels.fixture.ts';
import { logOddsWeight } from './log-odds-weight.ts';
import { softLabelsByUnit, weightedMajority } from './weighted-majority.ts';

describe('weighted majority', () => {
  test('is the posterior of Bayes', () => {
    // 0.8 * 0.4 * 0.3 : 0.2 * 0.6 * 0.7, each of two labels as likely beforehand
    const { softLabel, lead, winners } = weightedMajority(
      [
        { label: 0, accuracy: 0.8 },
        { label: 1, accuracy: 0.6 },
        { label: 1, accuracy: 0.7 },
      ],
      2,
    );
    const [for0, for1] = [0.8 * 0.4 * 0.3, 0.2 * 0.6 * 0.7];
    expectNear(softLabel!, [for0 / (for0 + for1), for1 / (for0 + for1)], 1e-14);
    expect(lead).toBeCloseTo(Math.log(for0 / for1), 14);
    expect(winners).toEqual([0]);
  });

  test('a good rater outweighs two who hardly know', () => {
    const votes = [0.9, 0.6, 0.6].map((accuracy, rater) => ({ label: rater === 0 ? 2 : 1, accuracy }));
    expect(weightedMajority(votes, 3).winners).toEqual([2]);
  });

  test('one vote is as sure as its rater, and the shares of the classes count', () => {
    expectNear(weightedMajority([{ label: 1, accuracy: 0.7 }], 4).softLabel!, [0.1, 0.7, 0.1, 0.1], 1e-14);
    const { softLabel } = weightedMajority([{ label: 0, accuracy: 0.8 }], 2, [0.2, 0.8]);
    expectNear(softLabel!, [0.5, 0.5], 1e-14);
  });

  test('equal raters on both sides are a tie, in any order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.05, max: 0.95, noNaN: true }), { minLength: 1 }),
        (accuracies) => {
          const given = (label: number) => accuracies.map((accuracy) => ({ label, accuracy }));
          const { winners, lead } = weightedMajority([...given(1), ...given(0).reverse()], 2);
          expect(winners).toEqual([0, 1]);
          expect(lead).toBeLessThan(1e-9);
        },
      ),
    );
  });

  test('without votes there is no label', () => {
    expect(weightedMajority([], 2)).toEqual({
      weight: [0, 0],
      softLabel: null,
      winners: [],
      lead: null,
      entropyNats: null,
      reason: 'no_data',
    });
  });

  test('refuses what would weigh without end', () => {
    expect(() => weightedMajority([{ label: 0, accuracy: 1 }], 2)).toThrow(RangeError);
    expect(() => weightedMajority([{ label: 0, accuracy: 0.8 }], 2, [0, 1])).toThrow(RangeError);
    expect(() => logOddsWeight(0)).toThrow(RangeError);
    expect(() => logOddsWeight(NaN)).toThrow(RangeError);
    expect(logOddsWeight(0.5)).toBe(0);
  });
});

test('the columns say the same as the results by unit', () => {
  const accuracy = Float64Array.of(0.9, 0.8, 0.7, 0.6, 0.3);
  const classShare = [0.5, 0.3, 0.2];
  fc.assert(
    fc.property(someRows(3, 0), (rows) => {
      const softLabels = softLabelsByUnit(votesOf(rows, someSize(3)), { accuracy, classShare });
      for (let unit = 0; unit < 10; unit += 1) {
        const votes = rows
          .filter(([of]) => of === unit)
          .map(([, rater, label]) => ({ label, accuracy: accuracy[rater]! }));
        const { softLabel } = weightedMajority(votes, 3, classShare);
        expectNear(softLabels.subarray(unit * 3, unit * 3 + 3), softLabel ?? classShare, 1e-12);
      }
    }),
  );
});

describe('the accuracy that agreement implies', () => {
  test('of published rates', () => {
    for (const [agreement, accuracy] of [
      [0.63, 0.755],
      [0.66, 0.783],
      [0.726, 0.836],
      [0.77, 0.867],
      [0.81, 0.894],
    ] as const)
      expect(impliedAccuracy(agreement)).toBeCloseTo(accuracy, 3);
  });

  test('is the inverse of how often two such people agree, from a guess up', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 7 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (labels, above) => {
          const accuracy = 1 / labels + above * (1 - 1 / labels);
          const agreement = accuracy ** 2 + (1 - accuracy) ** 2 / (labels - 1);
          expect(impliedAccuracy(agreement, labels)).toBeCloseTo(accuracy, 6);
          expect(impliedAccuracy(0, labels)).toBe(1 / labels);
        },
      ),
    );
  });
});

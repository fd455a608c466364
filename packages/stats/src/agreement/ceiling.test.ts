import fc from 'fast-check';
import { expect, test } from 'vitest';
import { humanCeiling, majorityOfAlike } from './ceiling.ts';
import { percentAgreement } from './percent.ts';
import { distance, rightBy, votesOf } from './votes.fixture.ts';

// Published pairwise agreements: HH, -, InstructGPT, summarization, -.
test.each([
  [0.63, 0.755, 0.26, 0.849, 0.902],
  [0.66, 0.783, 0.32, 0.879, 0.928],
  [0.726, 0.836, 0.45, 0.928, 0.966],
  [0.77, 0.867, 0.54, 0.952, 0.981],
  [0.81, 0.894, 0.62, 0.969, 0.99],
])('agreement of %f', (agreement, accuracy, kappa, of3, of5) => {
  const ceiling = humanCeiling(agreement);
  expect(ceiling.accuracy?.toFixed(3)).toBe(accuracy.toFixed(3));
  expect(ceiling.balancedKappa?.toFixed(2)).toBe(kappa.toFixed(2));
  expect(ceiling.majorityOf3?.toFixed(3)).toBe(of3.toFixed(3));
  expect(ceiling.majorityOf5?.toFixed(3)).toBe(of5.toFixed(3));
});

test('the ends of the scale', () => {
  expect(humanCeiling(1)).toEqual({
    accuracy: 1,
    balancedKappa: 1,
    majorityOf3: 1,
    majorityOf5: 1,
    reason: null,
  });
  expect(humanCeiling(0.5)).toMatchObject({ accuracy: 0.5, balancedKappa: 0 });
  const none = { accuracy: null, balancedKappa: null, majorityOf3: null, majorityOf5: null };
  expect(humanCeiling(0.49)).toEqual({ ...none, reason: 'below_chance' });
  expect(humanCeiling(null)).toEqual({ ...none, reason: 'no_data' });
  expect(() => humanCeiling(63)).toThrow(RangeError);
  expect(() => humanCeiling(Number.NaN)).toThrow(RangeError);
});

test('a majority is the sum of its ways to be right, ties by a coin', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 1, max: 12 }), (percent, n) => {
      const q = percent / 100;
      let expected = 0;
      for (let outcome = 0; outcome < 2 ** n; outcome += 1) {
        const right = [...outcome.toString(2)].filter((digit) => digit === '1').length;
        const share = 2 * right > n ? 1 : 2 * right === n ? 0.5 : 0;
        expected += share * q ** right * (1 - q) ** (n - right);
      }
      expect(distance(majorityOfAlike(q, n), expected)).toBeLessThan(1e-12);
    }),
    { numRuns: 30 },
  );
  expect(majorityOfAlike(0.7, 1)).toBeCloseTo(0.7, 12);
  expect(() => majorityOfAlike(0.7, 0)).toThrow(RangeError);
  expect(() => majorityOfAlike(0.7, 2.5)).toThrow(RangeError);
});

test('the accuracy of voters is found from how they agree', () => {
  for (const accuracy of [0.6, 0.755, 0.9]) {
    const votes = votesOf({
      seed: 9,
      units: 60_000,
      raters: 40,
      votesPerUnit: 3,
      labels: 2,
      say: rightBy(accuracy),
    });
    const { accuracy: found } = humanCeiling(percentAgreement(votes).pairPooled);
    expect(distance(found, accuracy)).toBeLessThan(0.015);
  }
});

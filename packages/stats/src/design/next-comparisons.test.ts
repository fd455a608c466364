import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pairInformationGain } from './information-gain.ts';
import { type Abilities, nextComparisons, type OpenGroup } from './next-comparisons.ts';

/** Independent abilities. */
function abilitiesOf(means: readonly number[], variances: readonly number[]): Abilities {
  const n = means.length;
  const covariance = new Float64Array(n * n);
  variances.forEach((variance, item) => (covariance[item * n + item] = variance));
  return { mean: Float64Array.from(means), covariance };
}
const group = (items: number[], open: number, disagreement: number[] = []): OpenGroup => ({
  items,
  open,
  disagreement,
});
const groupsOf = (picks: readonly { group: number }[]): number[] => picks.map((pick) => pick.group);

describe('what to compare next', () => {
  test('an uncertain pair goes before a close one, and its worth is the expected information', () => {
    const abilities = abilitiesOf([0, 0, 0, 1], [0.01, 0.01, 1, 1]);
    const [first] = nextComparisons([group([0, 1], 9), group([2, 3], 9)], abilities, 1);
    expect(first).toEqual({ group: 1, value: pairInformationGain(-1, Math.SQRT2) });
  });

  test('a pick is taken for made, so that the next ones go elsewhere', () => {
    const abilities = abilitiesOf([0, 0, 0, 0], [1, 1, 1, 1]);
    const picks = nextComparisons([group([0, 1], 9), group([2, 3], 9)], abilities, 6);
    expect(groupsOf(picks)).toEqual([0, 1, 0, 1, 0, 1]);
    // One comparison of two at even odds adds 1/4: the variance of the difference goes from 2 to 1 / (1/2 + 1/4).
    expect(picks[2]!.value).toBeCloseTo(pairInformationGain(0, Math.sqrt(4 / 3)), 12);
  });

  test('no more than there are, and nothing where nothing is to be learned', () => {
    const abilities = abilitiesOf([0, 0], [1, 1]);
    const groups = [group([0, 1], 2), group([0, 0], 5), group([1], 5)];
    expect(groupsOf(nextComparisons(groups, abilities, 100))).toEqual([0, 0]);
    expect(nextComparisons([group([0, 1], 3)], abilitiesOf([0, 0], [0, 0]), 9)).toEqual([]);
  });

  test('disagreement raises the worth; alone it has the information of N(0, 1)', () => {
    const abilities = abilitiesOf([0, 0, 0, 0], [1, 1, 1, 1]);
    const picks = nextComparisons([group([0, 1], 9), group([2, 3], 9, [0.5])], abilities, 2);
    expect(groupsOf(picks)).toEqual([1, 0]);
    expect(picks[0]!.value).toBeCloseTo(1.5 * picks[1]!.value, 12);
    expect(nextComparisons([group([2, 2], 9, [1, 0.5])], abilities, 9)).toEqual([
      { group: 0, value: pairInformationGain(0, 1) },
      { group: 0, value: pairInformationGain(0, 1) / 2 },
    ]);
  });

  test('a ranking is worth the mean of its pairs', () => {
    const abilities = abilitiesOf([0, 0, 2], [1, 1, 1]);
    const [pick] = nextComparisons([group([0, 1, 2], 1)], abilities, 1);
    const sd = Math.SQRT2;
    expect(pick!.value).toBeCloseTo((pairInformationGain(0, sd) + 2 * pairInformationGain(2, sd)) / 3, 12);
  });

  test('worth never rises, never goes below nothing, and the lazy choice is the greedy one', () => {
    const one = fc.record({
      items: fc.array(fc.nat(4), { minLength: 1, maxLength: 4 }),
      open: fc.nat(3),
      disagreement: fc.constantFrom([], [1], [0.7, 0.2]),
    });
    fc.assert(
      fc.property(
        fc.array(one, { maxLength: 6 }),
        fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 5, maxLength: 5 }),
        (groups, means) => {
          const picks = nextComparisons(groups, abilitiesOf(means, [1, 0.5, 2, 0.1, 3]), 40);
          const values = picks.map(({ value }) => value);
          expect(values.every((value) => value > 0)).toBe(true);
          for (const [index, value] of values.entries())
            expect(value).toBeLessThanOrEqual((values[index - 1] ?? Infinity) + 1e-12);
          groups.forEach(({ items, open }, index) => {
            const picked = picks.filter((pick) => pick.group === index).length;
            // Everything that tells of items is picked when there is room for it.
            if (new Set(items).size > 1) expect(picked).toBe(open);
            else expect(picked).toBeLessThanOrEqual(open);
          });
        },
      ),
    );
  });
});

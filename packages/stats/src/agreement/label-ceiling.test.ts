import fc from 'fast-check';
import { expect, it } from 'vitest';
import { humanCeiling, majorityOfAlike } from './ceiling.ts';
import { labelCeiling } from './label-ceiling.ts';

it.each([
  [0.63, 0.755, 0.849],
  [0.726, 0.836, 0.928],
  [0.77, 0.867, 0.952],
])('of single votes and of majorities of three is what agreement of %d implies', (agreement, one, three) => {
  const q = humanCeiling(agreement).accuracy ?? 0;
  expect(labelCeiling(q, [{ lead: 1, labels: 9 }])).toBeCloseTo(one, 3);
  // Three voters agree all with q³ + (1-q)³, else two of them lead by one.
  const all = q ** 3 + (1 - q) ** 3;
  const leads = [
    { lead: 3, labels: all },
    { lead: 1, labels: 1 - all },
  ];
  expect(labelCeiling(q, leads)).toBeCloseTo(three, 3);
});

it('is as good as the majority of any odd number', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.51, max: 0.99, noNaN: true }),
      fc.integer({ min: 0, max: 4 }),
      (q, half) => {
        const voters = 2 * half + 1;
        const chance = (right: number) => choose(voters, right) * q ** right * (1 - q) ** (voters - right);
        const leads = Array.from({ length: voters + 1 }, (_, right) => ({
          lead: Math.abs(2 * right - voters),
          labels: chance(right),
        }));
        expect(labelCeiling(q, leads)).toBeCloseTo(majorityOfAlike(q, voters), 9);
      },
    ),
  );
});

function choose(n: number, k: number): number {
  let value = 1;
  for (let at = 1; at <= k; at += 1) value = (value * (n - k + at)) / at;
  return value;
}

it('is a coin where votes say nothing, and falls where labels go against them', () => {
  expect(labelCeiling(0.5, [{ lead: 3, labels: 4 }])).toBe(0.5);
  expect(labelCeiling(0.8, [{ lead: 0, labels: 4 }])).toBe(0.5);
  expect(labelCeiling(0.8, [{ lead: -1, labels: 1 }])).toBeCloseTo(0.2);
  expect(
    labelCeiling(1, [
      { lead: 2, labels: 3 },
      { lead: -1, labels: 1 },
    ]),
  ).toBe(0.75);
});

it('is null without labels, and refuses what is no accuracy', () => {
  expect(labelCeiling(0.8, [])).toBeNull();
  expect(() => labelCeiling(0.4, [])).toThrow(RangeError);
  expect(() => labelCeiling(Number.NaN, [])).toThrow(RangeError);
});

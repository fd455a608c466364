import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectedJudgments, targetOf } from './overlap.ts';

const ids = Array.from({ length: 4096 }, (_, n) => {
  const tail = ((n * 2 ** 20 + 12_345) >>> 0).toString(16).padStart(8, '0');
  return `01890000-0000-7000-8000-0000${tail}`;
});
const sharedAt = (percent: number) =>
  new Set(ids.filter((id) => targetOf(id, { target: 1, shared: { percent, judgments: 3 } }) === 3));

test('without a share all get the same', () => {
  expect(new Set(ids.map((id) => targetOf(id, { target: 2, shared: null })))).toEqual(new Set([2]));
});

test('the share is what was asked for, and a larger one keeps those of a smaller one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 100 }), (one, other) => {
      const [small, large] = [sharedAt(Math.min(one, other)), sharedAt(Math.max(one, other))];
      expect(small.size).toBeCloseTo((ids.length * Math.min(one, other)) / 100, -1);
      for (const id of small) expect(large.has(id)).toBe(true);
    }),
    { numRuns: 30 },
  );
  expect(sharedAt(100).size).toBe(ids.length);
});

test('a share never takes judgments away', () => {
  expect(targetOf(ids[0]!, { target: 5, shared: { percent: 100, judgments: 3 } })).toBe(5);
});

test('the judgments of many comparisons are foreseen', () => {
  const overlap = { target: 1, shared: { percent: 15, judgments: 3 } };
  const wanted = ids.reduce((sum, id) => sum + targetOf(id, overlap), 0);
  expect(Math.abs(expectedJudgments(ids.length, overlap) / wanted - 1)).toBeLessThan(0.01);
  expect(expectedJudgments(10, { target: 2, shared: null })).toBe(20);
  expect(expectedJudgments(10, { target: 5, shared: { percent: 50, judgments: 3 } })).toBe(50);
});

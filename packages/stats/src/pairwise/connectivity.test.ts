import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectVector, vectorsOf } from '../vectors.fixture.ts';
import { anyComparisons, comparisonsOf, comparisonsOfVector } from './comparisons.fixture.ts';
import type { Comparisons } from './comparisons.ts';
import { connectivity } from './connectivity.ts';

test.each(vectorsOf('connectivity'))('$id', (vector) => {
  const comparisons = comparisonsOfVector(vector.input);
  const { weakComponents, strongComponents, mleExists } = connectivity(comparisons);
  const named = (components: readonly (readonly number[])[]): string[][] =>
    components.map((component) => component.map((item) => comparisons.itemNames[item]!));
  expectVector(vector, {
    weakComponents: named(weakComponents),
    strongComponents: named(strongComponents),
    mleExists,
  });
});

/** Who reaches whom, by trying all ways through each item in turn (Warshall 1962). */
function reachOf({ a, b, outcome, items }: Comparisons, oneWay: boolean): boolean[][] {
  const reach = Array.from({ length: items }, (_, one) =>
    Array.from({ length: items }, (_, other) => one === other),
  );
  a.forEach((first, row) => {
    if (!oneWay || outcome[row]! >= 0) reach[first]![b[row]!] = true;
    if (!oneWay || outcome[row]! <= 0) reach[b[row]!]![first] = true;
  });
  for (const [middle, beyond] of reach.entries())
    for (const from of reach) if (from[middle]!) beyond.forEach((reached, to) => (from[to] ||= reached));
  return reach;
}

function componentsOf(reach: boolean[][]): number[][] {
  const components = reach.map((to, item) =>
    to.flatMap((reached, other) => (reached && reach[other]![item]! ? [other] : [])),
  );
  return components.filter((component, item) => component[0] === item);
}

test('components are those of trying all ways', () => {
  fc.assert(
    fc.property(anyComparisons, (comparisons) => {
      const { weakComponents, islands, strongComponents, mleExists } = connectivity(comparisons);
      expect(islands).toEqual(weakComponents.length > 1 ? weakComponents : []);
      expect(weakComponents).toEqual(componentsOf(reachOf(comparisons, false)));
      expect(strongComponents).toEqual(componentsOf(reachOf(comparisons, true)));
      expect(mleExists).toBe(strongComponents.length === 1);
    }),
  );
});

test('a chain longer than any call stack, one way and closed to a circle', () => {
  const items = 20_000;
  const chain = Array.from({ length: items - 1 }, (_, item) => [item, item + 1, 1] as const);
  const open = connectivity(comparisonsOf(items, chain));
  expect(open.weakComponents).toHaveLength(1);
  expect(open.strongComponents).toHaveLength(items);
  expect(connectivity(comparisonsOf(items, [...chain, [items - 1, 0, 1]])).mleExists).toBe(true);
});

test('no items, one item, and votes that count nothing', () => {
  expect(connectivity(comparisonsOf(0, []))).toEqual({
    weakComponents: [],
    islands: [],
    strongComponents: [],
    mleExists: false,
  });
  expect(connectivity(comparisonsOf(1, [])).mleExists).toBe(true);
  const nothing = { ...comparisonsOf(2, [[0, 1, 0]]), count: Float64Array.of(0) };
  expect(connectivity(nothing).weakComponents).toEqual([[0], [1]]);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  anyComparisons,
  comparisonsOf,
  drawComparisons,
  evenAbilities,
  turned,
} from './comparisons.fixture.ts';
import { countPairs, votesIn } from './pair-cells.ts';
import { winMatrix, winShare } from './win-matrix.ts';

const votes = drawComparisons({ logAbility: evenAbilities(5), votes: 400, seed: 3, nu: 0.5 });

test.each([true, false])(
  'a table of all pairs and a map of those that met say the same, sides %s',
  (sides) => {
    for (const counted of [votes, { ...votes, count: Float64Array.from(votes.a, (_, row) => row % 3) }]) {
      const few = countPairs(counted, { sides });
      const many = countPairs({ ...counted, items: 2_000 }, { sides });
      expect({ ...many.cells, items: 5 }).toEqual(few.cells);
      expect(votesIn(few.cells)).toBe((counted as { count?: Float64Array }).count === undefined ? 400 : 399);
      // Rows that count nothing may be anywhere.
      const there = (entries: Int32Array): Int32Array => entries.filter((_, row) => row % 3 > 0);
      expect(there(many.entries())).toEqual(there(few.entries()));
    }
  },
);

test('entries are where rows were counted', () => {
  for (const sides of [true, false]) {
    const { cells, entries } = countPairs(votes, { sides });
    const again = new Float64Array(cells.counts.length);
    for (const entry of entries()) again[entry]! += 1;
    expect(again).toEqual(cells.counts);
  }
});

test('sides exchanged are the same cells when sides do not matter', () => {
  fc.assert(
    fc.property(anyComparisons, (comparisons) => {
      expect(countPairs(turned(comparisons), { sides: false }).cells).toEqual(
        countPairs(comparisons, { sides: false }).cells,
      );
    }),
  );
});

test('the win matrix', () => {
  const matrix = winMatrix(
    comparisonsOf(3, [
      [0, 1, 1],
      [1, 0, -1],
      [1, 0, 1],
      [0, 1, 0],
      [2, 2, 1],
    ]),
  );
  expect([...matrix.wins]).toEqual([0, 2, 0, 1, 0, 0, 0, 0, 0]);
  expect([...matrix.ties]).toEqual([0, 1, 0, 1, 0, 0, 0, 0, 0]);
  expect(winShare(matrix, 0, 1)).toBe(0.625);
  expect(winShare(matrix, 1, 0)).toBe(0.375);
  expect(winShare(matrix, 0, 2)).toBeNull();
  expect(winShare(matrix, 2, 2)).toBeNull();
});

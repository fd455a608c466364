import type { Comparisons } from './comparisons.ts';
import { countPairs } from './pair-cells.ts';

/** Who beat whom how often, row after row; comparisons of an item with itself are left out. */
export interface WinMatrix {
  readonly items: number;
  /** `wins[row * items + column]`: votes that preferred row to column. */
  readonly wins: Float64Array;
  /** Votes that preferred neither, the same both ways. */
  readonly ties: Float64Array;
}

/**
 * Counts votes by both items: `wins[i, j]` = votes for i over j, `ties[i, j]` = `ties[j, i]` = votes for neither; votes, 0 or more.
 * Items that never met have 0 in both, and so has the diagonal. The table of paired comparisons as in David 1988, The Method
 * of Paired Comparisons, chapter 1.
 */
export function winMatrix(comparisons: Comparisons): WinMatrix {
  const { items } = comparisons;
  const { cells } = countPairs(comparisons, { sides: false });
  const wins = new Float64Array(items * items);
  const ties = new Float64Array(items * items);
  for (let cell = 0; cell < cells.a.length; cell += 1) {
    const [a, b] = [cells.a[cell]!, cells.b[cell]!];
    if (a === b) continue;
    wins[b * items + a] = cells.counts[3 * cell]!;
    wins[a * items + b] = cells.counts[3 * cell + 2]!;
    ties[a * items + b] = ties[b * items + a] = cells.counts[3 * cell + 1]!;
  }
  return { items, wins, ties };
}

/** (wins + ties / 2) / votes of row against column; null where the two never met. */
export function winShare({ items, wins, ties }: WinMatrix, row: number, column: number): number | null {
  const [there, back] = [row * items + column, column * items + row];
  const votes = wins[there]! + wins[back]! + ties[there]!;
  return votes === 0 ? null : (wins[there]! + ties[there]! / 2) / votes;
}

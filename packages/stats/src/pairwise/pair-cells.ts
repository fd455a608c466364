import type { Comparisons } from './comparisons.ts';
import { tally } from './tally.ts';

/**
 * Votes counted by pair and outcome, the pairs that met only, in ascending order. All that a model without covariates
 * needs to know of any number of votes.
 */
export interface PairCells {
  readonly items: number;
  readonly a: Int32Array;
  readonly b: Int32Array;
  /** `counts[3 * pair + outcome + 1]`: votes for b, for neither, for a. */
  readonly counts: Float64Array;
}

export interface CellLookup {
  readonly cells: PairCells;
  /** Where in `counts` each row of the comparisons was counted. */
  entries(): Int32Array;
}

/** From this number of items on a table of all pairs would be larger than a million votes. */
const mostDense = 1_000;

/** `sides`: keep a before b apart from b before a; without it a < b and outcomes are turned to fit. */
export function countPairs(comparisons: Comparisons, { sides }: { sides: boolean }): CellLookup {
  return comparisons.items <= mostDense ? countDense(comparisons, sides) : countSparse(comparisons, sides);
}

/** Throws a RangeError for an index, outcome or count that cannot be. */
export function checkRows({ a, b, outcome, count, items }: Comparisons): void {
  if (b.length !== a.length || outcome.length !== a.length || (count ?? a).length !== a.length)
    throw new RangeError('The columns of the comparisons differ in length.');
  for (let row = 0; row < a.length; row += 1) {
    if (a[row]! >>> 0 >= items || b[row]! >>> 0 >= items)
      throw new RangeError(`Row ${row} names an item that is not one of ${items}.`);
    if (outcome[row]! > 1 || outcome[row]! < -1)
      throw new RangeError(`The outcome ${outcome[row]!} of row ${row} is not 1, 0 or -1.`);
    if (count !== undefined && !(count[row]! >= 0 && count[row]! < Infinity))
      throw new RangeError(`The count ${count[row]!} of row ${row} is not a number of votes.`);
  }
}

/** In one pass: a million rows cost as much as reading them. */
function tableOf(comparisons: Comparisons): Float64Array | Int32Array {
  const { a, b, outcome, count, items } = comparisons;
  if (count !== undefined || b.length !== a.length || outcome.length !== a.length)
    return weightedTableOf(comparisons);
  const table = new Int32Array(3 * items * items);
  for (let row = 0; row < a.length; row += 1) {
    const [first, second, side] = [a[row]!, b[row]!, outcome[row]! + 1];
    if (first >>> 0 >= items || second >>> 0 >= items || side >>> 0 > 2) checkRows(comparisons);
    table[3 * (first * items + second) + side]! += 1;
  }
  return table;
}

function weightedTableOf(comparisons: Comparisons): Float64Array {
  checkRows(comparisons);
  const { a, b, outcome, count, items } = comparisons;
  const table = new Float64Array(3 * items * items);
  for (let row = 0; row < a.length; row += 1)
    table[3 * (a[row]! * items + b[row]!) + outcome[row]! + 1]! += count![row]!;
  return table;
}

function countDense(comparisons: Comparisons, sides: boolean): CellLookup {
  const { items } = comparisons;
  const table = tableOf(comparisons);
  if (!sides) fold(table, items);
  const place = new Int32Array(items * items).fill(-1);
  let pairs = 0;
  for (let pair = 0; pair < place.length; pair += 1)
    if (table[3 * pair]! + table[3 * pair + 1]! + table[3 * pair + 2]! > 0) place[pair] = pairs++;
  const cells = emptyCells(items, pairs);
  for (let pair = 0; pair < place.length; pair += 1) {
    const cell = place[pair]!;
    if (cell < 0) continue;
    cells.a[cell] = Math.floor(pair / items);
    cells.b[cell] = pair % items;
    for (let side = 0; side < 3; side += 1) cells.counts[3 * cell + side] = table[3 * pair + side]!;
  }
  return { cells, entries: () => entriesOf(comparisons, sides, (pair) => place[pair]!) };
}

/** Adds the votes of b before a, turned, to those of a before b. */
function fold(table: Float64Array | Int32Array, items: number): void {
  for (let a = 0; a < items; a += 1)
    for (let b = 0; b < a; b += 1) {
      const [from, to] = [3 * (a * items + b), 3 * (b * items + a)];
      for (let side = 0; side < 3; side += 1) {
        table[to + side]! += table[from + 2 - side]!;
        table[from + 2 - side] = 0;
      }
    }
}

function countSparse(comparisons: Comparisons, sides: boolean): CellLookup {
  checkRows(comparisons);
  const { a, b, outcome, count, items } = comparisons;
  const { keys, totals } = tally(a.length, 3 * items * items, {
    key: (row) => {
      const turned = !sides && a[row]! > b[row]!;
      const side = 1 + (turned ? -outcome[row]! : outcome[row]!);
      return 3 * pairOf(a[row]!, b[row]!, { items, sides }) + side;
    },
    amount: (row) => (count === undefined ? 1 : count[row]!),
  });
  const place = new Map<number, number>();
  for (const key of keys) if (!place.has(Math.floor(key / 3))) place.set(Math.floor(key / 3), place.size);
  const cells = emptyCells(items, place.size);
  keys.forEach((key, index) => {
    const pair = Math.floor(key / 3);
    const cell = place.get(pair)!;
    cells.a[cell] = Math.floor(pair / items);
    cells.b[cell] = pair % items;
    cells.counts[3 * cell + (key % 3)] = totals[index]!;
  });
  return { cells, entries: () => entriesOf(comparisons, sides, (pair) => place.get(pair) ?? -1) };
}

function pairOf(a: number, b: number, { items, sides }: { items: number; sides: boolean }): number {
  return sides || a < b ? a * items + b : b * items + a;
}

function entriesOf(
  { a, b, outcome, items }: Comparisons,
  sides: boolean,
  placeOf: (pair: number) => number,
): Int32Array {
  const entries = new Int32Array(a.length);
  for (let row = 0; row < a.length; row += 1) {
    const cell = placeOf(pairOf(a[row]!, b[row]!, { items, sides }));
    const turned = !sides && a[row]! > b[row]!;
    // Rows that count nothing may have no cell.
    entries[row] = cell < 0 ? 0 : 3 * cell + 1 + (turned ? -outcome[row]! : outcome[row]!);
  }
  return entries;
}

function emptyCells(items: number, pairs: number): PairCells {
  return {
    items,
    a: new Int32Array(pairs),
    b: new Int32Array(pairs),
    counts: new Float64Array(3 * pairs),
  };
}

/** All votes of the cells. */
export function votesIn({ counts }: PairCells): number {
  let sum = 0;
  for (let entry = 0; entry < counts.length; entry += 1) sum += counts[entry]!;
  return sum;
}

/** Whether any two items were compared. */
export function anyMet({ a, b, counts }: PairCells): boolean {
  return a.some(
    (first, cell) =>
      first !== b[cell]! && counts[3 * cell]! + counts[3 * cell + 1]! + counts[3 * cell + 2]! > 0,
  );
}

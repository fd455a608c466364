/** Distinct keys, ascending, and how much each has in all. */
export interface Tally {
  readonly keys: Float64Array;
  readonly totals: Float64Array;
}

/** Up to so many possible keys a table of all of them is faster than a map of those that occur. */
const mostDense = 2 ** 22;

/** Adds `amount(row)` by `key(row)`, whole numbers from 0 to space - 1; keys of nothing are left out. */
export function tally(
  rows: number,
  space: number,
  { key, amount }: { key: (row: number) => number; amount: (row: number) => number },
): Tally {
  if (space > mostDense) return sparseTally(rows, { key, amount });
  const table = new Float64Array(space);
  for (let row = 0; row < rows; row += 1) table[key(row)]! += amount(row);
  const keys = Float64Array.from(table.keys()).filter((at) => table[at]! > 0);
  return { keys, totals: keys.map((at) => table[at]!) };
}

function sparseTally(
  rows: number,
  { key, amount }: { key: (row: number) => number; amount: (row: number) => number },
): Tally {
  const table = new Map<number, number>();
  for (let row = 0; row < rows; row += 1) table.set(key(row), (table.get(key(row)) ?? 0) + amount(row));
  const keys = Float64Array.from(table.keys())
    .filter((at) => table.get(at)! > 0)
    .sort();
  return { keys, totals: keys.map((at) => table.get(at)!) };
}

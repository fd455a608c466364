/** Who won: 1 the item named first, -1 the item named second, 0 neither. */
export type Outcome = 1 | 0 | -1;

/**
 * Comparisons of two items each, one per entry of parallel columns. The order of the two names is the order on the
 * screen: `a` stood first or left. An item may be compared with itself (two answers of one model); that says nothing
 * of abilities, only of position and ties.
 */
export interface Comparisons {
  /** Index of the item named first, 0..items-1. */
  readonly a: Int32Array;
  /** Index of the item named second, 0..items-1. */
  readonly b: Int32Array;
  /** Of each row 1, 0 or -1, see `Outcome`. */
  readonly outcome: Int8Array;
  readonly items: number;
  /** How many equal votes the row stands for; 1 each when left out. */
  readonly count?: Float64Array;
  /** Columns of what else differs between the two, a minus b, such as length or format. */
  readonly covariates?: readonly Float64Array[];
  /** What repeats, a prompt or an annotator, 0..clusters-1. */
  readonly cluster?: Clustering;
}

/** Which group each row belongs to. */
export interface Clustering {
  readonly of: Int32Array;
  readonly clusters: number;
}

/** Comparisons by name; the index of an item is its place in `itemNames`, the order of first appearance. */
export interface NamedComparisons extends Comparisons {
  readonly itemNames: readonly string[];
}

/** Rows of first item, second item, outcome and count. Items of `names` come first, in that order. */
export function comparisonsOfRows(
  rows: readonly (readonly [string, string, Outcome, number])[],
  names: readonly string[] = [],
): NamedComparisons {
  const index = new Map(names.map((name, item) => [name, item]));
  const indexOf = (name: string): number => {
    const known = index.get(name);
    if (known !== undefined) return known;
    index.set(name, index.size);
    return index.size - 1;
  };
  return {
    a: Int32Array.from(rows, ([a]) => indexOf(a)),
    b: Int32Array.from(rows, ([, b]) => indexOf(b)),
    outcome: Int8Array.from(rows, ([, , outcome]) => outcome),
    count: Float64Array.from(rows, ([, , , count]) => count),
    items: index.size,
    itemNames: [...index.keys()],
  };
}

import { normalQuantile } from '../numeric/normal.ts';

/** A lower and an upper limit of each item. */
export interface Interval {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

export interface IntervalOptions {
  /** Share of intervals that should hold the truth; 0.95 when left out. */
  readonly level?: number;
  /**
   * All items at once: the level is that of all intervals holding together. Šidák's limit, level^(1/items) for each,
   * which is enough for normal errors however they depend on each other (Šidák 1967).
   */
  readonly simultaneous?: boolean;
}

/** estimate ± z * error (Wald). */
export function intervalsOf(
  estimate: Float64Array,
  error: Float64Array,
  { level = 0.95, simultaneous = false }: IntervalOptions = {},
): Interval {
  const each = simultaneous ? level ** (1 / estimate.length) : level;
  const z = normalQuantile((1 + each) / 2);
  return {
    lower: estimate.map((value, item) => value - z * error[item]!),
    upper: estimate.map((value, item) => value + z * error[item]!),
  };
}

export interface RankRange {
  readonly best: number;
  readonly worst: number;
}

/**
 * Which ranks each item may have, 1 the best: it is behind those whose interval lies wholly above its own and ahead of
 * those whose interval lies wholly below. From intervals that hold for all items at once, all ranges hold at once at
 * the same level. Intervals that only touch do not decide.
 */
export function rankRanges({ lower, upper }: Interval): readonly RankRange[] {
  const items = lower.length;
  const lowers = Float64Array.from(lower).sort();
  const uppers = Float64Array.from(upper).sort();
  return Array.from(lower, (_, item) => ({
    best: 1 + items - countUpTo(lowers, upper[item]!, true),
    worst: items - countUpTo(uppers, lower[item]!, false),
  }));
}

/** How many ascending values are below a limit, or up to it. */
function countUpTo(values: Float64Array, limit: number, inclusive: boolean): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const value = values[middle]!;
    if (value < limit || (inclusive && value === limit)) low = middle + 1;
    else high = middle;
  }
  return low;
}

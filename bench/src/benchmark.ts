import type { Database } from '@pairwright/db/database';

/** What a benchmark gets to work with. */
export interface Bench {
  /** Makes a migrated database of this name on the benchmark's own server and opens it; closed at the end. */
  createDatabase(name: string): Promise<BenchDatabase>;
  /** A temporary folder of its own, removed at the end. */
  readonly folder: string;
  /** Root of the checkout, where the built programs are. */
  readonly root: string;
  /** All data is made from it. */
  readonly seed: number;
  /** Says what goes on; standard error, so that --json stays clean. */
  say(message: string): void;
}

export interface BenchDatabase extends Database {
  readonly url: string;
}

/** A measured value beside its limit, measured in the same run. */
export interface Figure {
  readonly value: number;
  readonly limit: number;
  /** value / limit, or what the goal says of the two. */
  readonly ratio: number;
  readonly unit: string;
  /** How it was measured: the load generator, what the limit is. */
  readonly how: string;
  /** Further numbers for --json. */
  readonly more?: Readonly<Record<string, number | string>>;
}

export interface Benchmark {
  readonly name: string;
  readonly goal: Goal;
  /** Takes long: runs only where it is named. */
  readonly onDemand?: boolean;
  run(bench: Bench): Promise<Figure | readonly NamedFigure[]>;
}

/** For benchmarks that give several figures, each with a goal of its own. */
export interface NamedFigure {
  readonly name: string;
  readonly goal: Goal;
  readonly figure: Figure;
}

/** On the ratio. */
export type Goal = { readonly atLeast: number } | { readonly atMost: number };

export function meets(goal: Goal, ratio: number): boolean {
  return 'atLeast' in goal ? ratio >= goal.atLeast : ratio <= goal.atMost;
}

/** The middle value; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The value that the share of 0..1 of all values does not exceed (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]!;
}

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect } from 'vitest';
import { type Random, randomFrom } from '../numeric/random.ts';
import { type Comparisons, comparisonsOfRows, type NamedComparisons, type Outcome } from './comparisons.ts';

const outcomes: Readonly<Record<string, Outcome>> = { a: 1, tie: 0, b: -1 };

/** Reads items, rows of first, second, outcome and count, and covariates, one row per comparison. */
export function comparisonsOfVector(input: Readonly<Record<string, unknown>>): NamedComparisons {
  const rows = input['comparisons'] as [string, string, string, number][];
  const named = comparisonsOfRows(
    rows.map(([a, b, outcome, count]) => [a, b, outcomes[outcome]!, count]),
    input['items'] as string[],
  );
  const covariates = input['covariates'] as number[][] | undefined;
  if (covariates === undefined) return named;
  return {
    ...named,
    covariates: covariates[0]!.map((_, column) => Float64Array.from(covariates, (row) => row[column]!)),
  };
}

/** Votes of people on MT-Bench, see the file for source and licence. */
export function mtBench(): NamedComparisons {
  const file = new URL('../fixtures/mt-bench-human-counts.json', import.meta.url);
  return comparisonsOfVector(JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>);
}

/** Rows of a, b and outcome by index. */
export function comparisonsOf(
  items: number,
  rows: readonly (readonly [number, number, Outcome])[],
): Comparisons {
  return {
    a: Int32Array.from(rows, ([a]) => a),
    b: Int32Array.from(rows, ([, b]) => b),
    outcome: Int8Array.from(rows, ([, , outcome]) => outcome),
    items,
  };
}

export const anyOutcome = fc.constantFrom<Outcome>(1, 0, -1);

/** Up to 40 votes on 2 to 6 items, often too few to join them. */
export const anyComparisons = fc.integer({ min: 2, max: 6 }).chain((items) =>
  fc.array(fc.tuple(fc.nat(items - 1), fc.nat(items - 1), anyOutcome), { maxLength: 40 }).map((rows) =>
    comparisonsOf(
      items,
      rows.filter(([a, b]) => a !== b),
    ),
  ),
);

/** A few votes on 3 to 6 items, and enough besides to join them: everybody beats the next in a circle. */
export const joinedComparisons = fc
  .integer({ min: 3, max: 6 })
  .chain((items) =>
    fc
      .array(fc.tuple(fc.nat(items - 1), fc.nat(items - 1), anyOutcome), { maxLength: 40 })
      .map((rows) =>
        comparisonsOf(items, [
          ...rows.filter(([a, b]) => a !== b),
          ...Array.from({ length: items }, (_, item) => [item, (item + 1) % items, 1] as const),
        ]),
      ),
  );

export interface Truth {
  readonly logAbility: readonly number[];
  readonly votes: number;
  readonly seed: number;
  /** Log odds of standing first. */
  readonly position?: number;
  /** Davidson's. */
  readonly nu?: number;
}

/** Votes drawn from Davidson's model, or that of Bradley and Terry where nu is 0. */
export function drawComparisons({ logAbility, votes, seed, position = 0, nu = 0 }: Truth): Comparisons {
  const random = randomFrom(seed);
  const items = logAbility.length;
  const rows = Array.from({ length: votes }, () => {
    const a = Math.floor(random() * items);
    const b = (a + 1 + Math.floor(random() * (items - 1))) % items;
    const half = (logAbility[a]! - logAbility[b]! + position) / 2;
    return [a, b, drawOutcome(random, [Math.exp(half), nu, Math.exp(-half)])] as const;
  });
  return comparisonsOf(items, rows);
}

function drawOutcome(random: Random, [win, tie, loss]: readonly [number, number, number]): Outcome {
  const at = random() * (win + tie + loss);
  if (at < win) return 1;
  return at < win + tie ? 0 : -1;
}

/** Evenly from -1.5 to 1.5. */
export function evenAbilities(items: number): number[] {
  return Array.from({ length: items }, (_, item) => (3 * item) / (items - 1) - 1.5);
}

/** The same rows in another order. */
export function reordered(comparisons: Comparisons, order: readonly number[]): Comparisons {
  const pick = <Column extends Int32Array | Int8Array>(column: Column): Column =>
    column.map((_, row) => column[order[row]!]!) as Column;
  const { a, b, outcome, items } = comparisons;
  return { a: pick(a), b: pick(b), outcome: pick(outcome), items };
}

/** The same items by other numbers. */
export function renumbered(comparisons: Comparisons, numberOf: readonly number[]): Comparisons {
  return {
    ...comparisons,
    a: comparisons.a.map((item) => numberOf[item]!),
    b: comparisons.b.map((item) => numberOf[item]!),
  };
}

/** The same votes with the sides exchanged. */
export function turned(comparisons: Comparisons): Comparisons {
  const { a, b, outcome } = comparisons;
  return { ...comparisons, a: b, b: a, outcome: outcome.map((one) => -one) };
}

export function expectNear(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  for (let index = 0; index < expected.length; index += 1)
    expect(
      Math.abs(actual[index]! - expected[index]!),
      `[${index}]: ${actual[index]} for ${expected[index]}`,
    ).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected[index]!)));
}

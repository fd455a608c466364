import fc from 'fast-check';
import { expect } from 'vitest';
import type { Random } from '../numeric/random.ts';
import type { Vector } from '../vectors.fixture.ts';
import { votesOfRows, type NamedVotes, type Votes } from '../votes.ts';

/** The votes of a vector with `long` rows, and what is known of its units. */
export function votesOfVector({ input }: Vector): { votes: NamedVotes; gold: Int32Array | undefined } {
  const { long, numClasses, labels, gold } = input as {
    long: [string, string, number][];
    numClasses?: number;
    labels?: number[];
    gold?: Record<string, number>;
  };
  const highest = Math.max(...long.map(([, , label]) => label));
  const votes = votesOfRows(long, numClasses ?? labels?.length ?? highest + 1);
  return { votes, gold: gold && Int32Array.from(votes.unitNames, (name) => gold[name] ?? -1) };
}

export function byName<Value>(
  names: readonly string[],
  valueOf: (index: number) => Value,
): Record<string, Value> {
  return Object.fromEntries(names.map((name, index) => [name, valueOf(index)]));
}

/** The rows of `posterior` by the names of the units. */
export function posteriorByName(
  { unitNames, labels }: NamedVotes,
  posterior: Float64Array,
): Record<string, Float64Array> {
  return byName(unitNames, (unit) => posterior.subarray(unit * labels, (unit + 1) * labels));
}

/** Rows of unit, rater and label as votes. */
export function votesOf(
  rows: readonly (readonly [number, number, number])[],
  { units, raters, labels }: Size,
): Votes {
  const column = (index: 0 | 1 | 2): Int32Array => Int32Array.from(rows, (row) => row[index]);
  return { unit: column(0), rater: column(1), label: column(2), units, raters, labels };
}

export type Rows = [unit: number, rater: number, label: number][];

export interface Size {
  readonly units: number;
  readonly raters: number;
  readonly labels: number;
}

/** Some votes on up to ten units by up to five raters; a rater may vote twice. */
export function someRows(labels: number, least = 1): fc.Arbitrary<Rows> {
  return fc.array(
    fc.tuple(
      fc.integer({ min: 0, max: 9 }),
      fc.integer({ min: 0, max: 4 }),
      fc.integer({ min: 0, max: labels - 1 }),
    ),
    { minLength: least, maxLength: 60 },
  );
}

export const someSize = (labels: number): Size => ({ units: 10, raters: 5, labels });

export interface World {
  readonly units: number;
  readonly labels: number;
  /** `errorRates[rater][class][label]`. */
  readonly errorRates: readonly (readonly (readonly number[])[])[];
  /** P(class). */
  readonly share: readonly number[];
  /** Raters of each unit, drawn anew. */
  readonly votesPerUnit: (unit: number) => number;
}

/** Draws the truth of each unit and the votes of raters with these error rates. */
export function drawVotes(world: World, random: Random): { votes: Votes; truth: Int32Array } {
  const rows: Rows = [];
  const truth = Int32Array.from({ length: world.units }, () => draw(world.share, random));
  const raters = world.errorRates.length;
  truth.forEach((k, unit) => {
    const chosen = new Set<number>();
    while (chosen.size < world.votesPerUnit(unit)) chosen.add(Math.floor(random() * raters));
    for (const rater of chosen) rows.push([unit, rater, draw(world.errorRates[rater]![k]!, random)]);
  });
  return { votes: votesOf(rows, { units: world.units, raters, labels: world.labels }), truth };
}

function draw(probabilities: readonly number[], random: Random): number {
  let left = random();
  const index = probabilities.findIndex((p) => (left -= p) < 0);
  return index === -1 ? probabilities.length - 1 : index;
}

/** The error rates of somebody with one accuracy. */
export function oneCoin(accuracy: number, labels: number): number[][] {
  return Array.from({ length: labels }, (_, k) =>
    Array.from({ length: labels }, (_, label) => (label === k ? accuracy : (1 - accuracy) / (labels - 1))),
  );
}

/** Mean of -ln P(truth). */
export function logLoss(posterior: Float64Array, truth: Int32Array): number {
  const labels = posterior.length / truth.length;
  return truth.reduce((sum, k, unit) => sum - Math.log(posterior[unit * labels + k]!), 0) / truth.length;
}

/** Share of the units whose truth has the highest posterior; one of two with the same counts half. */
export function hitRate(posterior: Float64Array, truth: Int32Array): number {
  const labels = posterior.length / truth.length;
  const hits = truth.reduce((sum, k, unit) => {
    const row = posterior.subarray(unit * labels, (unit + 1) * labels);
    const highest = Math.max(...row);
    const winners = row.filter((p) => p === highest).length;
    return sum + (row[k] === highest ? 1 / winners : 0);
  }, 0);
  return hits / truth.length;
}

export function expectNear(actual: ArrayLike<number>, expected: ArrayLike<number>, within: number): void {
  expect(actual).toHaveLength(expected.length);
  for (let index = 0; index < expected.length; index += 1)
    expect(
      Math.abs(actual[index]! - expected[index]!),
      `${actual[index]} for ${expected[index]} at ${index}`,
    ).toBeLessThanOrEqual(within);
}

import fc from 'fast-check';
import { type Random, randomFrom } from '../numeric/random.ts';
import type { RatingTable, ValuedVotes } from '../votes.ts';

/** Tables of units by raters with whole ratings from 1 on. */
export function tables(shape: { ratings: number; missing: boolean }): fc.Arbitrary<RatingTable> {
  const rating: fc.Arbitrary<number | null> = fc.integer({ min: 1, max: shape.ratings });
  const cell = shape.missing ? fc.option(rating, { nil: null, freq: 3 }) : rating;
  return fc.tuple(fc.integer({ min: 2, max: 8 }), fc.integer({ min: 2, max: 5 })).chain(([units, raters]) =>
    fc.array(fc.array(cell, { minLength: raters, maxLength: raters }), {
      minLength: units,
      maxLength: units,
    }),
  );
}

export interface Crowd {
  readonly seed: number;
  readonly units: number;
  readonly raters: number;
  readonly votesPerUnit: number;
  readonly labels: number;
  /** What a rater says of a unit whose truth is one of the labels. */
  readonly say: (truth: number, random: Random) => number;
}

/** Votes on units of evenly drawn truth; the raters of each unit are drawn without repetition, the order is mixed. */
export function votesOf({ seed, units, raters, votesPerUnit, labels, say }: Crowd): ValuedVotes {
  const random = randomFrom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const rows: [number, number, number][] = [];
  for (let unit = 0; unit < units; unit += 1) {
    const truth = below(labels);
    const first = below(raters);
    for (let vote = 0; vote < votesPerUnit; vote += 1)
      rows.push([unit, (first + vote * 7) % raters, say(truth, random)]);
  }
  for (let row = rows.length - 1; row > 0; row -= 1) {
    const other = below(row + 1);
    [rows[row], rows[other]] = [rows[other]!, rows[row]!];
  }
  const column = (at: 0 | 1 | 2): Int32Array => Int32Array.from(rows, (row) => row[at]);
  return {
    unit: column(0),
    rater: column(1),
    label: column(2),
    units,
    raters,
    labels,
    values: Float64Array.from({ length: labels }, (_, label) => label),
  };
}

/** Right with this probability, otherwise the other of two labels. */
export function rightBy(accuracy: number): Crowd['say'] {
  return (truth, random) => (random() < accuracy ? truth : 1 - truth);
}

/** |actual - expected|, where null is far from every number. */
export function distance(actual: number | null, expected: number): number {
  return actual === null ? Number.MAX_VALUE : Math.abs(actual - expected);
}

/** Fifty voters of this accuracy, three on each of 40,000 units whose truth is evenly one of two labels. */
export function votersRightBy(accuracy: number): ValuedVotes {
  return votesOf({
    seed: 3,
    units: 40_000,
    raters: 50,
    votesPerUnit: 3,
    labels: 2,
    say: rightBy(accuracy),
  });
}

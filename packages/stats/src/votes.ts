/**
 * Labels that raters gave to units, one vote per entry of three parallel columns. A rater may label a unit more than
 * once; each is a vote of its own.
 */
export interface Votes {
  /** Index of the unit, 0..units-1, of each vote. */
  readonly unit: Int32Array;
  /** Index of the rater, 0..raters-1, of each vote. */
  readonly rater: Int32Array;
  /** Index of the label, 0..labels-1, of each vote. */
  readonly label: Int32Array;
  readonly units: number;
  readonly raters: number;
  readonly labels: number;
}

/** Votes whose labels are numbers: `values[label]` ascends with the label. */
export interface ValuedVotes extends Votes {
  readonly values: Float64Array;
}

/** Votes by name, with what the indexes stand for, in the order of their first appearance. */
export interface NamedVotes extends Votes {
  readonly unitNames: readonly string[];
  readonly raterNames: readonly string[];
}

/** Counts of ratings with units as rows and raters as columns; null where a rater said nothing. */
export type RatingTable = readonly (readonly (number | null)[])[];

/** Labels are the sorted distinct values. */
export function votesOfTable(table: RatingTable): ValuedVotes {
  const values = Float64Array.from(new Set(table.flat().filter((value) => value !== null))).sort();
  const index = new Map(Array.from(values, (value, label) => [value, label]));
  const columns: [number[], number[], number[]] = [[], [], []];
  table.forEach((row, unit) =>
    row.forEach((value, rater) => {
      if (value === null) return;
      columns[0].push(unit);
      columns[1].push(rater);
      columns[2].push(index.get(value)!);
    }),
  );
  return {
    unit: Int32Array.from(columns[0]),
    rater: Int32Array.from(columns[1]),
    label: Int32Array.from(columns[2]),
    units: table.length,
    raters: Math.max(0, ...table.map((row) => row.length)),
    labels: values.length,
    values,
  };
}

/** Rows of unit, rater and label index, as they come. Throws a RangeError for a label outside 0..labels-1. */
export function votesOfRows(
  rows: readonly (readonly [string, string, number])[],
  labels: number,
): NamedVotes {
  const units = new Map<string, number>();
  const raters = new Map<string, number>();
  const indexIn = (names: Map<string, number>, name: string): number => {
    const known = names.get(name);
    if (known !== undefined) return known;
    names.set(name, names.size);
    return names.size - 1;
  };
  const unit = new Int32Array(rows.length);
  const rater = new Int32Array(rows.length);
  const label = new Int32Array(rows.length);
  rows.forEach(([unitName, raterName, given], row) => {
    if (!Number.isInteger(given) || given < 0 || given >= labels)
      throw new RangeError(`The label ${given} of row ${row} is not an integer from 0 to ${labels - 1}.`);
    unit[row] = indexIn(units, unitName);
    rater[row] = indexIn(raters, raterName);
    label[row] = given;
  });
  return {
    unit,
    rater,
    label,
    units: units.size,
    raters: raters.size,
    labels,
    unitNames: [...units.keys()],
    raterNames: [...raters.keys()],
  };
}

/** Votes of each unit by label: `counts[unit * labels + label]`. */
export function countByUnit({ unit, label, units, labels }: Votes): Float64Array {
  const counts = new Float64Array(units * labels);
  for (let vote = 0; vote < unit.length; vote += 1) {
    const cell = unit[vote]! * labels + label[vote]!;
    counts[cell] = counts[cell]! + 1;
  }
  return counts;
}

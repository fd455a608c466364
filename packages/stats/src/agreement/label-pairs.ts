import type { VotesByUnit } from '../votes-by-unit.ts';

/** What the votes on units with at least two votes have in common. */
export interface LabelPairs {
  readonly labels: number;
  /**
   * Unordered pairs of votes on the same unit by their labels, each unit's pairs times the unit's weight:
   * `pairs[c * labels + k]` for c <= k; nothing for c > k.
   */
  readonly pairs: Float64Array;
  /** Votes of each label. */
  readonly values: Float64Array;
  readonly pairableUnits: number;
  readonly pairableValues: number;
}

/** One pass; `weight` is that of the pairs of a unit with so many votes. Memory for labels² numbers. */
export function labelPairs(votes: VotesByUnit, weight: (votesOnUnit: number) => number): LabelPairs {
  const { start, label, units, labels } = votes;
  const pairs = new Float64Array(labels * labels);
  const values = new Float64Array(labels);
  const counts = new Float64Array(labels);
  let [pairableUnits, pairableValues] = [0, 0];
  for (let unit = 0; unit < units; unit += 1) {
    const [from, to] = [start[unit]!, start[unit + 1]!];
    const size = to - from;
    if (size < 2) continue;
    pairableUnits += 1;
    pairableValues += size;
    for (let vote = from; vote < to; vote += 1) values[label[vote]!] = values[label[vote]!]! + 1;
    const each = weight(size);
    // Many votes on a unit are counted first: its pairs would be their square.
    if (size > labels + 1) {
      for (let vote = from; vote < to; vote += 1) counts[label[vote]!] = counts[label[vote]!]! + 1;
      addCounts(pairs, counts, each);
      counts.fill(0);
    } else {
      for (let one = from; one < to; one += 1) {
        const row = label[one]! * labels;
        for (let other = one + 1; other < to; other += 1) {
          const cell = row + label[other]!;
          pairs[cell] = pairs[cell]! + each;
        }
      }
    }
  }
  foldBelowDiagonal(pairs, labels);
  return { labels, pairs, values, pairableUnits, pairableValues };
}

function addCounts(pairs: Float64Array, counts: Float64Array, each: number): void {
  const labels = counts.length;
  for (let c = 0; c < labels; c += 1) {
    const count = counts[c]!;
    if (count === 0) continue;
    const row = c * labels;
    pairs[row + c] = pairs[row + c]! + (each * count * (count - 1)) / 2;
    for (let k = c + 1; k < labels; k += 1) pairs[row + k] = pairs[row + k]! + each * count * counts[k]!;
  }
}

function foldBelowDiagonal(pairs: Float64Array, labels: number): void {
  for (let c = 0; c < labels; c += 1) {
    for (let k = c + 1; k < labels; k += 1) {
      pairs[c * labels + k] = pairs[c * labels + k]! + pairs[k * labels + c]!;
      pairs[k * labels + c] = 0;
    }
  }
}

import type { Votes } from './votes.ts';

/** Labels of votes that stand unit after unit: those of unit u are `label[start[u]] .. label[start[u + 1] - 1]`. */
export interface VotesByUnit {
  readonly start: Int32Array;
  /** A byte each where it holds them: the votes of a million then stay in the cache. */
  readonly label: Uint8Array | Int32Array;
  readonly units: number;
  readonly labels: number;
}

/** Counting sort: two passes over the votes, which keep their order within a unit. */
export function groupByUnit({ unit, label, units, labels }: Votes): VotesByUnit {
  const start = startsOfUnits(unit, units);
  const into = labels <= 256 ? new Uint8Array(unit.length) : new Int32Array(unit.length);
  const next = start.slice(0, units);
  for (let vote = 0; vote < unit.length; vote += 1) {
    const of = unit[vote]!;
    const at = next[of]!;
    into[at] = label[vote]!;
    next[of] = at + 1;
  }
  return { start, label: into, units, labels };
}

/** The votes' own indexes, unit after unit, beside where each unit starts. */
export function orderByUnit({ unit, units }: Pick<Votes, 'unit' | 'units'>): {
  readonly start: Int32Array;
  readonly order: Int32Array;
} {
  const start = startsOfUnits(unit, units);
  const order = new Int32Array(unit.length);
  const next = start.slice(0, units);
  for (let vote = 0; vote < unit.length; vote += 1) {
    const of = unit[vote]!;
    const at = next[of]!;
    order[at] = vote;
    next[of] = at + 1;
  }
  return { start, order };
}

function startsOfUnits(unit: Int32Array, units: number): Int32Array {
  const start = new Int32Array(units + 1);
  for (let vote = 0; vote < unit.length; vote += 1) {
    const after = unit[vote]! + 1;
    start[after] = start[after]! + 1;
  }
  for (let of = 0; of < units; of += 1) start[of + 1] = start[of + 1]! + start[of]!;
  return start;
}

/**
 * The first vote of each rater on each unit; the same votes when nobody voted twice. Hand these in where a rater's
 * agreement with themself must not pass for agreement between raters.
 */
export function firstVotes(votes: Votes): Votes {
  const { start, order } = orderByUnit(votes);
  const seenOn = new Int32Array(votes.raters).fill(-1);
  const kept = new Uint8Array(votes.unit.length);
  let count = 0;
  for (let unit = 0; unit < votes.units; unit += 1) {
    for (let at = start[unit]!; at < start[unit + 1]!; at += 1) {
      const vote = order[at]!;
      const rater = votes.rater[vote]!;
      if (seenOn[rater] === unit) continue;
      seenOn[rater] = unit;
      kept[vote] = 1;
      count += 1;
    }
  }
  if (count === votes.unit.length) return votes;
  const only = (column: Int32Array): Int32Array => {
    const short = new Int32Array(count);
    let at = 0;
    for (let vote = 0; vote < column.length; vote += 1) {
      if (kept[vote] === 0) continue;
      short[at] = column[vote]!;
      at += 1;
    }
    return short;
  };
  return { ...votes, unit: only(votes.unit), rater: only(votes.rater), label: only(votes.label) };
}

import { orderByUnit } from '../votes-by-unit.ts';
import type { Votes } from '../votes.ts';

/** What pairs of raters said of the units that both labelled. */
export interface Meetings {
  readonly labels: number;
  readonly raters: number;
  /** first × raters + second of every two raters that met, with first < second, ascending. */
  readonly keys: Float64Array;
  /** Where the pair of this key stands in the columns. */
  slotOf(key: number): number | undefined;
  /** Units that both labelled. */
  readonly shared: Int32Array;
  /** Those with the same label. */
  readonly same: Int32Array;
  /** Sum of the weights of their labels. */
  readonly agreed: Float64Array;
  /** On the shared units, how often the first used each label, then the second: 2 × labels numbers of each pair. */
  readonly used: Int32Array;
}

/** Goes through every two votes on a unit, of which a rater must have no more than one. */
export function meetingsOf(votes: Votes, weights: Float64Array): Meetings {
  const { labels, raters, units } = votes;
  const { start, order } = orderByUnit(votes);
  const slots = slotsFor(raters);
  let columns = columnsFor(1024, labels);
  for (let unit = 0; unit < units; unit += 1) {
    const to = start[unit + 1]!;
    for (let at = start[unit]!; at < to; at += 1) {
      const one = { rater: votes.rater[order[at]!]!, label: votes.label[order[at]!]! };
      for (let after = at + 1; after < to; after += 1) {
        const rater = votes.rater[order[after]!]!;
        const label = votes.label[order[after]!]!;
        const isFirst = one.rater < rater;
        const slot = slots.take(isFirst ? one.rater * raters + rater : rater * raters + one.rater);
        if (slot === columns.shared.length) columns = grown(columns, labels);
        const { shared, same, agreed, used } = columns;
        shared[slot] = shared[slot]! + 1;
        if (label === one.label) same[slot] = same[slot]! + 1;
        agreed[slot] = agreed[slot]! + weights[one.label * labels + label]!;
        const ofFirst = 2 * slot * labels + (isFirst ? one.label : label);
        used[ofFirst] = used[ofFirst]! + 1;
        const ofSecond = (2 * slot + 1) * labels + (isFirst ? label : one.label);
        used[ofSecond] = used[ofSecond]! + 1;
      }
    }
  }
  return { labels, raters, keys: slots.keys(), slotOf: slots.get, ...columns };
}

type Columns = Pick<Meetings, 'shared' | 'same' | 'agreed' | 'used'>;

function columnsFor(pairs: number, labels: number): Columns {
  return {
    shared: new Int32Array(pairs),
    same: new Int32Array(pairs),
    agreed: new Float64Array(pairs),
    used: new Int32Array(2 * pairs * labels),
  };
}

function grown(columns: Columns, labels: number): Columns {
  const wider = columnsFor(2 * columns.shared.length, labels);
  wider.shared.set(columns.shared);
  wider.same.set(columns.same);
  wider.agreed.set(columns.agreed);
  wider.used.set(columns.used);
  return wider;
}

interface Slots {
  /** The slot of a key, a new one the first time. */
  take(key: number): number;
  get(key: number): number | undefined;
  /** Ascending. */
  keys(): Float64Array;
}

/** A square of all raters as long as that is small, otherwise a map of those that met. */
function slotsFor(raters: number): Slots {
  const keys: number[] = [];
  const sorted = (): Float64Array => Float64Array.from(keys).sort();
  if (raters <= 2_000) {
    const square = new Int32Array(raters * raters).fill(-1);
    const take = (key: number): number => {
      if (square[key]! < 0) square[key] = keys.push(key) - 1;
      return square[key]!;
    };
    return { take, get: (key) => square[key], keys: sorted };
  }
  const map = new Map<number, number>();
  const take = (key: number): number => {
    const known = map.get(key);
    if (known !== undefined) return known;
    map.set(key, keys.push(key) - 1);
    return keys.length - 1;
  };
  return { take, get: (key) => map.get(key), keys: sorted };
}

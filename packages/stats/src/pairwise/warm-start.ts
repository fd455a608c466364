import type { DesignLookup } from './design.ts';
import type { PairCells } from './pair-cells.ts';

const mostSweeps = 30;

/**
 * Where to start Newton's method: near the estimate where cheap sweeps over pairs lead there (Newman 2023), else at 0.
 * The sweeps leave position effect and covariates at 0.
 */
export function startOf({ design, cells }: DesignLookup): Float64Array {
  const { items, extras, penalty, positionEffect } = design;
  const start = new Float64Array(items + extras.length);
  // A prior bounds what the sweeps would not; rows with covariates are too many for a rough start.
  if (penalty.priorSd === undefined && extras.length === (positionEffect ? 1 : 0))
    start.set(sweep(opponentsOf(cells), penalty.phantomWeight ?? 0));
  return start;
}

interface Opponents {
  /** Those of item i are at start[i] to start[i + 1] of the columns. */
  readonly start: Int32Array;
  readonly item: Int32Array;
  readonly won: Float64Array;
  readonly lost: Float64Array;
}

function opponentsOf({ items, a, b, counts }: PairCells): Opponents {
  const start = new Int32Array(items + 1);
  for (let cell = 0; cell < a.length; cell += 1) {
    start[a[cell]! + 1]! += 1;
    start[b[cell]! + 1]! += 1;
  }
  for (let item = 0; item < items; item += 1) start[item + 1]! += start[item]!;
  const next = start.slice();
  const [item, won, lost] = [
    new Int32Array(2 * a.length),
    new Float64Array(2 * a.length),
    new Float64Array(2 * a.length),
  ];
  const add = (one: number, other: number, cell: number): void => {
    const place = next[one]!++;
    item[place] = other;
    const half = counts[3 * cell + 1]! / 2;
    const [first, second] = [counts[3 * cell + 2]! + half, counts[3 * cell]! + half];
    won[place] = one === a[cell] ? first : second;
    lost[place] = one === a[cell] ? second : first;
  };
  for (let cell = 0; cell < a.length; cell += 1) {
    add(a[cell]!, b[cell]!, cell);
    add(b[cell]!, a[cell]!, cell);
  }
  return { start, item, won, lost };
}

/** Newman's update of each worth in turn; log worth with mean 0 where nothing else sets its zero. */
function sweep({ start, item, won, lost }: Opponents, phantomWeight: number): Float64Array {
  const items = start.length - 1;
  const worth = new Float64Array(items).fill(1);
  for (let round = 0, moved = 1; round < mostSweeps && moved > 1e-5; round += 1) {
    moved = 0;
    for (let one = 0; one < items; one += 1) {
      const own = worth[one]!;
      let gain = phantomWeight / (own + 1);
      let loss = gain;
      for (let place = start[one]!; place < start[one + 1]!; place += 1) {
        const other = worth[item[place]!]!;
        const share = 1 / (own + other);
        gain += won[place]! * other * share;
        loss += lost[place]! * share;
      }
      const next = gain > 0 && loss > 0 ? gain / loss : own;
      moved = Math.max(moved, Math.abs(next / own - 1));
      worth[one] = next;
    }
  }
  const logs = worth.map(Math.log);
  const mean = phantomWeight > 0 ? 0 : logs.reduce((sum, log) => sum + log, 0) / items;
  return logs.map((log) => log - mean);
}

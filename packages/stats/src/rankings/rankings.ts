import { addEdge, type Connectivity, connectivityOfEdges, type Edges } from '../pairwise/connectivity.ts';
import type { WinMatrix } from '../pairwise/win-matrix.ts';

/**
 * Rankings, best first, one behind the other. A ranking may name some of the items only; it says nothing of the
 * others.
 */
export interface Rankings {
  /** The entries of ranking r are at start[r] to start[r + 1]; one longer than there are rankings. */
  readonly start: Int32Array;
  /** Index of the item, 0..items-1, of each entry. */
  readonly item: Int32Array;
  /** 1 where an entry shares the place of the entry before it. */
  readonly tied: Uint8Array;
  readonly items: number;
  /** How many equal rankings each stands for; 1 each when left out. */
  readonly count?: Float64Array;
}

/** A place of a ranking: an item, or several that share it. */
export type Place = number | readonly number[];

export function rankingsOfPlaces(lists: readonly (readonly Place[])[], items: number): Rankings {
  const groups = lists.map((list) => list.map((place) => (typeof place === 'number' ? [place] : place)));
  const lengths = groups.map((list) => list.flat().length);
  const start = new Int32Array(lists.length + 1);
  lengths.forEach((length, ranking) => (start[ranking + 1] = start[ranking]! + length));
  const rankings = {
    start,
    item: Int32Array.from(groups.flat(2)),
    tied: Uint8Array.from(
      groups.flatMap((list) => list.flatMap((group) => group.map((_, at) => (at > 0 ? 1 : 0)))),
    ),
    items,
  };
  checkRankings(rankings);
  return rankings;
}

/** Throws a RangeError for an index that cannot be or an item that is ranked twice. */
export function checkRankings({ start, item, tied, items, count }: Rankings): void {
  if (tied.length !== item.length || start.at(-1) !== item.length)
    throw new RangeError('The columns of the rankings do not fit.');
  if (
    count !== undefined &&
    (count.length !== start.length - 1 || !count.every((one) => one >= 0 && one < Infinity))
  )
    throw new RangeError('A count of the rankings is missing or not a number of rankings.');
  const last = new Int32Array(items).fill(-1);
  for (let ranking = 0; ranking + 1 < start.length; ranking += 1) {
    if (tied[start[ranking]!] === 1 && start[ranking]! < start[ranking + 1]!)
      throw new RangeError(`The first entry of ranking ${ranking} is tied with nothing.`);
    for (let entry = start[ranking]!; entry < start[ranking + 1]!; entry += 1) {
      const one = item[entry]!;
      if (one >>> 0 >= items)
        throw new RangeError(`Ranking ${ranking} names an item that is not one of ${items}.`);
      if (last[one] === ranking) throw new RangeError(`Ranking ${ranking} names item ${one} twice.`);
      last[one] = ranking;
    }
  }
}

/** From each item to those ranked next below it, and both ways between items of one place. */
export function connectivityOfRankings({ start, item, tied, items, count }: Rankings): Connectivity {
  const seen = new Set<number>();
  const edges: Edges = { items, from: [], to: [] };
  const add = (winner: number, loser: number): void => {
    if (seen.has(winner * items + loser)) return;
    seen.add(winner * items + loser);
    addEdge(edges, winner, loser);
  };
  for (let ranking = 0; ranking + 1 < start.length; ranking += 1) {
    if (count !== undefined && count[ranking] === 0) continue;
    for (let entry = start[ranking]! + 1; entry < start[ranking + 1]!; entry += 1) {
      add(item[entry - 1]!, item[entry]!);
      if (tied[entry] === 1) add(item[entry]!, item[entry - 1]!);
    }
  }
  return connectivityOfEdges(edges);
}

/** How many rankings prefer each item to each other. */
export function winMatrixOfRankings(rankings: Rankings): WinMatrix {
  checkRankings(rankings);
  const { start, item, tied, items, count } = rankings;
  const wins = new Float64Array(items * items);
  const ties = new Float64Array(items * items);
  for (let ranking = 0; ranking + 1 < start.length; ranking += 1) {
    const times = count === undefined ? 1 : count[ranking]!;
    for (let upper = start[ranking]!; upper < start[ranking + 1]!; upper += 1)
      for (let lower = upper + 1, same = true; lower < start[ranking + 1]!; lower += 1) {
        same &&= tied[lower] === 1;
        const [one, other] = [item[upper]!, item[lower]!];
        if (!same) wins[one * items + other]! += times;
        else {
          ties[one * items + other]! += times;
          ties[other * items + one]! += times;
        }
      }
  }
  return { items, wins, ties };
}

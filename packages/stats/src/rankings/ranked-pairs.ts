import type { WinMatrix } from '../pairwise/win-matrix.ts';

/** [winner, loser] */
export type Majority = readonly [number, number];

export interface RankedPairs {
  /** Best first; items of one place, ascending, are those whom nothing locked puts in order. */
  readonly places: readonly (readonly number[])[];
  /** Majorities that count, in the order they were taken. */
  readonly locked: readonly Majority[];
  /** Majorities that would have closed a circle with stronger ones. */
  readonly rejected: readonly Majority[];
}

/**
 * Consensus of rankings or comparisons by ranked pairs (Tideman 1987): majorities are taken from the strongest on,
 * more votes for the winner first, then fewer for the loser, then the smaller indexes; one that contradicts those
 * before it is left out. A tie of two items, or two that were never compared, is no majority.
 */
export function rankedPairs({ items, wins }: WinMatrix): RankedPairs {
  const reaches = new Uint8Array(items * items);
  const locked: Majority[] = [];
  const rejected: Majority[] = [];
  for (const [winner, loser] of majoritiesOf(items, wins)) {
    if (reaches[loser * items + winner] === 1) rejected.push([winner, loser]);
    else {
      locked.push([winner, loser]);
      lock(reaches, items, [winner, loser]);
    }
  }
  return { places: placesOf(reaches, items), locked, rejected };
}

function majoritiesOf(items: number, wins: Float64Array): Majority[] {
  const majorities: Majority[] = [];
  for (let winner = 0; winner < items; winner += 1)
    for (let loser = 0; loser < items; loser += 1)
      if (wins[winner * items + loser]! > wins[loser * items + winner]!) majorities.push([winner, loser]);
  return majorities.sort(
    ([w, l], [x, m]) =>
      wins[x * items + m]! - wins[w * items + l]! ||
      wins[l * items + w]! - wins[m * items + x]! ||
      w - x ||
      l - m,
  );
}

/** Whoever reaches the winner now also reaches the loser and all that the loser reaches. */
function lock(reaches: Uint8Array, items: number, [winner, loser]: Majority): void {
  for (let from = 0; from < items; from += 1) {
    if (from !== winner && reaches[from * items + winner] === 0) continue;
    if (reaches[from * items + loser] === 1) continue;
    reaches[from * items + loser] = 1;
    for (let to = 0; to < items; to += 1) reaches[from * items + to]! |= reaches[loser * items + to]!;
  }
}

/** Again and again those whom none of the rest is locked above. */
function placesOf(reaches: Uint8Array, items: number): number[][] {
  const places: number[][] = [];
  let rest = Array.from({ length: items }, (_, item) => item);
  while (rest.length > 0) {
    const place = rest.filter((item) => !rest.some((other) => reaches[other * items + item] === 1));
    places.push(place);
    rest = rest.filter((item) => !place.includes(item));
  }
  return places;
}

/** Three items of which the first was preferred to the second, that to the third, and that to the first. */
export interface MajorityCircle {
  readonly items: readonly [number, number, number];
  /** By how many votes each was preferred to the next, the third to the first. */
  readonly leads: readonly [number, number, number];
}

/**
 * The circles that `majorityCycles` counts with a lead of 1, up to `most` of them: those first whose smallest lead is largest, for
 * they are least by chance, then by their items. `wins[i * items + j]` is how often i was preferred to j. Each begins with its
 * smallest item. Takes time in proportion to items³.
 */
export function majorityCircles(wins: ArrayLike<number>, items: number, most: number): MajorityCircle[] {
  const lead = (i: number, j: number): number => wins[i * items + j]! - wins[j * items + i]!;
  const found: MajorityCircle[] = [];
  const keep = (a: number, b: number, c: number): void => {
    found.push({ items: [a, b, c], leads: [lead(a, b), lead(b, c), lead(c, a)] });
    // Enough to choose from: the weakest go, so that memory holds few.
    if (found.length >= 4 * most + 64) strongest(found, most);
  };
  for (let a = 0; a < items; a += 1)
    for (let b = a + 1; b < items; b += 1) {
      const ab = Math.sign(lead(a, b));
      if (ab === 0) continue;
      for (let c = b + 1; c < items; c += 1) {
        if (Math.sign(lead(b, c)) !== ab || Math.sign(lead(c, a)) !== ab) continue;
        if (ab > 0) keep(a, b, c);
        else keep(a, c, b);
      }
    }
  strongest(found, most);
  return found;
}

function strongest(found: MajorityCircle[], most: number): void {
  found.sort(
    (one, other) =>
      Math.min(...other.leads) - Math.min(...one.leads) ||
      one.items[0] - other.items[0] ||
      one.items[1] - other.items[1] ||
      one.items[2] - other.items[2],
  );
  found.length = Math.min(found.length, most);
}

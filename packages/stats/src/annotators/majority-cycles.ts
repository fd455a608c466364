import type { NotDefined } from '../not-defined.ts';

export interface MajorityCycles {
  /** Triples of items in which a majority decides each of the three pairs. */
  readonly triples: number;
  /** Those of them that go in a circle. */
  readonly circular: number;
  /** circular / triples, 0..1, a quarter by chance alone; null without triples. */
  readonly rate: number | null;
  readonly reason: NotDefined | null;
}

/**
 * Circles among the majority's preferences of many people: `wins[i * items + j]` is how often i was preferred to j. An edge
 * needs a lead of `leastLead` votes, 1 unless said. A rate above 0 with clear leads says that no single scale can order the
 * items. Takes time in proportion to items³.
 */
export function majorityCycles(wins: ArrayLike<number>, items: number, leastLead = 1): MajorityCycles {
  const edge = (i: number, j: number): number => {
    const lead = wins[i * items + j]! - wins[j * items + i]!;
    return Math.abs(lead) >= leastLead ? Math.sign(lead) : 0;
  };
  let [triples, circular] = [0, 0];
  for (let a = 0; a < items; a += 1)
    for (let b = a + 1; b < items; b += 1) {
      const ab = edge(a, b);
      if (ab === 0) continue;
      for (let c = b + 1; c < items; c += 1) {
        const [bc, ca] = [edge(b, c), edge(c, a)];
        if (bc === 0 || ca === 0) continue;
        triples += 1;
        if (ab === bc && bc === ca) circular += 1;
      }
    }
  return {
    triples,
    circular,
    rate: triples === 0 ? null : circular / triples,
    reason: triples === 0 ? 'no_data' : null,
  };
}

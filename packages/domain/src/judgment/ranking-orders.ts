import { rankedPair } from './ranking.ts';

/** Of two responses of a ranking: -1 the first is better, 1 the second, 0 they are as good; null: it does not say. */
export type Order = -1 | 0 | 1 | null;

const said = { first: -1, second: 1, tie: 0, both_bad: 0, unknown: null } as const;

/** What ranks by canonical index say of every two responses: 0 and 1, 0 and 2, …, 1 and 2, … */
export function ordersOf(ranks: readonly (number | null)[]): Order[] {
  return ranks.flatMap((rank, first) => ranks.slice(first + 1).map((other) => said[rankedPair(rank, other)]));
}

/**
 * How alike two rankings are, 0..1: the mean over every two responses that both say something of, of 1 - Kendall's distance
 * with penalty 1/2 (Fagin and others 2006): 1 where they order them alike, 0 where the other way round, 1/2 where one of
 * them ties. Null: they have nothing in common.
 */
export function likenessOfOrders(one: readonly Order[], other: readonly Order[]): number | null {
  let [sum, pairs] = [0, 0];
  one.forEach((order, at) => {
    const against = other[at] ?? null;
    if (order === null || against === null) return;
    sum += 1 - Math.abs(order - against) / 2;
    pairs += 1;
  });
  return pairs === 0 ? null : sum / pairs;
}

/** The mean likeness of every two rankings, 0..1; of one alone 1. Null: no two have anything in common. */
export function meanLikeness(rankings: readonly (readonly Order[])[]): number | null {
  if (rankings.length === 1) return 1;
  let [sum, pairs] = [0, 0];
  rankings.forEach((one, at) => {
    for (const other of rankings.slice(at + 1)) {
      const alike = likenessOfOrders(one, other);
      if (alike === null) continue;
      sum += alike;
      pairs += 1;
    }
  });
  return pairs === 0 ? null : sum / pairs;
}

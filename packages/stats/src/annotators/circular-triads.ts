import type { NotDefined } from '../not-defined.ts';
import { chiSquaredTail } from '../numeric/gamma.ts';

export interface CircularTriads {
  /** Triples in which a beats b, b beats c and c beats a. */
  readonly circularTriads: number;
  /** As many as there can be among so many items. */
  readonly maxTriads: number;
  /** Coefficient of consistence, 1 - triads / most, 0..1; null for fewer than three items. */
  readonly zeta: number | null;
  /** Mean of somebody who picks at random: C(n, 3) / 4. */
  readonly expectedUnderChance: number;
  /** P(somebody who picks at random has no more triads): exact up to nine items. Null for fewer than three. */
  readonly chanceOfNoMore: number | null;
  readonly reason: NotDefined | null;
}

const exactUpTo = 9;

/**
 * Circular triads in one person's complete choices among n items (Kendall and Babington Smith 1940): `wins[i][j]` is 1 when
 * i was preferred to j. Each pair must have one winner; a RangeError otherwise. Beyond nine items the chance is Kendall's
 * chi-squared approximation.
 */
export function circularTriads(wins: readonly (readonly number[])[]): CircularTriads {
  const n = wins.length;
  for (let i = 0; i < n; i += 1)
    for (let j = 0; j < i; j += 1)
      if (wins[i]![j]! + wins[j]![i]! !== 1 || wins[i]![j]! * wins[j]![i]! !== 0)
        throw new RangeError(`Of items ${j} and ${i} not one alone is preferred.`);
  const triples = triplesOf(n);
  const transitive = wins.reduce((sum, row, item) => {
    const score = row.reduce((won, win, other) => (other === item ? won : won + win), 0);
    return sum + (score * (score - 1)) / 2;
  }, 0);
  const maxTriads = n < 3 ? 0 : (n ** 3 - n * (n % 2 === 1 ? 1 : 4)) / 24;
  const triads = triples - transitive;
  const defined = n >= 3;
  return {
    circularTriads: triads,
    maxTriads,
    zeta: defined ? 1 - triads / maxTriads : null,
    expectedUnderChance: triples / 4,
    chanceOfNoMore: defined ? chanceOfNoMore(n, triads) : null,
    reason: defined ? null : 'no_data',
  };
}

function triplesOf(n: number): number {
  return n < 3 ? 0 : (n * (n - 1) * (n - 2)) / 6;
}

function chanceOfNoMore(n: number, triads: number): number {
  if (n > exactUpTo) return approximateChance(n, triads);
  let chance = 0;
  for (const [count, probability] of triadDistribution(n)) if (count <= triads) chance += probability;
  return Math.min(1, chance);
}

/** Kendall 1970: df = n(n-1)(n-2)/(n-4)², chi-squared = 8/(n-4) (C(n,3)/4 - T + ½) + df is large when T is small. */
function approximateChance(n: number, triads: number): number {
  const df = (n * (n - 1) * (n - 2)) / (n - 4) ** 2;
  const chiSquared = (8 / (n - 4)) * ((n * (n - 1) * (n - 2)) / 24 - triads + 0.5) + df;
  return chiSquaredTail(Math.max(0, chiSquared), df);
}

/**
 * P(number of circular triads) of a random tournament. Items leave one after the other, each with as many wins and losses
 * against those that stay as chance has it; those that stay matter by how many have how many wins so far, and an item that
 * leaves with s wins takes s(s-1)/2 transitive triples along: T = C(n,3) - the sum of s(s-1)/2 (Kendall and Babington Smith 1940). By T,
 * probabilities that sum to 1; without three items T is always 0.
 */
export function triadDistribution(n: number): ReadonlyMap<number, number> {
  let states = new Map([[`${n}`, { tally: [n], byTransitive: new Map([[0, 1]]) }]]);
  for (let left = n; left > 0; left -= 1) {
    const next: typeof states = new Map();
    for (const { tally, byTransitive } of states.values())
      forEachOutcome(tally, ({ tally: after, score, probability }) => {
        const key = after.join();
        const state = next.get(key) ?? { tally: after, byTransitive: new Map<number, number>() };
        next.set(key, state);
        for (const [transitive, weight] of byTransitive) {
          const sum = transitive + (score * (score - 1)) / 2;
          state.byTransitive.set(sum, (state.byTransitive.get(sum) ?? 0) + weight * probability);
        }
      });
    states = next;
  }
  const triples = triplesOf(n);
  const distribution = new Map<number, number>();
  for (const { byTransitive } of states.values())
    for (const [transitive, probability] of byTransitive)
      distribution.set(triples - transitive, (distribution.get(triples - transitive) ?? 0) + probability);
  return distribution;
}

interface Leaving {
  /** `tally[w]`: how many of those that stay have w wins. */
  readonly tally: number[];
  /** Wins of who left. */
  readonly score: number;
  readonly probability: number;
}

/** One item of the fewest wins plays all others and leaves: every way its games can end. */
function forEachOutcome(tally: readonly number[], visit: (leaving: Leaving) => void): void {
  const own = tally.findIndex((count) => count > 0);
  const rest = tally.map((count, wins) => (wins === own ? count - 1 : count));
  const after = [...rest.map(() => 0), 0];
  const play = (wins: number, score: number, probability: number): void => {
    if (wins === rest.length) {
      visit({ tally: trimmed(after), score, probability });
      return;
    }
    const count = rest[wins]!;
    let ways = 0.5 ** count;
    for (let beaten = 0; beaten <= count; beaten += 1) {
      after[wins]! += beaten;
      after[wins + 1]! += count - beaten;
      play(wins + 1, score + beaten, probability * ways);
      after[wins]! -= beaten;
      after[wins + 1]! -= count - beaten;
      ways *= (count - beaten) / (beaten + 1);
    }
  };
  play(0, own, 1);
}

function trimmed(tally: readonly number[]): number[] {
  const last = tally.findLastIndex((count) => count > 0);
  return tally.slice(0, last + 1);
}

import type { NotDefined } from '../not-defined.ts';
import { binomialTest } from './binomial-test.ts';
import { wilsonInterval, type Interval } from './intervals.ts';

/** What was picked, by identity: `A` is the response that was on the left the first time. */
export type Picked = 'A' | 'tie' | 'B';

/** The same pair judged twice by the same person, the second time with the sides swapped. */
export type Repeat = readonly [first: Picked, second: Picked];

export interface SwapConsistency {
  readonly n: number;
  /** Repeats with the same pick both times. */
  readonly consistent: number;
  /** consistent / n, 0..1; null without repeats. */
  readonly rate: number | null;
  /** Wilson's interval of the rate, 95%; null without repeats. */
  readonly wilson: Interval | null;
  /** Repeats without a tie in either. */
  readonly decisive: number;
  readonly decisiveConsistent: number;
  /** Left both times: A, then B. */
  readonly alwaysLeft: number;
  /** Right both times: B, then A. */
  readonly alwaysRight: number;
  /** Exact binomial test that left and right are as likely among the two; 1 when there are none. */
  readonly positionTestP: number;
  /** Cohen's kappa of the first and the second pick over A, tie, B; null when chance alone explains all. */
  readonly kappa: number | null;
  /** Why the rate is null. */
  readonly reason: NotDefined | null;
  /** Why kappa is null. */
  readonly kappaReason: NotDefined | null;
}

const picks: readonly Picked[] = ['A', 'tie', 'B'];

/**
 * How somebody agrees with their own earlier self, and whether a side explains where they do not. rate = same picks / repeats,
 * with the interval of Wilson 1927; kappa = (rate - chance) / (1 - chance), chance = sum over picks of the product of their shares
 * the first and the second time (Cohen 1960); the side by the exact binomial test at 1/2 (Clopper and Pearson 1934). Null
 * without repeats.
 */
export function swapConsistency(repeats: readonly Repeat[]): SwapConsistency {
  const n = repeats.length;
  const count = (first: Picked, second: Picked): number =>
    repeats.filter(([one, other]) => one === first && other === second).length;
  const [alwaysLeft, alwaysRight] = [count('A', 'B'), count('B', 'A')];
  const decisiveConsistent = count('A', 'A') + count('B', 'B');
  const consistent = decisiveConsistent + count('tie', 'tie');
  const kappa = kappaOf(repeats, consistent);
  const none = n === 0 ? 'no_data' : null;
  return {
    n,
    consistent,
    rate: n === 0 ? null : consistent / n,
    wilson: wilsonInterval({ successes: consistent, trials: n }),
    decisive: decisiveConsistent + alwaysLeft + alwaysRight,
    decisiveConsistent,
    alwaysLeft,
    alwaysRight,
    positionTestP: binomialTest(alwaysLeft, alwaysLeft + alwaysRight),
    kappa,
    reason: none,
    kappaReason: kappa === null ? (none ?? 'no_variation') : null,
  };
}

/** (po - pe) / (1 - pe); in counts, so that no variation is exactly that. */
function kappaOf(repeats: readonly Repeat[], consistent: number): number | null {
  const n = repeats.length;
  const times = (pick: Picked, position: 0 | 1): number =>
    repeats.filter((repeat) => repeat[position] === pick).length;
  const byChance = picks.reduce((sum, pick) => sum + times(pick, 0) * times(pick, 1), 0);
  return byChance === n * n ? null : (n * consistent - byChance) / (n * n - byChance);
}

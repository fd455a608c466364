import type { NotDefined } from '../not-defined.ts';
import { firstVotes } from '../votes-by-unit.ts';
import type { Votes } from '../votes.ts';
import { type Meetings, meetingsOf } from './meetings.ts';
import { type AgreementWeights, weightTable } from './weights.ts';

/** Two raters who both labelled at least one unit. */
export interface RaterPair {
  /** Index of the rater, below that of the second. */
  readonly first: number;
  readonly second: number;
  readonly sharedUnits: number;
  /** Share of the shared units to which both gave the same label, 0..1. */
  readonly agreement: number;
  /** Cohen's kappa with the weights asked for. */
  readonly kappa: number | null;
  readonly reason: NotDefined | null;
}

/**
 * Agreement of every two raters with a unit in common, by the first vote of each on it; ordered by first, then second.
 * A kappa of few shared units says little: show `sharedUnits` beside it. It is undefined when both gave one and the
 * same label throughout.
 *
 * Steps through all pairs of votes on each unit, 124,750 of them where 500 raters labelled it; memory grows with
 * labels × pairs of raters that met.
 */
export function raterPairs(votes: Votes, weights: AgreementWeights = 'unweighted'): readonly RaterPair[] {
  const table = weightTable(weights, votes.labels);
  const meetings = meetingsOf(firstVotes(votes), table);
  return Array.from(meetings.keys, (key) => pairAt(key, meetings, table));
}

function pairAt(key: number, meetings: Meetings, table: Float64Array): RaterPair {
  const { labels, raters, shared, same, agreed, used } = meetings;
  const slot = meetings.slotOf(key)!;
  const units = shared[slot]!;
  const first = 2 * slot * labels;
  const second = first + labels;
  let chance = 0;
  let isConstant = false;
  for (let i = 0; i < labels; i += 1) {
    const times = used[first + i]!;
    if (times === 0) continue;
    isConstant ||= times === units && used[second + i] === units;
    for (let j = 0; j < labels; j += 1) chance += table[i * labels + j]! * times * used[second + j]!;
  }
  chance /= units * units;
  return {
    first: Math.floor(key / raters),
    second: key % raters,
    sharedUnits: units,
    agreement: same[slot]! / units,
    kappa: isConstant ? null : (agreed[slot]! / units - chance) / (1 - chance),
    reason: isConstant ? 'no_variation' : null,
  };
}

export interface MeanPairwiseKappa {
  /** Mean of the pairs' kappas, weighted by their shared units. */
  readonly kappa: number | null;
  /** Mean agreement of the same pairs, weighted alike, 0..1. */
  readonly agreement: number | null;
  /** Pairs whose kappa is defined, and their shared units. */
  readonly pairs: number;
  readonly sharedUnits: number;
  /** Pairs left out because their kappa is not defined. */
  readonly undefinedPairs: number;
  readonly reason: NotDefined | null;
}

/**
 * One number of `raterPairs`: Cohen's kappa averaged over pairs of raters, each weighing as its shared units. Undefined
 * when no two raters share a unit, and when no pair has a kappa.
 */
export function meanPairwiseKappa(all: readonly RaterPair[]): MeanPairwiseKappa {
  let [kappas, agreements, sharedUnits, pairs] = [0, 0, 0, 0];
  for (const { kappa, agreement, sharedUnits: units } of all) {
    if (kappa === null) continue;
    pairs += 1;
    sharedUnits += units;
    kappas += units * kappa;
    agreements += units * agreement;
  }
  const counts = { pairs, sharedUnits, undefinedPairs: all.length - pairs };
  if (pairs === 0)
    return {
      kappa: null,
      agreement: null,
      ...counts,
      reason: all.length === 0 ? 'no_overlap' : 'no_variation',
    };
  return { kappa: kappas / sharedUnits, agreement: agreements / sharedUnits, ...counts, reason: null };
}

import type { NotDefined } from '../not-defined.ts';
import { groupByUnit, type VotesByUnit } from '../votes-by-unit.ts';
import type { Votes } from '../votes.ts';
import { labelPairs } from './label-pairs.ts';
import { noPair } from './percent.ts';
import { type AgreementWeights, weightTable } from './weights.ts';

export interface Coefficient {
  /** (observed - chance) / (1 - chance): 1 for perfect agreement, 0 for what chance gives. */
  readonly coefficient: number | null;
  /** Agreement to expect by chance, 0..1. */
  readonly chanceAgreement: number | null;
  readonly reason: NotDefined | null;
}

/** Three ideas of chance beside the same observed agreement. */
export interface GwetCoefficients {
  /** Mean over units of the weighted share of agreeing pairs, 0..1. */
  readonly observedAgreement: number | null;
  /** AC1 (unweighted) or AC2: chance is small where labels are skewed. Gwet (2008, 2014). */
  readonly gwet: Coefficient;
  /** Fleiss' kappa for unequal numbers of raters: chance is what the shares of the labels give. Gwet (2014). */
  readonly fleiss: Coefficient;
  /** Chance is every label as likely. Brennan and Prediger (1981). */
  readonly brennanPrediger: Coefficient;
  /** Units with at least two votes. */
  readonly unitsUsed: number;
  readonly reason: NotDefined | null;
}

/**
 * Agreement corrected for chance for any number of raters on each unit, by Gwet's generalisation: the observed
 * agreement is of units with at least two votes, the shares of the labels are means over units with at least one. The
 * scale is `votes.labels`, also labels nobody used. Gwet (2014), Handbook of Inter-Rater Reliability.
 *
 * All are undefined without a unit of two votes or with a scale of one label; `fleiss` also when all votes are the
 * same. A high AC2 beside a low alpha is usual where labels are skewed: show both.
 */
export function gwetCoefficients(votes: Votes, weights: AgreementWeights = 'unweighted'): GwetCoefficients {
  const byUnit = groupByUnit(votes);
  const { labels } = votes;
  const { pairs, pairableUnits } = labelPairs(byUnit, (size) => 2 / (size * (size - 1)));
  if (pairableUnits === 0) {
    const none = { coefficient: null, chanceAgreement: null, reason: noPair(votes) };
    return {
      observedAgreement: null,
      gwet: none,
      fleiss: none,
      brennanPrediger: none,
      unitsUsed: 0,
      reason: none.reason,
    };
  }
  const table = weightTable(weights, labels);
  const shares = meanShares(byUnit);
  let [agreeing, allWeights, byShares, spread] = [0, 0, 0, 0];
  for (let c = 0; c < labels; c += 1) {
    spread += shares[c]! * (1 - shares[c]!);
    for (let k = 0; k < labels; k += 1) {
      const weight = table[c * labels + k]!;
      agreeing += weight * pairs[c * labels + k]!;
      allWeights += weight;
      byShares += weight * shares[c]! * shares[k]!;
    }
  }
  const observedAgreement = agreeing / pairableUnits;
  const corrected = (chance: number, defined: boolean): Coefficient =>
    defined
      ? { coefficient: (observedAgreement - chance) / (1 - chance), chanceAgreement: chance, reason: null }
      : { coefficient: null, chanceAgreement: 1, reason: 'no_variation' };
  const used = shares.reduce((count, share) => count + (share > 0 ? 1 : 0), 0);
  return {
    observedAgreement,
    gwet: corrected((allWeights * spread) / (labels * (labels - 1)), labels > 1),
    fleiss: corrected(byShares, used > 1),
    brennanPrediger: corrected(allWeights / (labels * labels), labels > 1),
    unitsUsed: pairableUnits,
    reason: null,
  };
}

/** Share of each label in the votes of a unit, averaged over units with a vote. */
function meanShares({ start, label, units, labels }: VotesByUnit): Float64Array {
  const shares = new Float64Array(labels);
  let voted = 0;
  for (let unit = 0; unit < units; unit += 1) {
    const [from, to] = [start[unit]!, start[unit + 1]!];
    if (from === to) continue;
    voted += 1;
    const each = 1 / (to - from);
    for (let vote = from; vote < to; vote += 1) shares[label[vote]!] = shares[label[vote]!]! + each;
  }
  return shares.map((share) => share / voted);
}

import { groupByUnit, type VotesByUnit } from '../votes-by-unit.ts';
import type { Votes } from '../votes.ts';
import { clusteredError, intervalAround } from './clustered.ts';
import { gwetCoefficients } from './gwet.ts';
import { type AgreementWeights, weightTable } from './weights.ts';

export interface CoefficientInterval {
  readonly standardError: number | null;
  /** Coefficient ± z standard errors within -1..1; null where the coefficient or the error is not defined or the error is 0. */
  readonly low: number | null;
  readonly high: number | null;
}

export type GwetIntervals = Readonly<Record<'gwet' | 'fleiss' | 'brennanPrediger', CoefficientInterval>>;

export interface GwetIntervalOptions {
  /** 0.95 unless said. */
  readonly confidence?: number;
  /** The cluster of each unit, 0..; without it each unit is one. */
  readonly clusterOfUnit?: Int32Array;
}

/**
 * Intervals of `gwetCoefficients` for further units judged by such raters: the variance of the mean of each unit's
 * κ_i - 2 (1 - κ) (pe_i - pe) / (1 - pe), where κ_i is (n / n') (pa_i - pe) / (1 - pe) for one of the n' units with two
 * votes and 0 for the other n - n' (Brennan and Prediger's chance is fixed: without the second term). Units of a cluster
 * are summed first. Gwet (2014), Handbook of Inter-Rater Reliability, chapter 5; standard errors as irrCAC gives them.
 */
export function gwetIntervals(
  votes: Votes,
  weights: AgreementWeights = 'unweighted',
  { confidence = 0.95, clusterOfUnit }: GwetIntervalOptions = {},
): GwetIntervals {
  const coefficients = gwetCoefficients(votes, weights);
  const parts = partsOf(groupByUnit(votes), weightTable(weights, votes.labels));
  const intervalOf = (name: keyof GwetIntervals, chance: Float64Array | null): CoefficientInterval => {
    const { coefficient, chanceAgreement: pe } = coefficients[name];
    if (coefficient === null || pe === null) return { standardError: null, low: null, high: null };
    const scale = parts.observed.length / coefficients.unitsUsed;
    const deviations = parts.observed.map((pa, at) => {
      const own = Number.isNaN(pa) ? 0 : (scale * (pa - pe)) / (1 - pe);
      const by = chance === null ? 0 : (2 * (1 - coefficient) * (chance[at]! - pe)) / (1 - pe);
      return own - by - coefficient;
    });
    const cluster = clusterOfUnit && parts.unit.map((unit) => clusterOfUnit[unit]!);
    const { standardError } = clusteredError(deviations, deviations.length, cluster);
    return { standardError, ...intervalAround(coefficient, standardError, { confidence, range: [-1, 1] }) };
  };
  return {
    gwet: intervalOf('gwet', parts.chanceOfGwet),
    fleiss: intervalOf('fleiss', parts.chanceOfFleiss),
    brennanPrediger: intervalOf('brennanPrediger', null),
  };
}

/** What each unit with a vote adds. */
interface Parts {
  readonly unit: Int32Array;
  /** Weighted share of agreeing pairs; NaN for a unit with one vote. */
  readonly observed: Float64Array;
  readonly chanceOfGwet: Float64Array;
  readonly chanceOfFleiss: Float64Array;
}

function partsOf(byUnit: VotesByUnit, table: Float64Array): Parts {
  const { start, label, labels, units } = byUnit;
  const unit = Int32Array.from({ length: units }, (_, of) => of).filter((of) => start[of + 1]! > start[of]!);
  const shares = new Float64Array(labels);
  for (const of of unit) {
    const each = 1 / (unit.length * (start[of + 1]! - start[of]!));
    for (let vote = start[of]!; vote < start[of + 1]!; vote += 1)
      shares[label[vote]!] = shares[label[vote]!]! + each;
  }
  const all = table.reduce((sum, weight) => sum + weight, 0) / (labels * (labels - 1));
  // What a vote for a label meets by chance.
  const met = shares.map((_, k) => shares.reduce((sum, share, l) => sum + table[k * labels + l]! * share, 0));
  const observed = new Float64Array(unit.length);
  const chanceOfGwet = new Float64Array(unit.length);
  const chanceOfFleiss = new Float64Array(unit.length);
  unit.forEach((of, at) => {
    const [from, to] = [start[of]!, start[of + 1]!];
    const size = to - from;
    let agreeing = 0;
    let [other, fleiss] = [0, 0];
    for (let vote = from; vote < to; vote += 1) {
      const one = label[vote]!;
      other += 1 - shares[one]!;
      fleiss += met[one]!;
      for (let next = vote + 1; next < to; next += 1) agreeing += table[one * labels + label[next]!]!;
    }
    observed[at] = size < 2 ? Number.NaN : (2 * agreeing) / (size * (size - 1));
    chanceOfGwet[at] = (all * other) / size;
    chanceOfFleiss[at] = fleiss / size;
  });
  return { unit, observed, chanceOfGwet, chanceOfFleiss };
}

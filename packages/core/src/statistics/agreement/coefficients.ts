import type { Agreement, Coefficients } from '@pairwright/contract/statistics/agreement';
import type { Estimate } from '@pairwright/contract/statistics/numbers';
import { humanCeiling } from '@pairwright/stats/agreement/ceiling';
import { clusteredRatio } from '@pairwright/stats/agreement/clustered';
import { gwetCoefficients } from '@pairwright/stats/agreement/gwet';
import { gwetIntervals } from '@pairwright/stats/agreement/gwet-intervals';
import { krippendorffAlpha } from '@pairwright/stats/agreement/krippendorff';
import { alphaInterval } from '@pairwright/stats/agreement/krippendorff-bootstrap';
import { agreementByUnit, noPair } from '@pairwright/stats/agreement/percent';
import { meanPairwiseKappa, raterPairs } from '@pairwright/stats/agreement/rater-pairs';
import type { Votes } from '@pairwright/stats/votes';
import { estimateOf } from '../estimates.ts';

/** The same votes give the same intervals. */
const SEED = 1;

/** How votes are compared: by direction alone, or by how far apart they are on an ordered scale. */
export type Level = 'nominal' | 'ordinal';

export interface Resampling {
  readonly replicates: number;
  /** The prompt of each unit: what is drawn. */
  readonly promptOfUnit: Int32Array;
}

/** Null: each unit has a prompt of its own, and units are drawn, which is much quicker. */
type AlphaResampling = Pick<Resampling, 'replicates'> & { readonly promptOfUnit: Int32Array | null };

/** As many draws as take some seconds at most: 1000 up to 100,000 shared units, 300 for the third of a million, at least 200. */
export function replicatesFor(sharedUnits: number): number {
  return Math.max(200, Math.min(1_000, Math.floor(100_000_000 / Math.max(1, sharedUnits))));
}

/** Krippendorff's alpha with its bootstrap over prompts; n is units with two votes. */
export function alphaOf(votes: Votes, level: Level, { replicates, promptOfUnit }: AlphaResampling): Estimate {
  const { alpha, pairableUnits, reason } = krippendorffAlpha(votes, level);
  const ends =
    alpha === null
      ? undefined
      : alphaInterval(votes, level, {
          seed: SEED,
          replicates,
          ...(promptOfUnit === null ? {} : { clusterOfUnit: promptOfUnit }),
        });
  return estimateOf(alpha, { n: pairableUnits, ...(ends && { ends }), reason });
}

/** Every coefficient of these votes. */
export function coefficientsOf(votes: Votes, level: Level, resampling: Resampling): Coefficients {
  const weights = level === 'nominal' ? 'unweighted' : 'quadratic';
  const all = gwetCoefficients(votes, weights);
  const ends = gwetIntervals(votes, weights, { clusterOfUnit: resampling.promptOfUnit });
  const of = (name: 'gwet' | 'fleiss' | 'brennanPrediger'): Estimate =>
    estimateOf(all[name].coefficient, { n: all.unitsUsed, ends: ends[name], reason: all[name].reason });
  const cohen = meanPairwiseKappa(raterPairs(votes, weights));
  return {
    alpha: alphaOf(votes, level, resampling),
    gwet: of('gwet'),
    brennanPrediger: of('brennanPrediger'),
    fleiss: of('fleiss'),
    cohen: estimateOf(cohen.kappa, { n: cohen.sharedUnits, reason: cohen.reason }),
  };
}

type Percent = Agreement['direction']['percent'];

/** Percent agreement in its averages, each prompt one cluster. */
export function percentOf(votes: Votes, promptOfUnit: Int32Array): Percent {
  const { unit, pairs, agreeingPairs } = agreementByUnit(votes);
  const clusterOf = unit.map((one) => promptOfUnit[one]!);
  const ones = new Float64Array(unit.length).fill(1);
  const ratio = (numerators: Float64Array, denominators: Float64Array): Estimate => {
    const ends = clusteredRatio(numerators, denominators, { clusterOf });
    const n = denominators.reduce((sum, one) => sum + one, 0);
    return estimateOf(ends.value, { n, ends, reason: noPair(votes) });
  };
  return {
    perComparison: ratio(
      agreeingPairs.map((agreeing, at) => agreeing / pairs[at]!),
      ones,
    ),
    pooled: ratio(agreeingPairs, pairs),
    unanimous: ratio(
      agreeingPairs.map((agreeing, at) => (agreeing === pairs[at] ? 1 : 0)),
      ones,
    ),
  };
}

/** What agreement on two-way choices implies; it rises with agreement, so its ends are those of the agreement. */
export function ceilingOf({ value, low, high, n, reason }: Estimate): Agreement['ceiling'] {
  const middle = humanCeiling(value);
  const [below, above] = [low, high].map((end) => (end === null ? null : humanCeiling(end)));
  const of = (name: 'accuracy' | 'majorityOf3' | 'majorityOf5'): Estimate =>
    estimateOf(middle[name], {
      n,
      // Agreement below one half implies none: what is above may start from a coin.
      ends: { low: below === null ? null : (below![name] ?? 0.5), high: above?.[name] ?? null },
      reason: value === null ? reason : middle.reason,
    });
  return { accuracy: of('accuracy'), majorityOf3: of('majorityOf3'), majorityOf5: of('majorityOf5') };
}

import { quantileOfSorted } from '../numeric/quantile.ts';
import type { NotDefined } from '../not-defined.ts';
import {
  type BradleyTerry,
  bradleyTerry,
  type BradleyTerryOptions,
  type Effects,
  effectsOf,
} from './bradley-terry.ts';
import type { Comparisons } from './comparisons.ts';
import { type Design, designOf } from './design.ts';
import type { Interval } from './intervals.ts';
import { refitOf } from './refit.ts';
import { resampleClusters, resampleVotes } from './resample.ts';

export interface BootstrapOptions extends BradleyTerryOptions {
  /** 1000 when left out. */
  readonly rounds?: number;
  /** Share of intervals that should hold the truth; 0.95 when left out. */
  readonly level?: number;
  readonly seed: number;
}

export interface BootstrapSpread {
  /** Percentile interval of each number by itself. */
  readonly lower: Effects;
  readonly upper: Effects;
  /** Standard deviation over rounds. */
  readonly deviation: Effects;
  /**
   * Intervals of the log abilities that hold for all items at once: estimate ± c * deviation, c the quantile over
   * rounds of the largest |difference from the estimate| / deviation of any item.
   */
  readonly simultaneous: Interval;
}

export interface BradleyTerryBootstrap {
  readonly spread: BootstrapSpread | null;
  readonly reason: NotDefined | null;
  readonly rounds: number;
  /** Rounds whose votes did not join all items, so that they gave no estimate. */
  readonly roundsWithoutEstimate: number;
  /** Of the votes as they are. */
  readonly whole: BradleyTerry;
}

/**
 * Percentile intervals by fitting votes drawn anew (Efron 1979): clusters where the comparisons have them, since
 * votes of one prompt or annotator go together, else single votes. Intervals are over the rounds that gave an
 * estimate; where more than half of 1 - level gave none, the limits are not known: null with `not_connected`.
 */
export function bootstrapBradleyTerry(
  comparisons: Comparisons,
  { rounds = 1_000, level = 0.95, seed, ...options }: BootstrapOptions,
): BradleyTerryBootstrap {
  const whole = bradleyTerry(comparisons, options);
  const none = (reason: NotDefined, roundsWithoutEstimate = 0): BradleyTerryBootstrap => ({
    spread: null,
    reason,
    rounds,
    roundsWithoutEstimate,
    whole,
  });
  if (whole.fit === null) return none(whole.reason!);
  if (whole.fit.sandwichReason !== null) return none(whole.fit.sandwichReason);
  const { design, entries } = designOf(comparisons, options);
  const at = parametersOf(whole.fit.estimate);
  const { cluster, count } = comparisons;
  const resample =
    cluster === undefined
      ? resampleVotes(design.counts, seed)
      : resampleClusters({ cluster, entries: entries(), count }, seed);
  const refit = refitOf(design, { at, bread: whole.fit.bread });
  const drawn = new Float64Array(design.counts.length);
  const estimates: Float64Array[] = [];
  for (let round = 0; round < rounds; round += 1) {
    resample(drawn);
    const estimate = refit(drawn);
    if (estimate !== null) estimates.push(estimate);
  }
  const without = rounds - estimates.length;
  if (estimates.length === 0 || without > (rounds * (1 - level)) / 2) return none('not_connected', without);
  const spread = spreadOf(estimates, { at, level, design });
  return { spread, reason: null, rounds, roundsWithoutEstimate: without, whole };
}

function parametersOf({ logAbility, position, covariates }: Effects): Float64Array {
  return Float64Array.from([...logAbility, ...(position === null ? [] : [position]), ...covariates]);
}

function spreadOf(
  estimates: readonly Float64Array[],
  { at, level, design }: { at: Float64Array; level: number; design: Design },
): BootstrapSpread {
  const n = at.length;
  const [lower, upper, deviation] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  for (let index = 0; index < n; index += 1) {
    const column = Float64Array.from(estimates, (estimate) => estimate[index]!).sort();
    lower[index] = quantileOfSorted(column, (1 - level) / 2);
    upper[index] = quantileOfSorted(column, (1 + level) / 2);
    deviation[index] = deviationOf(column);
  }
  const widest = Float64Array.from(estimates, (estimate) =>
    farthest(estimate, { at, deviation, design }),
  ).sort();
  const c = quantileOfSorted(widest, level);
  const abilities = at.subarray(0, design.items);
  return {
    lower: effectsOf(design, lower),
    upper: effectsOf(design, upper),
    deviation: effectsOf(design, deviation),
    simultaneous: {
      lower: abilities.map((ability, item) => ability - c * deviation[item]!),
      upper: abilities.map((ability, item) => ability + c * deviation[item]!),
    },
  };
}

function deviationOf(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / Math.max(1, values.length - 1));
}

function farthest(
  estimate: Float64Array,
  { at, deviation, design }: { at: Float64Array; deviation: Float64Array; design: Design },
): number {
  let most = 0;
  for (let item = 0; item < design.items; item += 1)
    if (deviation[item]! > 0) most = Math.max(most, Math.abs(estimate[item]! - at[item]!) / deviation[item]!);
  return most;
}

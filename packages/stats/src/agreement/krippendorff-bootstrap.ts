import { type Interval, noInterval } from '../interval.ts';
import { binomialFrom } from '../numeric/binomial-random.ts';
import { quantileOfSorted } from '../numeric/quantile.ts';
import { type Random, randomFrom } from '../numeric/random.ts';
import { groupByUnit, orderByUnit } from '../votes-by-unit.ts';
import { alphaOfPairs, type MeasurementLevel, scaleOf, type VotesAt } from './krippendorff.ts';
import type { LabelPairs } from './label-pairs.ts';
import { noPair } from './percent.ts';
import { patternsOf, type UnitPatterns } from './unit-patterns.ts';

export interface BootstrapOptions {
  readonly seed: number;
  /** How often units are drawn anew; 1000 by default. */
  readonly replicates?: number;
  /** 0.95 by default. */
  readonly confidence?: number;
  /**
   * The cluster of each unit, 0..: units that stand or fall together, such as the pairs of one prompt. Clusters are
   * drawn whole. By default each unit is one.
   */
  readonly clusterOfUnit?: Int32Array;
}

export interface BootstrapInterval extends Interval {
  /** Draws in which alpha was defined; the interval is of these. */
  readonly replicates: number;
  /** Draws in which all votes happened to be the same. */
  readonly undefinedReplicates: number;
}

/**
 * Percentile interval of Krippendorff's alpha: units with at least two votes, or clusters of them, are drawn with
 * replacement as often as there are, and everything is computed anew, the ranks of the ordinal level too. Raters are
 * held fixed: the interval is for further units judged by the same people. Efron and Tibshirani (1993), chapter 13.
 *
 * Undefined when alpha is, and with fewer than two clusters. Throws as `krippendorffAlpha` does.
 */
export function alphaInterval<Level extends MeasurementLevel>(
  votes: VotesAt<Level>,
  level: Level,
  options: BootstrapOptions,
): BootstrapInterval {
  const { seed, replicates = 1_000, confidence = 0.95, clusterOfUnit } = options;
  const scale = scaleOf(votes, level);
  const patterns = patternsOf(groupByUnit(votes));
  const tally = tallyOf(patterns, votes.labels);
  const of = (drawn: Float64Array): number | null => alphaOfPairs(tally(drawn), scale).alpha;
  const none = { replicates: 0, undefinedReplicates: 0 };
  if (patterns.unitsOfPattern.length === 0) return { ...noInterval(noPair(votes)), ...none };
  if (of(patterns.unitsOfPattern) === null) return { ...noInterval('no_variation'), ...none };
  const draw = drawing(patterns, clusterOfUnit);
  if (draw === null) return { ...noInterval('too_few'), ...none };
  const random = randomFrom(seed);
  const alphas: number[] = [];
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    const alpha = of(draw(random));
    if (alpha !== null) alphas.push(alpha);
  }
  const counts = { replicates: alphas.length, undefinedReplicates: replicates - alphas.length };
  if (alphas.length === 0) return { ...noInterval('no_variation'), ...counts };
  const sorted = Float64Array.from(alphas).sort();
  const tail = (1 - confidence) / 2;
  return {
    low: quantileOfSorted(sorted, tail),
    high: quantileOfSorted(sorted, 1 - tail),
    reason: null,
    ...counts,
  };
}

/** Makes the weighted pairs of so many units of each pattern. */
function tallyOf(patterns: UnitPatterns, labels: number): (unitsOfPattern: Float64Array) => LabelPairs {
  const { start, label, count, votesOfPattern } = patterns;
  const pairs = new Float64Array(labels * labels);
  const values = new Float64Array(labels);
  return (unitsOfPattern) => {
    pairs.fill(0);
    values.fill(0);
    let [pairableUnits, pairableValues] = [0, 0];
    for (let pattern = 0; pattern < unitsOfPattern.length; pattern += 1) {
      const units = unitsOfPattern[pattern]!;
      if (units === 0) continue;
      const votes = votesOfPattern[pattern]!;
      pairableUnits += units;
      pairableValues += units * votes;
      const [each, to] = [units / (votes - 1), start[pattern + 1]!];
      for (let run = start[pattern]!; run < to; run += 1) {
        const [of, times] = [label[run]!, count[run]!];
        values[of] = values[of]! + units * times;
        pairs[of * labels + of] = pairs[of * labels + of]! + (each * times * (times - 1)) / 2;
        for (let other = run + 1; other < to; other += 1) {
          const cell = of * labels + label[other]!;
          pairs[cell] = pairs[cell]! + each * times * count[other]!;
        }
      }
    }
    return { labels, pairs, values, pairableUnits, pairableValues };
  };
}

/** Draws units with replacement and says how many of each pattern came. */
type Draw = (random: Random) => Float64Array;

/** Null when there is only one unit or cluster to draw. */
function drawing(patterns: UnitPatterns, clusterOfUnit: Int32Array | undefined): Draw | null {
  const { patternOfUnit, unitsOfPattern } = patterns;
  const units = unitsOfPattern.reduce((sum, count) => sum + count, 0);
  // A binomial number costs about as much as a dozen units drawn one by one.
  if (clusterOfUnit || unitsOfPattern.length * 12 > units)
    return drawingClusters(patterns, clusterOfUnit ?? patternOfUnit.map((_, unit) => unit));
  return (random) => {
    let [left, toDraw] = [units, units];
    return unitsOfPattern.map((count) => {
      const drawn = binomialFrom(random, toDraw, count / left);
      left -= count;
      toDraw -= drawn;
      return drawn;
    });
  };
}

function drawingClusters(
  { patternOfUnit, unitsOfPattern }: UnitPatterns,
  clusterOfUnit: Int32Array,
): Draw | null {
  const indexOfCluster = new Map<number, number>();
  const pairable = patternOfUnit.map((_, unit) => unit).filter((unit) => patternOfUnit[unit]! >= 0);
  const cluster = pairable.map((unit) => {
    const known = indexOfCluster.get(clusterOfUnit[unit]!);
    if (known !== undefined) return known;
    indexOfCluster.set(clusterOfUnit[unit]!, indexOfCluster.size);
    return indexOfCluster.size - 1;
  });
  const clusters = indexOfCluster.size;
  if (clusters < 2) return null;
  const { start, order } = orderByUnit({ unit: cluster, units: clusters });
  const pattern = order.map((at) => patternOfUnit[pairable[at]!]!);
  const drawn = new Float64Array(unitsOfPattern.length);
  return (random) => {
    drawn.fill(0);
    for (let draw = 0; draw < clusters; draw += 1) {
      const one = Math.floor(random() * clusters);
      for (let at = start[one]!; at < start[one + 1]!; at += 1)
        drawn[pattern[at]!] = drawn[pattern[at]!]! + 1;
    }
    return drawn;
  };
}

import type { NotDefined } from '../not-defined.ts';
import { groupByUnit } from '../votes-by-unit.ts';
import type { ValuedVotes, Votes } from '../votes.ts';
import { type LabelPairs, labelPairs } from './label-pairs.ts';
import { noPair } from './percent.ts';

/**
 * What the distance between two labels is:
 *
 * - `nominal`: 1 for different labels;
 * - `ordinal`: the squared difference of their mean ranks among all pairable votes, so that only the order counts;
 * - `interval`: the squared difference of their values;
 * - `ratio`: ((a - b) / (a + b))² of values that are not negative.
 */
export type MeasurementLevel = 'nominal' | 'ordinal' | 'interval' | 'ratio';

/** What the level asks of the votes. */
export type VotesAt<Level extends MeasurementLevel> = Level extends 'interval' | 'ratio'
  ? ValuedVotes
  : Votes;

export interface Alpha {
  /** 1 for perfect agreement, 0 for what chance gives, negative for less. */
  readonly alpha: number | null;
  /** Mean distance between the votes of a unit, in the units of the level's distance. */
  readonly observedDisagreement: number | null;
  /** Mean distance between any two of all pairable votes. */
  readonly expectedDisagreement: number | null;
  /** Votes on units with at least two votes; the others drop out. */
  readonly pairableValues: number;
  readonly pairableUnits: number;
  readonly reason: NotDefined | null;
}

/**
 * Krippendorff's alpha, 1 - Do / De: Do is the mean distance within units, where a unit's m votes weigh m, De the mean
 * distance of two of all pairable votes drawn without replacement. Any number of raters, votes may be missing. The
 * number depends much on the level; name it beside the number. Krippendorff (2004), Content Analysis; (2011),
 * Computing Krippendorff's Alpha-Reliability.
 *
 * Undefined without a unit of two votes and when all pairable votes are the same, which is 0/0. Two passes over the
 * votes and memory for labels² numbers. Throws a RangeError for a negative value at the level `ratio`.
 */
export function krippendorffAlpha<Level extends MeasurementLevel>(
  votes: VotesAt<Level>,
  level: Level,
): Alpha {
  const alpha = alphaOfPairs(coincidencesOf(votes), scaleOf(votes, level));
  return alpha.pairableUnits === 0 ? { ...alpha, reason: noPair(votes) } : alpha;
}

/** A level with the values it measures by. */
export type Scale =
  | { readonly level: 'nominal' | 'ordinal' }
  | { readonly level: 'interval' | 'ratio'; readonly values: Float64Array };

export function scaleOf<Level extends MeasurementLevel>(votes: VotesAt<Level>, level: Level): Scale {
  if (level === 'nominal' || level === 'ordinal') return { level };
  const { values } = votes as ValuedVotes;
  if (level === 'ratio' && values.some((value) => value < 0))
    throw new RangeError('Values of a ratio scale cannot be negative.');
  return { level, values };
}

/** Pairs of labels on one unit, where a unit of m votes weighs its pairs by 1 / (m - 1): enough for every level. */
export function coincidencesOf(votes: Votes): LabelPairs {
  return labelPairs(groupByUnit(votes), (size) => 1 / (size - 1));
}

/** Alpha of the pairs that `coincidencesOf` counted. */
export function alphaOfPairs(coincidences: LabelPairs, scale: Scale): Alpha {
  const { labels, pairs, values, pairableUnits, pairableValues } = coincidences;
  const counts = { pairableValues, pairableUnits };
  if (pairableUnits === 0)
    return {
      alpha: null,
      observedDisagreement: null,
      expectedDisagreement: null,
      ...counts,
      reason: 'no_overlap',
    };
  const distance = distanceOf(scale, values);
  let [within, any] = [0, 0];
  for (let c = 0; c < labels; c += 1) {
    if (values[c] === 0) continue;
    for (let k = c + 1; k < labels; k += 1) {
      if (values[k] === 0) continue;
      const apart = distance(c, k);
      within += pairs[c * labels + k]! * apart;
      any += values[c]! * values[k]! * apart;
    }
  }
  // Each unordered pair is two ordered ones.
  const observedDisagreement = (2 * within) / pairableValues;
  const expectedDisagreement = (2 * any) / (pairableValues * (pairableValues - 1));
  return {
    alpha: any === 0 ? null : 1 - observedDisagreement / expectedDisagreement,
    observedDisagreement,
    expectedDisagreement,
    ...counts,
    reason: any === 0 ? 'no_variation' : null,
  };
}

function distanceOf(scale: Scale, counts: Float64Array): (c: number, k: number) => number {
  if (scale.level === 'nominal') return () => 1;
  if (scale.level === 'ratio') {
    const { values } = scale;
    return (c, k) => ((values[c]! - values[k]!) / (values[c]! + values[k]!)) ** 2;
  }
  const at = scale.level === 'interval' ? scale.values : meanRanks(counts);
  return (c, k) => (at[c]! - at[k]!) ** 2;
}

/** The mean rank of each label among all votes, where `counts` votes have it. */
function meanRanks(counts: Float64Array): Float64Array {
  let before = 0;
  return counts.map((count) => {
    const rank = before + (count + 1) / 2;
    before += count;
    return rank;
  });
}

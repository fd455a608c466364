import type { NotDefined } from '../not-defined.ts';
import type { ValuedVotes } from '../votes.ts';
import { byRatio, type IntraclassCorrelation, noIcc } from './icc.ts';

export interface OneWayIcc {
  /** Of one rating. */
  readonly single: IntraclassCorrelation;
  /** Of the mean of `ratingsPerUnit` ratings. */
  readonly mean: IntraclassCorrelation;
  /** What stands for the number of ratings of a unit: (N - Σ m² / N) / (n - 1); the number itself where all are equal. */
  readonly ratingsPerUnit: number | null;
  /** Units with a rating. */
  readonly units: number;
  readonly ratings: number;
  readonly reason: NotDefined | null;
}

/**
 * Intraclass correlation where each unit has raters of its own and as many as it happens to have: ICC(1,1) and
 * ICC(1,k) by one-way analysis of variance. The interval is exact for equal numbers and approximate otherwise. Shrout
 * and Fleiss (1979); unequal numbers: Donner (1986).
 *
 * Undefined with fewer than two units, when no unit has two ratings, and when all ratings are the same.
 */
export function oneWayIcc(votes: ValuedVotes, confidence = 0.95): OneWayIcc {
  const { counts, within, between } = squaresOf(votes);
  const ratings = votes.unit.length;
  const units = counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
  const reason = unusable(ratings, units);
  if (reason)
    return { single: noIcc(reason), mean: noIcc(reason), ratingsPerUnit: null, units, ratings, reason };
  const squaredCounts = counts.reduce((sum, count) => sum + count * count, 0);
  const ratingsPerUnit = (ratings - squaredCounts / ratings) / (units - 1);
  // A share of all variation that only rounding leaves is none.
  const nothing = 1e-14 * (within + between);
  const { single, mean } = byRatio(
    {
      between: between <= nothing ? 0 : between / (units - 1),
      error: within <= nothing ? 0 : within / (ratings - units),
      units,
      raters: ratingsPerUnit,
      errorFreedom: ratings - units,
    },
    confidence,
  );
  return { single, mean, ratingsPerUnit, units, ratings, reason: null };
}

function unusable(ratings: number, units: number): NotDefined | null {
  if (ratings === 0) return 'no_data';
  if (ratings === units) return 'no_overlap';
  return units < 2 ? 'too_few' : null;
}

/** Sums of squares within and between units. */
function squaresOf({ unit, label, values, units }: ValuedVotes): {
  readonly counts: Float64Array;
  readonly within: number;
  readonly between: number;
} {
  const counts = new Float64Array(units);
  const means = new Float64Array(units);
  // Deviations from any value will do, and are exactly 0 where all are the same.
  const origin = values[0] ?? 0;
  let grand = 0;
  for (let vote = 0; vote < unit.length; vote += 1) {
    const [of, value] = [unit[vote]!, values[label[vote]!]! - origin];
    counts[of] = counts[of]! + 1;
    means[of] = means[of]! + value;
    grand += value / unit.length;
  }
  let [within, between] = [0, 0];
  for (let of = 0; of < units; of += 1) {
    if (counts[of] === 0) continue;
    means[of] = means[of]! / counts[of]!;
    between += counts[of]! * (means[of]! - grand) ** 2;
  }
  for (let vote = 0; vote < unit.length; vote += 1)
    within += (values[label[vote]!]! - origin - means[unit[vote]!]!) ** 2;
  return { counts, within, between };
}

import { leastForAnnotator as least } from '@pairwright/contract/statistics/annotators';
import type { Estimate } from '@pairwright/contract/statistics/numbers';
import { medianInterval } from '@pairwright/stats/annotators/median-interval';
import { robustLogZ } from '@pairwright/stats/annotators/speed';
import { unknown } from '../estimates.ts';
import type { AnnotatorData } from './annotator-data.ts';

export interface Speed {
  /** Median of ln seconds. */
  readonly logSeconds: Estimate;
  /** Median of ln seconds minus the mean of the others' on the same comparison. */
  readonly relative: Estimate;
  /** Of that, against the other annotators'; null where it is not known or all are alike. */
  readonly z: number | null;
  /** Positions of votes in the table, the fastest for their comparison first. */
  readonly fastestRows: Int32Array;
}

/** ln seconds of each vote; NaN without a time. */
export function logSecondsOf({ votes }: AnnotatorData): Float64Array {
  return votes.activeMs.map((ms) => (ms > 0 ? Math.log(ms / 1000) : Number.NaN));
}

/** How fast each annotator is, and beside whoever judged the same comparisons: hard ones take everybody longer. */
export function speedsOf(data: AnnotatorData, logs: Float64Array): Speed[] {
  const relative = relativeLogs(data, logs);
  const each = data.votesOf.map((rows) => {
    const shared = rows.filter((vote) => !Number.isNaN(relative[vote]!));
    return {
      logSeconds: medianOf(rows, logs),
      relative: medianOf(shared, relative),
      fastestRows: shared.toSorted((one, other) => relative[one]! - relative[other]!),
    };
  });
  const known = each.flatMap((one, annotator) => (one.relative.value === null ? [] : [annotator]));
  const { z } = robustLogZ(
    Float64Array.from(known, (annotator) => Math.exp(each[annotator]!.relative.value!)),
  );
  return each.map((one, annotator) => {
    const at = known.indexOf(annotator);
    return { ...one, z: z === null || at === -1 ? null : z[at]! };
  });
}

/** Of each vote: minus the mean of the others' logs on its comparison; NaN where nobody else's time is known. */
function relativeLogs({ votes }: AnnotatorData, logs: Float64Array): Float64Array {
  const units = votes.comparisonIds.length;
  const [sums, counts] = [new Float64Array(units), new Int32Array(units)];
  const own = new Map<number, { sum: number; count: number }>();
  const keyOf = (vote: number): number =>
    votes.comparison[vote]! * votes.annotatorIds.length + votes.annotator[vote]!;
  for (let vote = 0; vote < votes.votes; vote += 1) {
    if (Number.isNaN(logs[vote]!)) continue;
    const comparison = votes.comparison[vote]!;
    sums[comparison]! += logs[vote]!;
    counts[comparison]! += 1;
    const mine = own.get(keyOf(vote)) ?? { sum: 0, count: 0 };
    own.set(keyOf(vote), { sum: mine.sum + logs[vote]!, count: mine.count + 1 });
  }
  return logs.map((log, vote) => {
    if (Number.isNaN(log)) return log;
    const comparison = votes.comparison[vote]!;
    const mine = own.get(keyOf(vote))!;
    const others = counts[comparison]! - mine.count;
    return others === 0 ? Number.NaN : log - (sums[comparison]! - mine.sum) / others;
  });
}

function medianOf(rows: Int32Array, values: Float64Array): Estimate {
  const sorted = Float64Array.from(rows, (vote) => values[vote]!)
    .filter((value) => !Number.isNaN(value))
    .sort();
  if (sorted.length === 0) return unknown(rows.length === 0 ? 'no_overlap' : 'no_data');
  if (sorted.length < least) return unknown('too_few', sorted.length);
  const { median, interval } = medianInterval(sorted);
  return { value: median, low: interval![0], high: interval![1], n: sorted.length, reason: null };
}

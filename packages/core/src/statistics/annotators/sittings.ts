import { leastForAnnotator as least } from '@pairwright/contract/statistics/annotators';
import type { Estimate, NotDefined } from '@pairwright/contract/statistics/numbers';
import { differenceOfProportions } from '@pairwright/stats/annotators/intervals';
import { normalEstimate, unknown } from '../estimates.ts';
import type { AnnotatorData } from './annotator-data.ts';
import { isGraded } from './answers.ts';
import type { Peers } from './peers.ts';

/** A longer break ends a sitting. */
const BREAK_MS = 30 * 60_000;
/** Shorter sittings have no early and late. */
const LEAST_IN_SITTING = 10;

export interface Drift {
  /**
   * Late minus early, of the share of votes that most others on the comparison agree with; where answers are alike by
   * degrees, of the mean of how alike they are to the others'. n: such votes.
   */
  readonly agreement: Estimate;
  /** Late minus early, of mean ln seconds; n: votes with a time. */
  readonly speed: Estimate;
  /** Late votes that fewer than half of the others agree with. */
  readonly lateRows: Int32Array;
}

interface Halves {
  readonly early: Int32Array;
  readonly late: Int32Array;
}

/** How somebody is in the second half of a sitting against the first, over all their sittings. */
export function driftOf(
  data: AnnotatorData,
  annotator: number,
  { peers, logs }: { peers: Peers; logs: Float64Array },
): Drift {
  const halves = halvesOf(data.votesOf[annotator]!, data.votes.givenAt);
  const shared = (rows: Int32Array): Int32Array => rows.filter((vote) => peers.pairs[vote]! > 0);
  const agrees = (vote: number): boolean => 2 * peers.agreeing[vote]! >= peers.pairs[vote]!;
  const [early, late] = [shared(halves.early), shared(halves.late)];
  const proportion = (rows: Int32Array) => ({ successes: rows.filter(agrees).length, trials: rows.length });
  const alike = (rows: Int32Array) =>
    Float64Array.from(rows, (vote) => peers.agreeing[vote]! / peers.pairs[vote]!);
  const { answers, answer } = data.votes;
  return {
    agreement: [...late, ...early].some((vote) => isGraded(answers[answer[vote]!]!.kind))
      ? meanDifference(alike(late), alike(early), { range: [-1, 1], none: 'no_overlap' })
      : differenceEstimate(proportion(late), proportion(early)),
    speed: meanDifference(timesOf(halves.late, logs), timesOf(halves.early, logs), {
      range: [-Infinity, Infinity],
      none: 'no_data',
    }),
    lateRows: late.filter((vote) => !agrees(vote)),
  };
}

function halvesOf(rows: Int32Array, givenAt: Float64Array): Halves {
  const [early, late]: [number[], number[]] = [[], []];
  let start = 0;
  for (let at = 1; at <= rows.length; at += 1) {
    if (at < rows.length && givenAt[rows[at]!]! - givenAt[rows[at - 1]!]! <= BREAK_MS) continue;
    const size = at - start;
    if (size >= LEAST_IN_SITTING) {
      const middle = start + Math.floor(size / 2);
      early.push(...rows.subarray(start, middle));
      // The vote in the middle of an odd number is of neither half.
      late.push(...rows.subarray(middle + (size % 2), at));
    }
    start = at;
  }
  return { early: Int32Array.from(early), late: Int32Array.from(late) };
}

type Proportion = Parameters<typeof differenceOfProportions>[0];

function differenceEstimate(late: Proportion, early: Proportion): Estimate {
  const n = late.trials + early.trials;
  if (n === 0) return unknown('no_overlap');
  const { difference, interval, reason } = differenceOfProportions(late, early);
  if (n < 2 * least || difference === null || interval === null) return unknown(reason ?? 'too_few', n);
  return { value: difference, low: interval[0], high: interval[1], n, reason: null };
}

function timesOf(rows: Int32Array, logs: Float64Array): Float64Array {
  return Float64Array.from(rows, (vote) => logs[vote]!).filter((log) => !Number.isNaN(log));
}

/** Difference of means with Welch's standard error. */
function meanDifference(
  late: Float64Array,
  early: Float64Array,
  { range, none }: { range: readonly [number, number]; none: NotDefined },
): Estimate {
  const n = late.length + early.length;
  if (n === 0) return unknown(none);
  if (n < 2 * least || late.length < 2 || early.length < 2) return unknown('too_few', n);
  const [one, other] = [momentsOf(late), momentsOf(early)];
  const error = Math.sqrt(one.variance / late.length + other.variance / early.length);
  return normalEstimate({ value: one.mean - other.mean, error, n }, range);
}

function momentsOf(values: Float64Array): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, variance: squares / (values.length - 1) };
}

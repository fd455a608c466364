import { type Interval, noInterval } from '../interval.ts';
import type { NotDefined } from '../not-defined.ts';
import { fQuantile, fTail } from '../numeric/f-distribution.ts';
import type { RatingTable } from '../votes.ts';
import { meanSquaresOf, type MeanSquares } from './mean-squares.ts';

export interface IntraclassCorrelation {
  /** Share of the variance of ratings that is due to the units; at most 1, below 0 when raters disagree more than units differ. */
  readonly icc: number | null;
  readonly interval: Interval;
  /** F of units against error, its degrees of freedom and the P of such an F or more when units do not differ. */
  readonly f: number | null;
  readonly unitsFreedom: number | null;
  readonly errorFreedom: number | null;
  readonly p: number | null;
  readonly reason: NotDefined | null;
}

/** The six forms of Shrout and Fleiss: `single` is one rater's rating, `mean` the average over all raters. */
export interface IntraclassCorrelations {
  /** Each unit has raters of its own: ICC(1,1) and ICC(1,k). */
  readonly oneWay: { readonly single: IntraclassCorrelation; readonly mean: IntraclassCorrelation };
  /** The same raters, drawn from many, and their level counts (absolute agreement): ICC(2,1) and ICC(2,k). */
  readonly twoWayRandom: { readonly single: IntraclassCorrelation; readonly mean: IntraclassCorrelation };
  /** Only these raters, whose level does not count (consistency): ICC(3,1) and ICC(3,k). */
  readonly twoWayMixed: { readonly single: IntraclassCorrelation; readonly mean: IntraclassCorrelation };
  readonly units: number;
  readonly raters: number;
  readonly reason: NotDefined | null;
}

/**
 * Intraclass correlations of numeric ratings, every unit (row) by every rater (column), with intervals from the F
 * distribution. Shrout and Fleiss (1979); intervals of the second form: McGraw and Wong (1996). For units with
 * different numbers of raters there is `oneWayIcc`.
 *
 * All are undefined with a missing rating and with fewer than two units or raters, each where its variance is 0.
 */
export function intraclassCorrelations(ratings: RatingTable, confidence = 0.95): IntraclassCorrelations {
  const units = ratings.length;
  const raters = Math.max(0, ...ratings.map((row) => row.length));
  const reason = unusable(ratings, raters);
  if (reason) {
    const none = { single: noIcc(reason), mean: noIcc(reason) };
    return { oneWay: none, twoWayRandom: none, twoWayMixed: none, units, raters, reason };
  }
  const squares = meanSquaresOf(ratings as readonly (readonly number[])[]);
  return {
    oneWay: byRatio({ ...squares, error: squares.within, errorFreedom: units * (raters - 1) }, confidence),
    twoWayRandom: absolute(squares, confidence),
    twoWayMixed: byRatio({ ...squares, errorFreedom: (units - 1) * (raters - 1) }, confidence),
    units,
    raters,
    reason: null,
  };
}

function unusable(ratings: RatingTable, raters: number): NotDefined | null {
  if (ratings.length === 0 || raters === 0) return 'no_data';
  if (ratings.some((row) => row.length !== raters || row.includes(null))) return 'unequal_raters';
  return ratings.length < 2 || raters < 2 ? 'too_few' : null;
}

interface Ratio {
  readonly between: number;
  readonly error: number;
  readonly units: number;
  /** Ratings of each unit, or what stands for it where units differ. */
  readonly raters: number;
  readonly errorFreedom: number;
}

/** The forms that depend on F alone. */
export function byRatio(
  ratio: Ratio,
  confidence: number,
): { readonly single: IntraclassCorrelation; readonly mean: IntraclassCorrelation } {
  const { between, error, units, raters, errorFreedom } = ratio;
  const test = testOf(between, error, { unitsFreedom: units - 1, errorFreedom });
  const ends = endsOfF(test, confidence);
  const ofSingle = (f: number): number => (f - 1) / (f + raters - 1);
  const ofMean = (f: number): number => 1 - 1 / f;
  return {
    single: iccOf([between - error, between + (raters - 1) * error], ends.map(ofSingle), test),
    mean: iccOf([between - error, between], ends.map(ofMean), test),
  };
}

function absolute(squares: MeanSquares, confidence: number): IntraclassCorrelations['twoWayRandom'] {
  const { between, raterwise, error, units: n, raters: k } = squares;
  const test = testOf(between, error, { unitsFreedom: n - 1, errorFreedom: (n - 1) * (k - 1) });
  const single = between + (k - 1) * error + (k * (raterwise - error)) / n;
  const ends = endsOfAbsolute(squares, { single, confidence });
  return {
    single: iccOf([between - error, single], ends, test),
    mean: iccOf(
      [between - error, between + (raterwise - error) / n],
      ends.map((end) => (end * k) / Math.max(0, 1 + end * (k - 1))),
      test,
    ),
  };
}

/** Satterthwaite's degrees of freedom for what rater and error variance make together. */
function endsOfAbsolute(
  { between, raterwise, error, units: n, raters: k }: MeanSquares,
  { single, confidence }: { readonly single: number; readonly confidence: number },
): number[] {
  if (error === 0) return [];
  // A share of variance below 0 would leave no degrees of freedom.
  const icc = Math.max(0, (between - error) / single);
  const a = (k * icc * raterwise) / error;
  const b = n * (1 + (k - 1) * icc) - k * icc;
  const freedom = ((k - 1) * (n - 1) * (a + b) ** 2) / ((n - 1) * a * a + b * b);
  const level = (1 + confidence) / 2;
  const upper = fQuantile(level, n - 1, freedom);
  const lower = fQuantile(level, freedom, n - 1);
  const noise = k * raterwise + (k * n - k - n) * error;
  return [
    (n * (between - upper * error)) / (upper * noise + n * between),
    (n * (lower * between - error)) / (noise + n * lower * between),
  ];
}

interface Test {
  /** Null when there is no error to compare with. */
  readonly f: number | null;
  readonly unitsFreedom: number;
  readonly errorFreedom: number;
  readonly p: number | null;
}

function testOf(between: number, error: number, freedom: Omit<Test, 'f' | 'p'>): Test {
  if (error === 0) return { f: null, p: null, ...freedom };
  const f = between / error;
  return { f, p: fTail(f, freedom.unitsFreedom, freedom.errorFreedom), ...freedom };
}

/** The ends of the interval of the ratio of variances. */
function endsOfF({ f, unitsFreedom, errorFreedom }: Test, confidence: number): number[] {
  if (f === null || f === 0) return [];
  const level = (1 + confidence) / 2;
  return [f / fQuantile(level, unitsFreedom, errorFreedom), f * fQuantile(level, errorFreedom, unitsFreedom)];
}

function iccOf(
  [part, whole]: readonly [number, number],
  ends: readonly number[],
  test: Test,
): IntraclassCorrelation {
  if (!(whole > 0)) return noIcc('no_variation');
  const [low, high] = ends;
  const isUsable = low !== undefined && high !== undefined && Number.isFinite(low) && Number.isFinite(high);
  const interval: Interval = isUsable ? { low, high, reason: null } : noInterval('no_variation');
  return { icc: part / whole, interval, ...test, reason: null };
}

export function noIcc(reason: NotDefined): IntraclassCorrelation {
  return {
    icc: null,
    interval: noInterval(reason),
    f: null,
    unitsFreedom: null,
    errorFreedom: null,
    p: null,
    reason,
  };
}

import { type Interval, noInterval } from '../interval.ts';
import type { NotDefined } from '../not-defined.ts';
import { normalQuantile } from '../numeric/normal.ts';
import { type AgreementWeights, weightTable } from './weights.ts';

/** How often two raters gave which labels to the same units: `counts[first * labels + second]`. */
export interface RaterTable {
  readonly counts: Float64Array;
  readonly labels: number;
}

export interface CohenOptions {
  /** `unweighted` by default. */
  readonly weights?: AgreementWeights;
  /** Of the interval; 0.95 by default. */
  readonly confidence?: number;
}

export interface CohenKappa {
  /** 1 for perfect agreement, 0 for what chance gives, negative for less. */
  readonly kappa: number | null;
  /** Weighted share of units on which both agree, 0..1. */
  readonly observedAgreement: number | null;
  /** The same as two raters with these habits would reach by chance, 0..1. */
  readonly chanceAgreement: number | null;
  /** Large-sample standard error of kappa, not the one under no agreement. */
  readonly standardError: number | null;
  /** Kappa ± z standard errors within -1..1. Undefined when the standard error is 0, as it is for perfect agreement. */
  readonly interval: Interval;
  /** Units that both labelled. */
  readonly units: number;
  readonly reason: NotDefined | null;
}

/**
 * Cohen's kappa of two raters, (po - pe) / (1 - pe), with or without weights on an ordered scale. The scale counts in
 * full, also labels nobody used. Kappa falls with skewed labels even where agreement is high: read it beside po.
 * Cohen (1960, 1968); standard error: Fleiss, Cohen and Everitt (1969), formula 13.
 *
 * Undefined without a unit, and when both gave one and the same label throughout (pe = 1), which is 0/0.
 */
export function cohenKappaOfTable(table: RaterTable, options: CohenOptions = {}): CohenKappa {
  const { weights = 'unweighted', confidence = 0.95 } = options;
  const moments = momentsOf(table, weightTable(weights, table.labels));
  const { units, observed, chance } = moments;
  if (units === 0) return undefinedKappa('no_overlap', { observed: null, chance: null, units });
  if (isConstant(table, units)) return undefinedKappa('no_variation', { observed, chance, units });
  const kappa = (observed - chance) / (1 - chance);
  const standardError = standardErrorOf(table, moments);
  return {
    kappa,
    observedAgreement: observed,
    chanceAgreement: chance,
    standardError,
    interval: intervalOf(kappa, standardError, confidence),
    units,
    reason: null,
  };
}

/**
 * The same from two columns of label indexes, one entry per unit; units where either is negative, which is to say
 * missing, are left out. Throws a RangeError when the columns differ in length or a label is not below `labels`.
 */
export function cohenKappa(
  columns: { readonly first: ArrayLike<number>; readonly second: ArrayLike<number>; readonly labels: number },
  options: CohenOptions = {},
): CohenKappa {
  const { first, second, labels } = columns;
  if (first.length !== second.length) throw new RangeError('The two columns must have as many entries.');
  const counts = new Float64Array(labels * labels);
  for (let unit = 0; unit < first.length; unit += 1) {
    const [one, other] = [first[unit]!, second[unit]!];
    if (one < 0 || other < 0) continue;
    if (one >= labels || other >= labels)
      throw new RangeError(`A label of unit ${unit} is not below ${labels}.`);
    counts[one * labels + other] = counts[one * labels + other]! + 1;
  }
  return cohenKappaOfTable({ counts, labels }, options);
}

interface Moments {
  readonly units: number;
  readonly observed: number;
  readonly chance: number;
  readonly weights: Float64Array;
  /** Mean weight of each label of one rater over the labels of the other. */
  readonly meanOfFirst: Float64Array;
  readonly meanOfSecond: Float64Array;
}

function momentsOf({ counts, labels }: RaterTable, weights: Float64Array): Moments {
  const units = counts.reduce((sum, count) => sum + count, 0);
  const [first, second] = [new Float64Array(labels), new Float64Array(labels)];
  const [meanOfFirst, meanOfSecond] = [new Float64Array(labels), new Float64Array(labels)];
  let [observed, chance] = [0, 0];
  for (let i = 0; i < labels; i += 1) {
    for (let j = 0; j < labels; j += 1) {
      const cell = i * labels + j;
      const share = units === 0 ? 0 : counts[cell]! / units;
      first[i] = first[i]! + share;
      second[j] = second[j]! + share;
      observed += weights[cell]! * share;
    }
  }
  for (let i = 0; i < labels; i += 1) {
    for (let j = 0; j < labels; j += 1) {
      const weight = weights[i * labels + j]!;
      meanOfFirst[i] = meanOfFirst[i]! + weight * second[j]!;
      meanOfSecond[j] = meanOfSecond[j]! + weight * first[i]!;
      chance += weight * first[i]! * second[j]!;
    }
  }
  return { units, observed, chance, weights, meanOfFirst, meanOfSecond };
}

function standardErrorOf({ counts, labels }: RaterTable, moments: Moments): number {
  const { units, observed, chance, weights, meanOfFirst, meanOfSecond } = moments;
  let sum = 0;
  for (let i = 0; i < labels; i += 1) {
    for (let j = 0; j < labels; j += 1) {
      const cell = i * labels + j;
      const term = weights[cell]! * (1 - chance) - (meanOfFirst[i]! + meanOfSecond[j]!) * (1 - observed);
      sum += (counts[cell]! / units) * term * term;
    }
  }
  const variance = sum - (observed * chance - 2 * chance + observed) ** 2;
  // What is left of a difference that is 0.
  if (variance < 1e-14) return 0;
  return Math.sqrt(variance / units) / (1 - chance) ** 2;
}

function intervalOf(kappa: number, standardError: number, confidence: number): Interval {
  if (standardError === 0) return noInterval('no_variation');
  const reach = normalQuantile((1 + confidence) / 2) * standardError;
  return { low: Math.max(-1, kappa - reach), high: Math.min(1, kappa + reach), reason: null };
}

function isConstant({ counts, labels }: RaterTable, units: number): boolean {
  for (let label = 0; label < labels; label += 1) if (counts[label * labels + label] === units) return true;
  return false;
}

function undefinedKappa(
  reason: NotDefined,
  known: { readonly observed: number | null; readonly chance: number | null; readonly units: number },
): CohenKappa {
  return {
    kappa: null,
    observedAgreement: known.observed,
    chanceAgreement: known.chance,
    standardError: null,
    interval: noInterval(reason),
    units: known.units,
    reason,
  };
}

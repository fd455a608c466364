import type { NotDefined } from '../not-defined.ts';
import { normalTwoSided } from '../numeric/normal.ts';
import { countByUnit, type Votes } from '../votes.ts';

export interface LabelKappa {
  readonly kappa: number | null;
  readonly reason: NotDefined | null;
}

export interface FleissKappa {
  /** 1 for perfect agreement, 0 for what chance gives, negative for less. */
  readonly kappa: number | null;
  /** Mean share of agreeing pairs of ratings of a unit, 0..1. */
  readonly observedAgreement: number | null;
  /** Sum of the squared shares of the labels, 0..1. */
  readonly chanceAgreement: number | null;
  /** Kappa of each label against all others; undefined for a label that nobody or everybody used. */
  readonly perLabel: readonly LabelKappa[];
  /** Standard error if there were no agreement but by chance: for the test, not for an interval. */
  readonly standardErrorOfChance: number | null;
  /** Kappa over that standard error, and the two-sided p of the normal distribution. */
  readonly z: number | null;
  readonly p: number | null;
  readonly units: number;
  /** Null when units differ in it. */
  readonly ratingsPerUnit: number | null;
  readonly reason: NotDefined | null;
}

/**
 * Fleiss' kappa of units that all have the same number of ratings, by interchangeable raters; `counts` are the ratings
 * of each unit by label, `counts[unit * labels + label]`. Fleiss (1971); standard error under chance: Fleiss, Nee and
 * Landis (1979). For unequal numbers use `gwetCoefficients` or Krippendorff's alpha.
 *
 * Undefined with unequal numbers of ratings, fewer than two on each unit, or a single label throughout. Units without
 * any rating are left out.
 */
export function fleissKappaOfCounts(counts: Float64Array, labels: number): FleissKappa {
  const { units, ratings, equal, squares, totals, cross } = sumsOf(counts, labels);
  const ratingsPerUnit = equal ? ratings : null;
  const undefinedFor = (reason: NotDefined): FleissKappa => ({ ...nothing, units, ratingsPerUnit, reason });
  if (units === 0) return undefinedFor('no_data');
  if (!equal) return undefinedFor('unequal_raters');
  if (ratings < 2) return undefinedFor('no_overlap');
  const pairs = units * ratings * (ratings - 1);
  const all = units * ratings;
  const observedAgreement = (squares - all) / pairs;
  const shares = totals.map((total) => total / all);
  const chanceAgreement = shares.reduce((sum, share) => sum + share * share, 0);
  if (totals.includes(all)) return { ...undefinedFor('no_variation'), observedAgreement, chanceAgreement };
  const perLabel = Array.from(shares, (share, label): LabelKappa => {
    if (totals[label] === 0) return { kappa: null, reason: 'no_variation' };
    return { kappa: 1 - cross[label]! / (pairs * share * (1 - share)), reason: null };
  });
  const kappa = (observedAgreement - chanceAgreement) / (1 - chanceAgreement);
  const standardErrorOfChance = errorOfChance(shares, pairs);
  const z = kappa / standardErrorOfChance;
  return {
    kappa,
    observedAgreement,
    chanceAgreement,
    perLabel,
    standardErrorOfChance,
    z,
    p: normalTwoSided(z),
    units,
    ratingsPerUnit,
    reason: null,
  };
}

/** The same of votes. */
export function fleissKappa(votes: Votes): FleissKappa {
  return fleissKappaOfCounts(countByUnit(votes), votes.labels);
}

const nothing = {
  kappa: null,
  observedAgreement: null,
  chanceAgreement: null,
  perLabel: [],
  standardErrorOfChance: null,
  z: null,
  p: null,
} as const;

interface Sums {
  readonly units: number;
  /** Ratings of a unit. */
  readonly ratings: number;
  readonly equal: boolean;
  /** Of all squared counts. */
  readonly squares: number;
  readonly totals: Float64Array;
  /** Of count × ratings of other labels, by label. */
  readonly cross: Float64Array;
}

function sumsOf(counts: Float64Array, labels: number): Sums {
  const [totals, cross] = [new Float64Array(labels), new Float64Array(labels)];
  let [units, ratings, squares] = [0, 0, 0];
  let equal = true;
  for (let row = 0; row < counts.length; row += labels) {
    let here = 0;
    for (let label = 0; label < labels; label += 1) here += counts[row + label]!;
    if (here === 0) continue;
    if (units === 0) ratings = here;
    else if (here !== ratings) equal = false;
    units += 1;
    for (let label = 0; label < labels; label += 1) {
      const count = counts[row + label]!;
      squares += count * count;
      totals[label] = totals[label]! + count;
      cross[label] = cross[label]! + count * (here - count);
    }
  }
  return { units, ratings, equal, squares, totals, cross };
}

function errorOfChance(shares: Float64Array, pairs: number): number {
  let [spread, skew] = [0, 0];
  for (const share of shares) {
    spread += share * (1 - share);
    skew += share * (1 - share) * (1 - 2 * share);
  }
  return (Math.sqrt(2 / pairs) * Math.sqrt(spread * spread - skew)) / spread;
}

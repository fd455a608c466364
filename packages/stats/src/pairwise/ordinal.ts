import { type Concave, maximise, type Slopes } from '../numeric/newton.ts';
import type { NotDefined } from '../not-defined.ts';
import type { Comparisons } from './comparisons.ts';
import type { Connectivity } from './connectivity.ts';
import {
  connectivityOfGrades,
  countGrades,
  type GradedCells,
  gradedOf,
  type GradedComparisons,
} from './graded-cells.ts';
import { addPenalty, penalised, type Penalty, penaltyAt } from './penalty.ts';
import { errorsOf } from './shares.ts';

export interface OrdinalFit {
  /** Natural logs with mean 0, unless a prior or phantom sets their zero. */
  readonly logAbility: Float64Array;
  /** Of the log abilities, from the inverse information. */
  readonly standardError: Float64Array;
  /**
   * The difference of abilities at which a strength of k = 1.. or more becomes as likely as not; thresholds towards
   * the other item are the same with a minus. Equal where no vote had the strength between them; null above the
   * highest strength that occurs, which the votes bound from below only.
   */
  readonly thresholds: readonly (number | null)[];
  /** Without the penalty. */
  readonly logLikelihood: number;
  readonly votes: number;
}

export interface Ordinal {
  readonly fit: OrdinalFit | null;
  readonly reason: NotDefined | null;
  /** Items are also joined both ways by wins of less than the highest strength that occurs. */
  readonly connectivity: Connectivity;
}

/**
 * Graded comparisons by a cumulative logit whose thresholds mirror each other (Agresti 1992):
 * logit P(grade <= k) = threshold k - (ability of a - ability of b). With strengths of 1 only this is the model of
 * Bradley and Terry, with ties beside it that of Rao and Kupper.
 *
 * Null with `not_connected` where no finite ability is most likely, with `no_variation` when all votes were ties,
 * with `no_convergence` where items can be put so far apart that every grade is certain, with `no_data` without votes
 * between two items.
 */
export function ordinalBradleyTerry(graded: GradedComparisons, penalty: Penalty = {}): Ordinal {
  const cells = countGrades(graded);
  const cuts = cutsOf(cells, graded.strongest);
  const connectivity = connectivityOfGrades(cells, cuts.strengths.at(-1) ?? 0);
  const none = (reason: NotDefined): Ordinal => ({ fit: null, reason, connectivity });
  if (!cells.winner.some((winner, cell) => winner !== cells.loser[cell])) return none('no_data');
  if (cuts.strengths.length === 0) return none('no_variation');
  if (!penalised(penalty) && !connectivity.mleExists) return none('not_connected');
  const { items } = graded;
  const start = Float64Array.from([...new Float64Array(items), ...startOf(cells, cuts)]);
  const { maximum, reason } = maximise(likelihoodOf(cells, { cuts, penalty }), start);
  if (maximum === null) return none(reason!);
  const free = maximum.at.slice(items);
  const values = cuts.hasTies ? free : Float64Array.of(0, ...free);
  const fit = {
    logAbility: maximum.at.slice(0, items),
    standardError: errorsOf(maximum.covariance, 0, items),
    thresholds: Array.from(cuts.cutBelow, (cut) => values[cut] ?? null),
    logLikelihood: maximum.value - penaltyAt(maximum.at, items, penalty),
    votes: cells.votes.reduce((sum, votes) => sum + votes, 0),
  };
  return { fit, reason: null, connectivity };
}

export interface RaoKupperFit extends OrdinalFit {
  /** By how much one must be better for its win to be as likely as not; 0 when there was no tie. */
  readonly eta: number;
  /** exp(eta). */
  readonly theta: number;
}

export interface RaoKupper {
  readonly fit: RaoKupperFit | null;
  readonly reason: NotDefined | null;
  readonly connectivity: Connectivity;
}

/** P(a) = sigmoid(la - lb - eta), P(b) = sigmoid(lb - la - eta), a tie the rest (Rao and Kupper 1967). */
export function raoKupper(comparisons: Comparisons, penalty: Penalty = {}): RaoKupper {
  const ordinal = ordinalBradleyTerry(gradedOf(comparisons), penalty);
  if (ordinal.fit === null) return { ...ordinal, fit: null };
  const eta = ordinal.fit.thresholds[0]!;
  return { ...ordinal, fit: { ...ordinal.fit, eta, theta: Math.exp(eta) } };
}

/** Thresholds that can be estimated: one below each strength that occurs, the lowest held at 0 when no tie does. */
interface Cuts {
  readonly hasTies: boolean;
  /** Strengths that occur, ascending, without 0. */
  readonly strengths: readonly number[];
  /** Of each strength 1..strongest the index of the cut that is its lower bound. */
  readonly cutBelow: Int32Array;
}

function cutsOf({ strength }: GradedCells, strongest: number): Cuts {
  const occurring = [...new Set(strength)].toSorted((one, other) => one - other);
  const strengths = occurring.filter((one) => one > 0);
  const cutBelow = Int32Array.from({ length: strongest }, (_, index) => {
    const cut = strengths.findIndex((one) => one >= index + 1);
    return cut === -1 ? strengths.length : cut;
  });
  return { hasTies: occurring[0] === 0, strengths, cutBelow };
}

/** What the free thresholds would be if all items were equal. */
function startOf({ strength, votes }: GradedCells, { hasTies, strengths }: Cuts): number[] {
  const total = votes.reduce((sum, count) => sum + count, 0);
  return strengths.slice(hasTies ? 0 : 1).map((least) => {
    const above = votes.reduce((sum, count, cell) => (strength[cell]! >= least ? sum + count : sum), 0);
    return Math.log((2 * total - above) / above);
  });
}

/**
 * With d the difference of the two and a grade between the thresholds `lower` and `upper`, log P is
 * log sigmoid(d - lower) + log sigmoid(upper - d) + log(1 - exp(lower - upper)).
 */
function likelihoodOf(cells: GradedCells, { cuts, penalty }: { cuts: Cuts; penalty: Penalty }): Concave {
  const { items, winner, loser, strength, votes } = cells;
  const firstCut = cuts.hasTies ? items : items - 1;
  const parameters = firstCut + cuts.strengths.length;
  return {
    parameters,
    centred: penalised(penalty) ? 0 : items,
    evaluate(at, slopes) {
      let value = penaltyAt(at, items, penalty);
      addPenalty(at, slopes, { items, penalty });
      for (let cell = 0; cell < winner.length; cell += 1) {
        const cut = firstCut + (strength[cell]! > 0 ? cuts.cutBelow[strength[cell]! - 1]! : 0);
        // A cut held at 0 is no parameter, and above the highest strength there is none.
        const low = cut < items ? -1 : cut;
        const high = cut + 1 < parameters ? cut + 1 : -1;
        const [first, second] = [winner[cell]!, loser[cell]!];
        const d = at[first]! - at[second]!;
        const tally = { at, slopes, first, second, votes: votes[cell]! };
        if (strength[cell] === 0) {
          value += addSigmoid(tally, { argument: d + at[cut]!, sign: 1, cut, cutSign: 1 });
          value += addSigmoid(tally, { argument: at[cut]! - d, sign: -1, cut, cutSign: 1 });
          value += addGap(tally, { high: cut, low: -1, times: 2 });
          continue;
        }
        const lower = low === -1 ? 0 : at[low]!;
        value += addSigmoid(tally, { argument: d - lower, sign: 1, cut: low, cutSign: -1 });
        if (high === -1) continue;
        value += addSigmoid(tally, { argument: at[high]! - d, sign: -1, cut: high, cutSign: 1 });
        value += addGap(tally, { high, low, times: 1 });
      }
      return value;
    },
  };
}

interface Tally {
  readonly at: Float64Array;
  readonly slopes: Slopes;
  readonly first: number;
  readonly second: number;
  readonly votes: number;
}

/** log sigmoid of sign * (ability of the first - ability of the second) + cutSign * cut, for all votes. */
function addSigmoid(
  { slopes: { gradient, information }, first, second, votes }: Tally,
  { argument, sign, cut, cutSign }: { argument: number; sign: number; cut: number; cutSign: number },
): number {
  const n = gradient.length;
  const small = Math.exp(-Math.abs(argument));
  const against = argument > 0 ? small / (1 + small) : 1 / (1 + small);
  const slope = votes * against;
  const weight = slope * (1 - against);
  if (first !== second) {
    gradient[first]! += sign * slope;
    gradient[second]! -= sign * slope;
    information[first * n + first]! += weight;
    information[second * n + second]! += weight;
    information[Math.max(first, second) * n + Math.min(first, second)]! -= weight;
  }
  if (cut >= 0) {
    gradient[cut]! += cutSign * slope;
    information[cut * n + first]! += sign * cutSign * weight;
    information[cut * n + second]! -= sign * cutSign * weight;
    information[cut * n + cut]! += weight;
  }
  return -votes * (Math.max(0, -argument) + Math.log1p(small));
}

/** log(1 - exp(-gap)) for all votes, the gap being times * cut `high` - cut `low`, or - 0 where there is no low one. */
function addGap(
  { at, slopes: { gradient, information }, votes }: Tally,
  { high, low, times }: { high: number; low: number; times: number },
): number {
  const n = gradient.length;
  const gap = times * at[high]! - (low < 0 ? 0 : at[low]!);
  const slope = votes / Math.expm1(gap);
  const weight = slope * (1 + slope / votes);
  gradient[high]! += times * slope;
  information[high * n + high]! += times * times * weight;
  if (low >= 0) {
    gradient[low]! -= slope;
    information[low * n + low]! += weight;
    information[high * n + low]! -= times * weight;
  }
  return votes * Math.log(-Math.expm1(-gap));
}

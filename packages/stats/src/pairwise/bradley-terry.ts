import { maximise, type Maximum } from '../numeric/newton.ts';
import type { NotDefined } from '../not-defined.ts';
import { type Comparisons } from './comparisons.ts';
import { type Connectivity, connectivityOfCells } from './connectivity.ts';
import {
  type Design,
  type DesignLookup,
  type DesignOptions,
  designOf,
  likelihoodOf,
  logLikelihood,
  logOdds,
  probabilities,
} from './design.ts';
import { anyMet, votesIn } from './pair-cells.ts';
import { addPenalty, penalised } from './penalty.ts';
import { startOf } from './warm-start.ts';
import { meatOfClusters, meatOfVotes, sandwichVariances } from './sandwich.ts';

export type BradleyTerryOptions = DesignOptions;

/** A number for each item, and for what else was fitted. */
export interface Effects {
  /** In natural logs; log odds of a win are differences of these. */
  readonly logAbility: Float64Array;
  /** Log odds by which standing first helps; null when it was not fitted. */
  readonly position: number | null;
  /** Log odds per unit of each covariate. */
  readonly covariates: Float64Array;
}

export interface BradleyTerryFit {
  /** Abilities have mean 0 unless there is a prior or phantom, which sets their zero. */
  readonly estimate: Effects;
  /** Standard errors from the inverse information, which trust the model; with a prior, posterior ones. */
  readonly modelError: Effects;
  /**
   * Standard errors from the sandwich, which hold when the model is only near; by cluster where clusters are given. A
   * prior or phantom counts as its own information, so that both errors agree where the model holds.
   */
  readonly sandwichError: Effects | null;
  readonly sandwichReason: NotDefined | null;
  /** Ties as half a win of each, y log p + (1 - y) log(1 - p) summed over votes, without the penalty. */
  readonly logLikelihood: number;
  readonly votes: number;
  /** The inverse information and the middle of the sandwich, one row per parameter, in the order of `Effects`. */
  readonly bread: Float64Array;
  readonly meat: Float64Array | null;
}

export interface BradleyTerry {
  readonly fit: BradleyTerryFit | null;
  readonly reason: NotDefined | null;
  readonly connectivity: Connectivity;
}

/**
 * logit P(a beats b) = ability of a - ability of b, plus a position effect and covariates if wanted (Bradley and Terry
 * 1952; Davidson and Beaver 1977 for position). Ties are half a win of each. Newton's method, which has one place to
 * go as the likelihood is concave.
 *
 * Null with `not_connected` where items are not joined by wins both ways (`connectivity` says which), so that no
 * finite ability is most likely; with `singular` where a covariate says what others say already; with
 * `no_convergence` where a covariate or the position alone foretells every outcome; with `no_data` without votes.
 */
export function bradleyTerry(comparisons: Comparisons, options: BradleyTerryOptions = {}): BradleyTerry {
  const lookup = designOf(comparisons, options);
  const connectivity = connectivityOfCells(lookup.cells);
  const none = (reason: NotDefined): BradleyTerry => ({ fit: null, reason, connectivity });
  const reason = whyNot(lookup, connectivity);
  if (reason !== null) return none(reason);
  const fitted = maximise(likelihoodOf(lookup.design), startOf(lookup));
  if (fitted.maximum === null) return none(fitted.reason!);
  return { fit: fitOf(comparisons, lookup, fitted.maximum), reason: null, connectivity };
}

function whyNot({ design, cells }: DesignLookup, { mleExists }: Connectivity): NotDefined | null {
  const free = !penalised(design.penalty);
  if (cells.items === 0 || ((free || design.extras.length > 0) && !anyMet(cells))) return 'no_data';
  return free && !mleExists ? 'not_connected' : null;
}

function fitOf(comparisons: Comparisons, lookup: DesignLookup, { at, covariance }: Maximum): BradleyTerryFit {
  const { design } = lookup;
  const n = at.length;
  const odds = logOdds(design, at);
  const meat = meatOf(comparisons, lookup, { at, p: probabilities(odds) });
  const modelVariances = Float64Array.from(at, (_, index) => covariance[index * (n + 1)]!);
  return {
    estimate: effectsOf(design, at),
    modelError: effectsOf(design, modelVariances.map(Math.sqrt)),
    sandwichError: meat && effectsOf(design, sandwichVariances(covariance, meat, n).map(Math.sqrt)),
    sandwichReason: meat === null ? 'one_cluster' : null,
    logLikelihood: logLikelihood(design, odds),
    votes: votesIn(design),
    bread: covariance,
    meat,
  };
}

function meatOf(
  comparisons: Comparisons,
  { design, entries }: DesignLookup,
  { at, p }: { at: Float64Array; p: Float64Array },
): Float64Array | null {
  const { cluster } = comparisons;
  const meat =
    cluster === undefined
      ? meatOfVotes(design, p)
      : meatOfClusters({ comparisons: { ...comparisons, cluster }, design, entries: entries() }, p);
  if (meat === null) return null;
  addPenalty(at, { gradient: new Float64Array(at.length), information: meat }, design);
  return meat;
}

/** Parameters are abilities, then the position effect if there is one, then covariates. */
export function effectsOf({ items, positionEffect }: Design, values: Float64Array): Effects {
  return {
    logAbility: values.slice(0, items),
    position: positionEffect ? values[items]! : null,
    covariates: values.slice(positionEffect ? items + 1 : items),
  };
}

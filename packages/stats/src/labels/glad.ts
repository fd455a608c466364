import type { Votes } from '../votes.ts';
import { groupVotes, type GroupedVotes } from './grouped-votes.ts';
import { found, notFound, type Outcome } from './outcome.ts';

export interface GladSettings {
  /** Mean of the normal priors, of variance 1, on ability and on ln easiness; 1 unless said. */
  readonly priorMean?: number;
  /** Settled when no ability or ln easiness moves by more than this in a round; 1e-7 unless said. */
  readonly tolerance?: number;
  /** Rounds at most; 1000 unless said. */
  readonly maxIterations?: number;
}

export interface Glad {
  /** P(class | votes): `posterior[unit * labels + label]`; even where a unit has no votes. */
  readonly posterior: Float64Array;
  /** α of each rater: 0 guesses, negative is contrary. The prior's mean without votes. */
  readonly ability: Float64Array;
  /** β = ln easiness of each unit. The prior's mean without votes. */
  readonly logEasiness: Float64Array;
  /** ln P(votes) in nats. */
  readonly logLikelihood: number;
  /** What the EM climbs: with the priors' -(x - mean)²/2. */
  readonly logPosterior: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/**
 * GLAD (Whitehill, Ruvolo, Wu, Bergsma and Movellan 2009): P(right) = 1 / (1 + exp(-α e^β)) for ability α of the rater and
 * easiness e^β of the unit; errors spread evenly over the other classes, classes equally likely beforehand. EM from
 * α = β = 1 on, one step of Fisher scoring for each α and β a round. Not defined without votes (`no_data`) or with fewer
 * than two classes (`no_variation`).
 */
export function glad(votes: Votes, settings: GladSettings = {}): Outcome<Glad> {
  if (votes.unit.length === 0) return notFound('no_data');
  if (votes.labels < 2) return notFound('no_variation');
  const { priorMean = 1, tolerance = 1e-7, maxIterations = 1000 } = settings;
  const state = stateOf(votes, priorMean);
  let iterations = 0;
  let converged = false;
  while (!converged && iterations < maxIterations) {
    const moved = Math.max(improveUnits(state), improveRaters(state));
    converged = moved <= tolerance;
    iterations += 1;
  }
  const { posterior, logLikelihood } = posteriorsOf(state, votes.units);
  const { ability, logEasiness } = state;
  return found({
    posterior,
    ability,
    logEasiness,
    logLikelihood,
    logPosterior: logLikelihood - squares(ability, priorMean) - squares(logEasiness, priorMean),
    iterations,
    converged,
  });
}

interface State {
  readonly grouped: GroupedVotes;
  readonly labels: number;
  readonly priorMean: number;
  readonly ability: Float64Array;
  readonly logEasiness: Float64Array;
  /** Slope and curvature of what is maximised, by rater. */
  readonly slope: Float64Array;
  readonly curvature: Float64Array;
  /** P(class) of the unit at hand. */
  readonly p: Float64Array;
}

function stateOf(votes: Votes, priorMean: number): State {
  const grouped = groupVotes(votes);
  const ability = new Float64Array(votes.raters).fill(priorMean);
  const logEasiness = new Float64Array(votes.units).fill(priorMean);
  for (const rater of grouped.rater) ability[rater] = 1;
  for (const unit of grouped.unit) logEasiness[unit] = 1;
  return {
    grouped,
    labels: votes.labels,
    priorMean,
    ability,
    logEasiness,
    slope: new Float64Array(votes.raters),
    curvature: new Float64Array(votes.raters),
    p: new Float64Array(votes.labels),
  };
}

/** The posterior of each unit, a step of its β, and what each rater's α has to gain from it. How far a β moved. */
function improveUnits(state: State): number {
  const { grouped, ability, logEasiness, priorMean, slope, curvature, p } = state;
  const { unit, start, rater, label } = grouped;
  slope.fill(0);
  curvature.fill(0);
  let largest = 0;
  for (let group = 0; group < unit.length; group += 1) {
    const of = unit[group]!;
    const end = start[group + 1]!;
    groupPosterior(state, group);
    let easiness = Math.exp(logEasiness[of]!);
    let gain = priorMean - logEasiness[of]!;
    let bend = 1;
    for (let vote = start[group]!; vote < end; vote += 1) {
      const x = ability[rater[vote]!]! * easiness;
      const right = logistic(x);
      gain += (p[label[vote]!]! - right) * x;
      bend += right * (1 - right) * x * x;
    }
    const step = shortened(gain / bend);
    logEasiness[of]! += step;
    largest = Math.max(largest, Math.abs(step));
    easiness = Math.exp(logEasiness[of]!);
    for (let vote = start[group]!; vote < end; vote += 1) {
      const right = logistic(ability[rater[vote]!]! * easiness);
      slope[rater[vote]!]! += (p[label[vote]!]! - right) * easiness;
      curvature[rater[vote]!]! += right * (1 - right) * easiness * easiness;
    }
  }
  return largest;
}

function improveRaters({ ability, slope, curvature, priorMean }: State): number {
  let largest = 0;
  for (let rater = 0; rater < ability.length; rater += 1) {
    const step = shortened((slope[rater]! + priorMean - ability[rater]!) / (curvature[rater]! + 1));
    ability[rater]! += step;
    largest = Math.max(largest, Math.abs(step));
  }
  return largest;
}

/** A step of more than 1 would leave the region in which its curvature holds. */
function shortened(step: number): number {
  return Math.max(-1, Math.min(1, step));
}

/** P(class | votes) of a group into `state.p`; the answer is ln P(votes). */
function groupPosterior({ grouped, labels, ability, logEasiness, p }: State, group: number): number {
  const { unit, start, rater, label } = grouped;
  const easiness = Math.exp(logEasiness[unit[group]!]!);
  const others = Math.log(labels - 1);
  let log = -Math.log(labels);
  p.fill(0);
  for (let vote = start[group]!; vote < start[group + 1]!; vote += 1) {
    const x = ability[rater[vote]!]! * easiness;
    // ln P(right) - ln P(this error) = x + ln(labels - 1)
    p[label[vote]!]! += x + others;
    log -= Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))) + others;
  }
  let highest = p[0]!;
  for (let k = 1; k < labels; k += 1) highest = Math.max(highest, p[k]!);
  let total = 0;
  for (let k = 0; k < labels; k += 1) total += p[k] = Math.exp(p[k]! - highest);
  for (let k = 0; k < labels; k += 1) p[k]! /= total;
  return log + highest + Math.log(total);
}

function posteriorsOf(state: State, units: number): { posterior: Float64Array; logLikelihood: number } {
  const { labels, grouped, p } = state;
  const posterior = new Float64Array(units * labels).fill(1 / labels);
  let logLikelihood = 0;
  for (const [group, unit] of grouped.unit.entries()) {
    logLikelihood += groupPosterior(state, group);
    posterior.set(p, unit * labels);
  }
  return { posterior, logLikelihood };
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function squares(values: Float64Array, mean: number): number {
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 2;
}

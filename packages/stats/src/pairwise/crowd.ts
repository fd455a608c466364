import { type Concave, maximise } from '../numeric/newton.ts';
import type { NotDefined } from '../not-defined.ts';
import { type Connectivity, connectivityOfCells } from './connectivity.ts';
import { countCrowd, type CrowdCells, type CrowdComparisons } from './crowd-cells.ts';
import { likelihoodOf } from './design.ts';
import { anyMet } from './pair-cells.ts';
import { addPenalty, penalised, penaltyAt } from './penalty.ts';
import { errorsOf } from './shares.ts';

export interface CrowdOptions {
  /** Weight of one win and one loss of each item against a virtual item of log ability 0; 0.5 when left out. */
  readonly virtualWeight?: number;
  /** Beta(a, b) prior of each rater's eta, both above 1; 4 and 2 when left out. */
  readonly etaPrior?: readonly [number, number];
}

export interface CrowdFit {
  /** Natural logs; the virtual item is at 0. */
  readonly logAbility: Float64Array;
  /** From the curvature at the maximum; null where it has none that can be inverted. */
  readonly standardError: Float64Array | null;
  /** Chance that the rater follows the scale; below 0.5 it is turned round. Without a vote the prior's mode. */
  readonly eta: Float64Array;
  readonly etaError: Float64Array | null;
  /** The maximised log posterior without constants. */
  readonly objective: number;
  readonly votes: number;
}

export interface Crowd {
  readonly fit: CrowdFit | null;
  readonly reason: NotDefined | null;
  /** Components are those of the votes as given, whoever gave them. */
  readonly connectivity: Connectivity;
}

/**
 * Abilities and raters at once (Chen et al. 2013): rater k prefers a to b with chance
 * eta_k sigmoid(la - lb) + (1 - eta_k) sigmoid(lb - la). Ties are half a vote each way.
 *
 * The turned scale with turned raters fits as well but for the prior: EM starts from equal abilities and eta = 0.9,
 * and Newton's method ends what EM began. Null with `no_data` without votes between two items, with `no_convergence`
 * where EM has not settled after 5,000 rounds.
 */
export function crowdBradleyTerry(comparisons: CrowdComparisons, options: CrowdOptions = {}): Crowd {
  const { virtualWeight = 0.5, etaPrior = [4, 2] } = options;
  penalised({ phantomWeight: virtualWeight });
  if (!(etaPrior[0] > 1 && etaPrior[1] > 1))
    throw new RangeError('Both numbers of etaPrior must be above 1.');
  const cells = countCrowd(comparisons);
  const connectivity = connectivityOfCells(cells.pairs);
  const none = (reason: NotDefined): Crowd => ({ fit: null, reason, connectivity });
  if (!anyMet(cells.pairs)) return none('no_data');
  const model = { cells, virtualWeight, etaPrior };
  const fit = fitOf(model);
  return fit === null ? none('no_convergence') : { fit, reason: null, connectivity };
}

interface Model {
  readonly cells: CrowdCells;
  readonly virtualWeight: number;
  readonly etaPrior: readonly [number, number];
}

const mostRounds = 5_000;

function fitOf(model: Model): CrowdFit | null {
  const { items, raters } = model.cells;
  const posterior = posteriorOf(model);
  let at: Float64Array = Float64Array.from([
    ...new Float64Array(items),
    ...new Float64Array(raters).fill(0.9),
  ]);
  let near = 1e-2;
  for (let round = 0; round < mostRounds; round += 1) {
    const next = emStep(model, at);
    if (next === null) return null;
    const moved = next.reduce((most, value, index) => Math.max(most, Math.abs(value - at[index]!)), 0);
    at = next;
    if (moved > near) continue;
    // Newton's method may only end what is nearly done: further away it could climb the other of two hills.
    const { maximum } = maximise(posterior, at);
    if (maximum !== null && maximum.at.every((value, index) => Math.abs(value - at[index]!) < 0.5))
      return crowdFitOf(model, maximum);
    if (moved < 1e-9) return crowdFitOf(model, { at, value: valueAt(posterior, at), covariance: null });
    near = moved / 10;
  }
  return null;
}

function valueAt(posterior: Concave, at: Float64Array): number {
  const n = at.length;
  return posterior.evaluate(at, { gradient: new Float64Array(n), information: new Float64Array(n * n) });
}

function crowdFitOf(
  { cells: { items, votes } }: Model,
  { at, value, covariance }: { at: Float64Array; value: number; covariance: Float64Array | null },
): CrowdFit {
  return {
    logAbility: at.slice(0, items),
    standardError: covariance && errorsOf(covariance, 0, items),
    eta: at.slice(items),
    etaError: covariance && errorsOf(covariance, items, at.length),
    objective: value,
    votes: votes.reduce((sum, count) => sum + count, 0),
  };
}

/** How likely each vote followed the scale, then the abilities and raters that are best for that. */
function emStep({ cells, virtualWeight, etaPrior }: Model, at: Float64Array): Float64Array | null {
  const { items, raters, rater, preferred, other, votes, pairs, entry } = cells;
  const counts = new Float64Array(pairs.counts.length);
  const followed = new Float64Array(raters).fill(etaPrior[0] - 1);
  const all = new Float64Array(raters).fill(etaPrior[0] + etaPrior[1] - 2);
  for (let cell = 0; cell < votes.length; cell += 1) {
    const one = rater[cell]!;
    const eta = at[items + one]!;
    const win = 1 / (1 + Math.exp(at[other[cell]!]! - at[preferred[cell]!]!));
    const straight = (eta * win) / (eta * win + (1 - eta) * (1 - win));
    const count = votes[cell]!;
    followed[one]! += straight * count;
    all[one]! += count;
    const place = entry[cell]!;
    counts[place]! += straight * count;
    // The entry of a vote for the other: 0 and 2 of the same three.
    counts[place + (place % 3 === 0 ? 2 : -2)]! += (1 - straight) * count;
  }
  const design = {
    ...pairs,
    counts,
    extras: [],
    positionEffect: false,
    penalty: { phantomWeight: virtualWeight },
  };
  const { maximum } = maximise(likelihoodOf(design), at.subarray(0, items));
  return maximum && Float64Array.from([...maximum.at, ...followed.map((sum, one) => sum / all[one]!)]);
}

/** Of abilities, then etas; concave near a maximum only. */
function posteriorOf({ cells, virtualWeight, etaPrior }: Model): Concave {
  const { items, raters, rater, preferred, other, votes } = cells;
  const parameters = items + raters;
  const penalty = { phantomWeight: virtualWeight };
  return {
    parameters,
    centred: 0,
    evaluate(at, slopes) {
      const { gradient, information } = slopes;
      let value = penaltyAt(at, items, penalty);
      addPenalty(at, slopes, { items, penalty });
      for (let index = items; index < parameters; index += 1) {
        const eta = at[index]!;
        if (!(eta > 0 && eta < 1)) return -Infinity;
        value += (etaPrior[0] - 1) * Math.log(eta) + (etaPrior[1] - 1) * Math.log1p(-eta);
        gradient[index]! += (etaPrior[0] - 1) / eta - (etaPrior[1] - 1) / (1 - eta);
        information[index * (parameters + 1)]! +=
          (etaPrior[0] - 1) / eta ** 2 + (etaPrior[1] - 1) / (1 - eta) ** 2;
      }
      for (let cell = 0; cell < votes.length; cell += 1) {
        const [one, first, second, count] = [
          items + rater[cell]!,
          preferred[cell]!,
          other[cell]!,
          votes[cell]!,
        ];
        const eta = at[one]!;
        const win = 1 / (1 + Math.exp(at[second]! - at[first]!));
        const chance = eta * win + (1 - eta) * (1 - win);
        const flat = win * (1 - win);
        const slope = ((2 * eta - 1) * flat) / chance;
        const etaSlope = (2 * win - 1) / chance;
        value += count * Math.log(chance);
        gradient[one]! += count * etaSlope;
        information[one * (parameters + 1)]! += count * etaSlope ** 2;
        if (first === second) continue;
        gradient[first]! += count * slope;
        gradient[second]! -= count * slope;
        const bend = count * (slope ** 2 - ((2 * eta - 1) * flat * (1 - 2 * win)) / chance);
        information[first * (parameters + 1)]! += bend;
        information[second * (parameters + 1)]! += bend;
        information[Math.max(first, second) * parameters + Math.min(first, second)]! -= bend;
        const both = count * (slope * etaSlope - (2 * flat) / chance);
        information[one * parameters + first]! += both;
        information[one * parameters + second]! -= both;
      }
      return value;
    },
  };
}

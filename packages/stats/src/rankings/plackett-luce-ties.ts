import type { Concave, Slopes } from '../numeric/newton.ts';
import { addPenalty, penalised, type Penalty, penaltyAt } from '../pairwise/penalty.ts';
import { maximiseRankings, type PlackettLuce, type PlackettLuceFit, worthsOf } from './plackett-luce.ts';
import type { Rankings } from './rankings.ts';
import { subsetCount, subsetsOf } from './subsets.ts';

export interface PlackettLuceTiesFit extends PlackettLuceFit {
  /**
   * `tieWeights[k - 1]` is delta of places that k items share; 1 of one item, and 0, the most likely number, of a k
   * that does not occur.
   */
  readonly tieWeights: Float64Array;
}

export interface PlackettLuceTies extends PlackettLuce {
  readonly fit: PlackettLuceTiesFit | null;
}

const mostSubsets = 100_000;

/**
 * Plackett and Luce's model where items may share a place (Turner, van Etten, Firth and Kosmidis 2020): of those left
 * a set of k goes next in proportion to delta_k times the geometric mean of its worths. With two items to a ranking it
 * is Davidson's model.
 *
 * Null as for `plackettLuce`; with `no_variation` when all places are shared, so that delta has no bound. Throws a
 * RangeError where a ranking is so long and shared by so many that there are over 100,000 sets to choose from.
 */
export function plackettLuceTies(rankings: Rankings, penalty: Penalty = {}): PlackettLuceTies {
  const stages = stagesOf(rankings);
  const orders = [...new Set(stages.map(({ chosen }) => chosen))].toSorted((one, other) => one - other);
  const { maximised, ...rest } = maximiseRankings(rankings, penalty, () =>
    likelihoodOf(rankings, { stages, orders: orders.filter((order) => order > 1), penalty }),
  );
  const none = { ...rest, fit: null };
  if (maximised === null) return none;
  if (orders[0] !== 1) return { ...none, reason: 'no_variation' };
  if (maximised.maximum === null) return none;
  const tieWeights = new Float64Array(orders.at(-1)!);
  orders.forEach((order, index) => {
    tieWeights[order - 1] = index === 0 ? 1 : Math.exp(maximised.maximum!.at[rankings.items + index - 1]!);
  });
  return { ...rest, fit: { ...worthsOf(maximised.maximum, rankings.items, penalty), tieWeights } };
}

/** A choice: the first `chosen` of the entries from..to of a ranking share the next place. */
interface Stage {
  readonly from: number;
  readonly to: number;
  readonly chosen: number;
  readonly times: number;
}

/** Choices that were one, of two items or more. */
function stagesOf({ start, tied, count }: Rankings): readonly Stage[] {
  const stages: Stage[] = [];
  for (let ranking = 0; ranking + 1 < start.length; ranking += 1) {
    const times = count === undefined ? 1 : count[ranking]!;
    const to = start[ranking + 1]!;
    for (let from = start[ranking]!; from < to - 1 && times > 0;) {
      let next = from + 1;
      while (next < to && tied[next] === 1) next += 1;
      stages.push({ from, to, chosen: next - from, times });
      from = next;
    }
  }
  return stages;
}

interface Model {
  readonly stages: readonly Stage[];
  /** Numbers of items, above 1, that share a place somewhere. */
  readonly orders: readonly number[];
  readonly penalty: Penalty;
}

function likelihoodOf({ item, items }: Rankings, { stages, orders, penalty }: Model): Concave {
  const parameters = items + orders.length;
  const choicesOf = choicesFor(orders, items);
  return {
    parameters,
    centred: penalised(penalty) ? 0 : items,
    evaluate(at, slopes) {
      let value = penaltyAt(at, items, penalty);
      addPenalty(at, slopes, { items, penalty });
      for (const { from, to, chosen, times } of stages) {
        const left = item.subarray(from, to);
        const choices = choicesOf(left.length);
        choices.parameter.set(left);
        value += times * addChoice(choices, { at, times, slopes });
        for (let place = 0; place < chosen; place += 1) {
          slopes.gradient[left[place]!]! += times / chosen;
          value += (times * at[left[place]!]!) / chosen;
        }
        if (chosen === 1) continue;
        const delta = items + orders.indexOf(chosen);
        slopes.gradient[delta]! += times;
        value += times * at[delta]!;
      }
      return value;
    },
  };
}

/** Sets that may go next, each as the features it has and the share of each: 1/k of each item, 1 of delta. */
interface Choices {
  readonly start: Int32Array;
  readonly feature: Int32Array;
  readonly share: Float64Array;
  /** Which parameter each feature is: items, to be filled in, then the delta of each order. */
  readonly parameter: Int32Array;
  /** Room for weighted sums of features and of their products. */
  readonly mean: Float64Array;
  readonly square: Float64Array;
}

function choicesFor(orders: readonly number[], items: number): (many: number) => Choices {
  const known = new Map<number, Choices>();
  return (many) => {
    const before = known.get(many);
    if (before !== undefined) return before;
    const sets = orders.reduce((sum, order) => sum + subsetCount(many, order), many);
    if (sets > mostSubsets)
      throw new RangeError(`Of ${many} items there are ${sets} sets that could share a place.`);
    const [start, feature, share]: [number[], number[], number[]] = [[0], [], []];
    [1, ...orders].forEach((order, index) => {
      const places = subsetsOf(many, order);
      for (let set = 0; set < places.length; set += order) {
        for (const place of places.subarray(set, set + order)) {
          feature.push(place);
          share.push(1 / order);
        }
        if (order > 1) {
          feature.push(many + index - 1);
          share.push(1);
        }
        start.push(feature.length);
      }
    });
    const features = many + orders.length;
    const choices = {
      start: Int32Array.from(start),
      feature: Int32Array.from(feature),
      share: Float64Array.from(share),
      parameter: Int32Array.from({ length: features }, (_, index) => items + index - many),
      mean: new Float64Array(features),
      square: new Float64Array(features * features),
    };
    known.set(many, choices);
    return choices;
  };
}

/** -log of the sum of weights of all sets that may go next, with its slopes. */
function addChoice(
  { start, feature, share, parameter, mean, square }: Choices,
  { at, times, slopes }: { at: Float64Array; times: number; slopes: Slopes },
): number {
  const many = parameter.length;
  mean.fill(0);
  square.fill(0);
  let total = 0;
  for (let set = 0; set + 1 < start.length; set += 1) {
    const [from, to] = [start[set]!, start[set + 1]!];
    let log = 0;
    for (let one = from; one < to; one += 1) log += share[one]! * at[parameter[feature[one]!]!]!;
    const weight = Math.exp(log);
    total += weight;
    for (let one = from; one < to; one += 1) {
      const part = weight * share[one]!;
      mean[feature[one]!]! += part;
      const row = feature[one]! * many;
      for (let other = from; other <= one; other += 1) square[row + feature[other]!]! += part * share[other]!;
    }
  }
  const n = slopes.gradient.length;
  for (let one = 0; one < many; one += 1) {
    const row = parameter[one]!;
    const own = mean[one]! / total;
    slopes.gradient[row]! -= times * own;
    for (let other = 0; other <= one; other += 1) {
      const column = parameter[other]!;
      const covariance = square[one * many + other]! / total - (own * mean[other]!) / total;
      slopes.information[row > column ? row * n + column : column * n + row]! += times * covariance;
    }
  }
  return -Math.log(total);
}

import { type Concave, maximise, type Maximised, type Slopes } from '../numeric/newton.ts';
import type { NotDefined } from '../not-defined.ts';
import type { Connectivity } from '../pairwise/connectivity.ts';
import { addPenalty, penalised, type Penalty, penaltyAt } from '../pairwise/penalty.ts';
import { errorsOf, sharesOf } from '../pairwise/shares.ts';
import { checkRankings, connectivityOfRankings, type Rankings } from './rankings.ts';

export interface PlackettLuceFit {
  /** Natural logs with mean 0, unless a prior or phantom sets their zero. */
  readonly logWorth: Float64Array;
  /** Worths scaled to sum to 1: the chance of each to be first among all. */
  readonly worthShare: Float64Array;
  /** Of the log worths, from the inverse information. */
  readonly standardError: Float64Array;
  /** Without the penalty. */
  readonly logLikelihood: number;
}

export interface PlackettLuce {
  readonly fit: PlackettLuceFit | null;
  readonly reason: NotDefined | null;
  readonly connectivity: Connectivity;
}

/**
 * Each place goes to one of those left with a chance in proportion to its worth (Luce 1959, Plackett 1975). Of two
 * items it is the model of Bradley and Terry. Throws a RangeError where places are shared: `plackettLuceTies`.
 *
 * Null with `not_connected` where items are not joined by being ranked above each other both ways, with `no_data`
 * where no ranking names two items.
 */
export function plackettLuce(rankings: Rankings, penalty: Penalty = {}): PlackettLuce {
  if (rankings.tied.includes(1)) throw new RangeError('Some rankings have ties; use plackettLuceTies.');
  const { maximised, ...rest } = maximiseRankings(rankings, penalty, () => likelihoodOf(rankings, penalty));
  if (maximised === null || maximised.maximum === null) return { ...rest, fit: null };
  return { ...rest, fit: worthsOf(maximised.maximum, rankings.items, penalty) };
}

export interface RankingsMaximised {
  /** Null where the data already say that there is no maximum. */
  readonly maximised: Maximised | null;
  readonly reason: NotDefined | null;
  readonly connectivity: Connectivity;
}

/** Checks the rankings, says why there is no fit, or starts Newton's method at equal worths. */
export function maximiseRankings(
  rankings: Rankings,
  penalty: Penalty,
  problemOf: () => Concave,
): RankingsMaximised {
  checkRankings(rankings);
  const free = !penalised(penalty);
  const connectivity = connectivityOfRankings(rankings);
  if (connectivity.weakComponents.length === rankings.items)
    return { connectivity, maximised: null, reason: 'no_data' };
  if (free && !connectivity.mleExists) return { connectivity, maximised: null, reason: 'not_connected' };
  const problem = problemOf();
  const maximised = maximise(problem, new Float64Array(problem.parameters));
  return { connectivity, maximised, reason: maximised.reason };
}

export function worthsOf(
  { at, value, covariance }: NonNullable<Maximised['maximum']>,
  items: number,
  penalty: Penalty,
): PlackettLuceFit {
  const logWorth = at.slice(0, items);
  return {
    logWorth,
    worthShare: sharesOf(logWorth),
    standardError: errorsOf(covariance, 0, items),
    logLikelihood: value - penaltyAt(at, items, penalty),
  };
}

function likelihoodOf(rankings: Rankings, penalty: Penalty): Concave {
  const { start, items, count } = rankings;
  return {
    parameters: items,
    centred: penalised(penalty) ? 0 : items,
    evaluate(at, slopes) {
      const worth = at.map(Math.exp);
      let value = penaltyAt(at, items, penalty);
      addPenalty(at, slopes, { items, penalty });
      for (let ranking = 0; ranking + 1 < start.length; ranking += 1) {
        const order = rankings.item.subarray(start[ranking], start[ranking + 1]);
        const times = count === undefined ? 1 : count[ranking]!;
        if (order.length > 1 && times > 0) value += times * addRanking(order, { at, worth, times, slopes });
      }
      return value;
    },
  };
}

/**
 * With S the worth of all from a place on, the item at place i has had the chance w / S at every place up to its own;
 * so sums of 1 / S and 1 / S^2 over places hold all slopes of a ranking.
 */
function addRanking(
  order: Int32Array,
  { at, worth, times, slopes }: { at: Float64Array; worth: Float64Array; times: number; slopes: Slopes },
): number {
  const { gradient, information } = slopes;
  const n = gradient.length;
  const last = order.length - 1;
  const rest = new Float64Array(order.length);
  for (let place = last, sum = 0; place >= 0; place -= 1) rest[place] = sum += worth[order[place]!]!;
  let [value, once, twice] = [0, 0, 0];
  for (let place = 0; place < order.length; place += 1) {
    const item = order[place]!;
    if (place < last) {
      value += at[item]! - Math.log(rest[place]!);
      gradient[item]! += times;
      once += 1 / rest[place]!;
      twice += 1 / rest[place]! ** 2;
    }
    const own = worth[item]!;
    gradient[item]! -= times * own * once;
    information[item * (n + 1)]! += times * own * (once - own * twice);
    const bend = times * own * twice;
    // Those below it were beside it at the same places.
    for (let below = place + 1; below < order.length; below += 1) {
      const other = order[below]!;
      information[item > other ? item * n + other : other * n + item]! -= bend * worth[other]!;
    }
  }
  return value;
}

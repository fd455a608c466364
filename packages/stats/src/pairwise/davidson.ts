import { type Concave, maximise } from '../numeric/newton.ts';
import type { NotDefined } from '../not-defined.ts';
import type { Comparisons } from './comparisons.ts';
import { type Connectivity, connectivityOfCells } from './connectivity.ts';
import { anyMet, countPairs, type PairCells, votesIn } from './pair-cells.ts';
import { addPenalty, penalised, type Penalty, penaltyAt } from './penalty.ts';
import { errorsOf, sharesOf } from './shares.ts';

export interface DavidsonFit {
  /** Natural logs with mean 0, unless a prior or phantom sets their zero. */
  readonly logAbility: Float64Array;
  /** Abilities scaled to sum to 1. */
  readonly abilityShare: Float64Array;
  /** Of the log abilities, from the inverse information. */
  readonly standardError: Float64Array;
  /** How much ties are liked; 0 when there was none. */
  readonly nu: number;
  readonly logNu: number | null;
  readonly logNuError: number | null;
  /** Without the multinomial constants and the penalty. */
  readonly logLikelihood: number;
  readonly votes: number;
}

export interface Davidson {
  readonly fit: DavidsonFit | null;
  readonly reason: NotDefined | null;
  readonly connectivity: Connectivity;
}

/**
 * Comparisons with ties as an outcome of their own (Davidson 1970): P(a) : P(b) : P(tie) = pa : pb : nu sqrt(pa pb).
 * Equal items tie with chance nu / (2 + nu). Without a tie nu is 0 and the model that of Bradley and Terry.
 *
 * Null with `not_connected` as for `bradleyTerry`, with `no_variation` when all votes were ties, with `no_convergence`
 * where abilities and nu fit ever better as they grow together (a few votes, many of them ties), with
 * `no_data` without votes between two items.
 */
export function davidson(comparisons: Comparisons, penalty: Penalty = {}): Davidson {
  const { cells } = countPairs(comparisons, { sides: false });
  const connectivity = connectivityOfCells(cells);
  const none = (reason: NotDefined): Davidson => ({ fit: null, reason, connectivity });
  if (!anyMet(cells)) return none('no_data');
  if (!penalised(penalty) && !connectivity.mleExists) return none('not_connected');
  const { items, counts } = cells;
  const ties = counts.reduce((sum, count, entry) => (entry % 3 === 1 ? sum + count : sum), 0);
  const votes = votesIn(cells);
  if (ties === votes) return none('no_variation');
  const parameters = ties > 0 ? items + 1 : items;
  const start = new Float64Array(parameters);
  if (ties > 0) start[items] = Math.log((2 * ties) / (votes - ties));
  const { maximum, reason } = maximise(likelihoodOf(cells, { penalty, parameters }), start);
  if (maximum === null) return none(reason!);
  const logAbility = maximum.at.slice(0, items);
  const logNu = ties > 0 ? maximum.at[items]! : null;
  const fit = {
    logAbility,
    abilityShare: sharesOf(logAbility),
    standardError: errorsOf(maximum.covariance, 0, items),
    nu: logNu === null ? 0 : Math.exp(logNu),
    logNu,
    logNuError: logNu === null ? null : errorsOf(maximum.covariance, items, items + 1)[0]!,
    logLikelihood: maximum.value - penaltyAt(maximum.at, items, penalty),
    votes,
  };
  return { fit, reason: null, connectivity };
}

function likelihoodOf(
  cells: PairCells,
  { penalty, parameters }: { penalty: Penalty; parameters: number },
): Concave {
  const { items, a, b, counts } = cells;
  return {
    parameters,
    centred: penalised(penalty) ? 0 : items,
    evaluate(at, slopes) {
      const { gradient, information } = slopes;
      const tieRow = items * parameters;
      let value = penaltyAt(at, items, penalty);
      addPenalty(at, slopes, { items, penalty });
      for (let cell = 0; cell < a.length; cell += 1) {
        const [first, second] = [a[cell]!, b[cell]!];
        const [losses, ties, wins] = [counts[3 * cell]!, counts[3 * cell + 1]!, counts[3 * cell + 2]!];
        const votes = losses + ties + wins;
        // In logs relative to the middle of the two: P(a) : P(b) : P(tie) = e^h : e^-h : nu.
        const h = (at[first]! - at[second]!) / 2;
        const logNu = parameters > items ? at[items]! : -Infinity;
        const most = Math.max(Math.abs(h), logNu);
        const [win, loss, tie] = [Math.exp(h - most), Math.exp(-h - most), Math.exp(logNu - most)];
        const total = win + loss + tie;
        value += (wins - losses) * h + (ties > 0 ? ties * logNu : 0) - votes * (most + Math.log(total));
        const [p, q, t] = [win / total, loss / total, tie / total];
        // Half a win is what a tie counts for the abilities.
        const mean = (p - q) / 2;
        const spread = votes * ((p + q) / 4 - mean * mean);
        const r = (wins - losses) / 2 - votes * mean;
        if (first !== second) {
          gradient[first]! += r;
          gradient[second]! -= r;
          information[first * parameters + first]! += spread;
          information[second * parameters + second]! += spread;
          information[second * parameters + first]! -= spread;
        }
        if (parameters === items) continue;
        gradient[items]! += ties - votes * t;
        information[tieRow + first]! -= votes * mean * t;
        information[tieRow + second]! += votes * mean * t;
        information[tieRow + items]! += votes * t * (1 - t);
      }
      return value;
    },
  };
}

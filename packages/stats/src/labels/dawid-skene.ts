import type { Votes } from '../votes.ts';
import { fitConfusion, posteriorsOf, type ConfusionSettings } from './confusion-fit.ts';
import type { Learned } from './em.ts';
import type { ErrorModel } from './maximise.ts';
import { found, notFound, type Outcome } from './outcome.ts';

export interface LabelEstimate {
  /** P(class | votes): `posterior[unit * labels + label]`. A unit without votes has the share of the classes. */
  readonly posterior: Float64Array;
  /** P(class) before any vote. */
  readonly classShare: Float64Array;
  /** ln P(votes), and of the gold classes if there are any, in nats. */
  readonly logLikelihood: number;
  /** What the EM climbs: `logLikelihood` + smoothing * Σ ln of each cell of each rater with votes. */
  readonly logPosterior: number;
  readonly iterations: number;
  /** False when the rounds ran out before the probabilities settled. */
  readonly converged: boolean;
}

/** How often a rater says what, by the true class; null for a class in which the rater is not expected to have voted. */
export type ErrorRates = readonly (readonly number[] | null)[];

export interface DawidSkene extends LabelEstimate {
  /** `errorRates[rater][class][label]` = P(rater says label | class). */
  readonly errorRates: readonly ErrorRates[];
}

export interface OneCoinDawidSkene extends LabelEstimate {
  /** P(right) of each rater, 0..1; null without votes. */
  readonly skill: readonly (number | null)[];
}

/**
 * Dawid and Skene (1979): each rater has a confusion matrix, votes are independent given the class. EM from the shares of
 * each unit's votes on; repeated votes of a rater are votes of their own. With `smoothing` the maximum a posteriori under
 * Dirichlet(1 + smoothing) rows, which keeps cells off 0 for good; without it the likelihood may have its maximum at the
 * edge and several optima. Not defined without votes (`no_data`) or with fewer than two classes (`no_variation`).
 */
export function dawidSkene(votes: Votes, settings: ConfusionSettings = {}): Outcome<DawidSkene> {
  return fitted(votes, { model: 'matrix', ...settings }, (learned) => ({
    errorRates: Array.from({ length: votes.raters }, (_, rater) =>
      errorRatesOf(learned, { rater, labels: votes.labels, smoothing: settings.smoothing ?? 0 }),
    ),
  }));
}

/** As `dawidSkene`, with one accuracy for all classes and errors spread evenly over the other classes. */
export function oneCoinDawidSkene(
  votes: Votes,
  settings: ConfusionSettings = {},
): Outcome<OneCoinDawidSkene> {
  return fitted(votes, { model: 'one_coin', ...settings }, ({ parameters }) => {
    const voted = ratersWithVotes(votes);
    return {
      skill: Array.from(voted, (has, rater) =>
        has ? parameters.cells[rater * votes.labels * votes.labels]! : null,
      ),
    };
  });
}

function fitted<More>(
  votes: Votes,
  { model, ...settings }: ConfusionSettings & { readonly model: ErrorModel },
  more: (learned: Learned) => More,
): Outcome<LabelEstimate & More> {
  if (votes.unit.length === 0) return notFound('no_data');
  if (votes.labels < 2) return notFound('no_variation');
  const models = Array.from({ length: votes.raters }, () => model);
  const learned = fitConfusion(votes, { models, ...settings });
  const { parameters, logLikelihood, iterations, converged } = learned;
  return found({
    posterior: posteriorsOf(votes, parameters, settings.gold),
    classShare: parameters.share,
    logLikelihood,
    logPosterior: logLikelihood + logPrior(votes, parameters.cells, settings.smoothing ?? 0),
    iterations,
    converged,
    ...more(learned),
  });
}

function ratersWithVotes({ rater, raters }: Votes): Uint8Array {
  const voted = new Uint8Array(raters);
  for (const index of rater) voted[index] = 1;
  return voted;
}

function logPrior(votes: Votes, cells: Float64Array, smoothing: number): number {
  if (smoothing === 0) return 0;
  const voted = ratersWithVotes(votes);
  let sum = 0;
  cells.forEach((probability, cell) => {
    if (voted[Math.floor(cell / votes.labels ** 2)] === 1) sum += Math.log(probability);
  });
  return smoothing * sum;
}

function errorRatesOf(
  { parameters, sums }: Learned,
  { rater, labels, smoothing }: { rater: number; labels: number; smoothing: number },
): ErrorRates {
  const block = (of: Float64Array, k: number): number[] =>
    Array.from({ length: labels }, (_, label) => of[(rater * labels + label) * labels + k]!);
  return Array.from({ length: labels }, (_, k) => {
    const votes = block(sums.cells, k).reduce((sum, count) => sum + count, 0);
    return votes + smoothing > 0 ? block(parameters.cells, k) : null;
  });
}

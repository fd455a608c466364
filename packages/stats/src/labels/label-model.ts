import { peerAgreement } from '../annotators/peer-agreement.ts';
import type { NotDefined } from '../not-defined.ts';
import type { Votes } from '../votes.ts';
import { fitConfusion, posteriorsOf } from './confusion-fit.ts';
import { logLikelihoodOf, type EmOptions } from './em.ts';
import { entropyByUnit } from './entropy.ts';
import { zeroTables, type Tables } from './evidence.ts';
import { impliedAccuracy } from './implied-accuracy.ts';
import { fillOneCoin, type ErrorModel } from './maximise.ts';
import { found, notFound, type Outcome } from './outcome.ts';

export interface LabelModelSettings extends EmOptions {
  /** `gold[unit]` is the known class, or -1. */
  readonly gold?: Int32Array;
  /**
   * Shared votes, those on units that somebody else labelled too or whose class is known, from which on a rater has a
   * confusion matrix; with fewer, one accuracy. 20 for each label unless said.
   */
  readonly leastVotesForMatrix?: number;
  /** What is presumed of a rater weighs as many votes in each class; 4 unless said. */
  readonly priorVotes?: number;
}

export interface RaterEstimate {
  readonly model: ErrorModel;
  readonly votes: number;
  /** Votes the estimate rests on; show it beside the accuracy. */
  readonly sharedVotes: number;
  /** P(right) on a unit drawn at random, 0..1; null when nothing of this rater's could be compared. */
  readonly accuracy: number | null;
  readonly reason: NotDefined | null;
}

export interface LabelModel {
  /** P(class | votes), the soft label: `posterior[unit * labels + label]`. Without votes the share of the classes. */
  readonly posterior: Float64Array;
  /** Entropy of each unit's posterior in nats, 0..ln(labels). */
  readonly entropyNats: Float64Array;
  readonly classShare: Float64Array;
  readonly raters: readonly RaterEstimate[];
  /** The accuracy that is presumed of everybody before their votes are seen. */
  readonly presumedAccuracy: number;
  /** ln P(votes and known classes) of the units it learns from, in nats, without what is presumed. */
  readonly logLikelihood: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/**
 * The model of labels to use on real work, in which most units have one or two votes and most raters few: Dawid and Skene
 * (1979) with a confusion matrix where a rater has votes enough and one accuracy where not, in one fit, and with what
 * agreement says of everybody (`impliedAccuracy`) as prior of each, so that a few lucky votes make nobody infallible. It
 * learns from units with two raters or a known class, only there can an error be seen, and then labels all. Not defined
 * without votes (`no_data`), when no unit has two raters or a known class (`no_overlap`), or with fewer than two labels
 * (`no_variation`).
 */
export function labelModel(votes: Votes, settings: LabelModelSettings = {}): Outcome<LabelModel> {
  if (votes.unit.length === 0) return notFound('no_data');
  if (votes.labels < 2) return notFound('no_variation');
  const { gold, leastVotesForMatrix = 20 * votes.labels, priorVotes = 4, ...em } = settings;
  const alone = unsharedUnits(votes, gold);
  const presumedAccuracy = presumed(votes, gold);
  if (presumedAccuracy === null) return notFound('no_overlap');
  const { given, shared } = votesByRater(votes, alone);
  const models = Array.from(shared, (count) => (count < leastVotesForMatrix ? 'one_coin' : 'matrix'));
  const prior = priorOf(votes, priorVotes, presumedAccuracy);
  const { parameters, logLikelihood, iterations, converged } = fitConfusion(votes, {
    models,
    prior,
    without: alone,
    gold,
    ...em,
  });
  const posterior = posteriorsOf(votes, parameters, gold);
  const raters = models.map((model, rater): RaterEstimate => {
    const counts = { votes: given[rater]!, sharedVotes: shared[rater]! };
    if (counts.sharedVotes > 0)
      return { model, ...counts, accuracy: accuracyOf(parameters, rater), reason: null };
    return { model, ...counts, accuracy: null, reason: counts.votes > 0 ? 'no_overlap' : 'no_data' };
  });
  return found({
    posterior,
    entropyNats: entropyByUnit(posterior, votes.labels),
    classShare: parameters.share,
    raters,
    presumedAccuracy,
    logLikelihood: logLikelihood - logLikelihoodOf(prior, parameters),
    iterations,
    converged,
  });
}

/** Marks units that only one rater labelled and whose class is not known. */
function unsharedUnits({ unit, rater, units }: Votes, gold: Int32Array | undefined): Uint8Array {
  const first = new Int32Array(units).fill(-1);
  const alone = new Uint8Array(units).fill(1);
  for (let vote = 0; vote < unit.length; vote += 1) {
    const of = unit[vote]!;
    if (first[of] === -1) first[of] = rater[vote]!;
    else if (first[of] !== rater[vote]!) alone[of] = 0;
  }
  gold?.forEach((label, of) => {
    if (label >= 0) alone[of] = 0;
  });
  return alone;
}

function votesByRater(votes: Votes, alone: Uint8Array): { given: Int32Array; shared: Int32Array } {
  const given = new Int32Array(votes.raters);
  const shared = new Int32Array(votes.raters);
  for (let vote = 0; vote < votes.unit.length; vote += 1) {
    given[votes.rater[vote]!]! += 1;
    if (alone[votes.unit[vote]!] === 0) shared[votes.rater[vote]!]! += 1;
  }
  return { given, shared };
}

/** From the agreement of all pairs, or else from the known classes; half a count to each side keeps it off 1. */
function presumed(votes: Votes, gold: Int32Array | undefined): number | null {
  let [pairs, agreeing] = [0, 0];
  for (const peer of peerAgreement(votes)) {
    pairs += peer.pairs / 2;
    agreeing += (peer.pairs * (peer.pairAgreement ?? 0)) / 2;
  }
  if (pairs > 0) return impliedAccuracy((agreeing + 0.5) / (pairs + 1), votes.labels);
  let [known, right] = [0, 0];
  for (let vote = 0; vote < votes.unit.length; vote += 1) {
    const label = gold?.[votes.unit[vote]!] ?? -1;
    if (label < 0) continue;
    known += 1;
    if (label === votes.label[vote]!) right += 1;
  }
  return known > 0 ? (right + 0.5) / (known + 1) : null;
}

/** Counts as of so many votes in each class by somebody of this accuracy, and one unit of each class. */
function priorOf({ raters, labels }: Votes, priorVotes: number, accuracy: number): Tables {
  const prior = zeroTables(raters, labels);
  prior.share.fill(1);
  for (let rater = 0; rater < raters; rater += 1)
    fillOneCoin(prior.cells, { from: rater * labels * labels, classes: labels, accuracy });
  for (let cell = 0; cell < prior.cells.length; cell += 1) prior.cells[cell]! *= priorVotes;
  return prior;
}

function accuracyOf({ cells, share }: Tables, rater: number): number {
  const labels = share.length;
  return share.reduce((sum, p, k) => sum + p * cells[(rater * labels + k) * labels + k]!, 0);
}

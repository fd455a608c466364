import type { NotDefined } from '../not-defined.ts';
import type { Votes } from '../votes.ts';
import { entropyNats } from './entropy.ts';
import { logOddsWeight } from './log-odds-weight.ts';

/** A vote, and the probability, between 0 and 1, that who gave it is right. */
export interface WeighedVote {
  readonly label: number;
  readonly accuracy: number;
}

export interface WeightedMajority {
  /** Log-odds weights of the votes by label, in nats. */
  readonly weight: readonly number[];
  /** P(label | votes), the soft label; null without votes. */
  readonly softLabel: readonly number[] | null;
  /** Every label that is as likely as any, ascending; empty without votes. */
  readonly winners: readonly number[];
  /** ln of how much likelier the likeliest label is than the next, in nats; null without votes. */
  readonly lead: number | null;
  /** Entropy of the soft label in nats; null without votes. */
  readonly entropyNats: number | null;
  readonly reason: NotDefined | null;
}

/**
 * The votes of a unit weighed by how good their raters are (Nitzan and Paroush 1982): the label of the largest sum of
 * log-odds weights is the likeliest one if errors are independent and spread evenly, and the softmax of the sums is its
 * probability. `classShare`, even unless said, is the probability of each label before any vote.
 */
export function weightedMajority(
  votes: readonly WeighedVote[],
  labels: number,
  classShare?: ArrayLike<number>,
): WeightedMajority {
  const weight = Array.from({ length: labels }, () => 0);
  for (const { label, accuracy } of votes) weight[label]! += logOddsWeight(accuracy, labels);
  if (votes.length === 0)
    return { weight, softLabel: null, winners: [], lead: null, entropyNats: null, reason: 'no_data' };
  const prior = logShares(labels, classShare);
  const score = weight.map((sum, label) => sum + prior[label]!);
  const [highest = 0, next = highest] = score.toSorted((one, other) => other - one);
  const softLabel = Float64Array.from(score);
  softmax(softLabel, 0, labels);
  return {
    weight,
    softLabel: [...softLabel],
    winners: score.flatMap((sum, label) => (highest - sum <= asGood ? [label] : [])),
    lead: highest - next,
    entropyNats: entropyNats(softLabel),
    reason: null,
  };
}

/** Sums in another order differ by less. */
const asGood = 1e-9;

/**
 * The soft labels of all units, `softLabel[unit * labels + label]`, given the accuracy of each rater; see
 * `weightedMajority`. A unit without votes has the class shares.
 */
export function softLabelsByUnit(
  votes: Votes,
  { accuracy, classShare }: { readonly accuracy: Float64Array; readonly classShare?: ArrayLike<number> },
): Float64Array {
  const { units, labels } = votes;
  const weights = accuracy.map((share) => logOddsWeight(share, labels));
  const prior = logShares(labels, classShare);
  const softLabel = new Float64Array(units * labels);
  for (let unit = 0; unit < units; unit += 1) softLabel.set(prior, unit * labels);
  for (let vote = 0; vote < votes.unit.length; vote += 1)
    softLabel[votes.unit[vote]! * labels + votes.label[vote]!]! += weights[votes.rater[vote]!]!;
  for (let unit = 0; unit < units; unit += 1) softmax(softLabel, unit * labels, labels);
  return softLabel;
}

function logShares(labels: number, classShare: ArrayLike<number> | undefined): Float64Array {
  return Float64Array.from({ length: labels }, (_, label) => {
    const share = classShare?.[label] ?? 1 / labels;
    if (!(share > 0)) throw new RangeError(`The share of label ${label} is not above 0.`);
    return Math.log(share);
  });
}

/** Replaces the scores from `from` on by probabilities in proportion to their powers of e. */
function softmax(scores: Float64Array, from: number, labels: number): void {
  let highest = -Infinity;
  for (let at = from; at < from + labels; at += 1) highest = Math.max(highest, scores[at]!);
  let total = 0;
  for (let at = from; at < from + labels; at += 1) total += scores[at] = Math.exp(scores[at]! - highest);
  for (let at = from; at < from + labels; at += 1) scores[at]! /= total;
}

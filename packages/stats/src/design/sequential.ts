import type { NotDefined } from '../not-defined.ts';
import { betaCdf } from '../numeric/beta.ts';
import { logBeta } from '../numeric/gamma.ts';

export interface SequentialVote {
  /** P(p > ½ | votes) under a uniform prior, 0..1. No stopping rule: looking after each vote makes it too sure. */
  readonly tail: number;
  /** Evidence against a fair coin, valid whenever one looks; above 0, no larger than a number can be. */
  readonly eValue: number;
  /** Its natural logarithm. */
  readonly logEValue: number;
  /** The e-value has reached 1 / alpha. */
  readonly anytimeStop: boolean;
}

/**
 * Votes for and against, looked at as they come: the e-value 2ⁿ B(k+1, n-k+1) is the likelihood ratio of a uniform p against
 * p = ½ (Ville 1939; Robbins 1970). At 5% it takes eight votes of one opinion; what is known of the voters does better, see
 * `waldLead`.
 */
export function sequentialVote(
  votes: { readonly for: number; readonly against: number },
  alpha = 0.05,
): SequentialVote {
  const { for: k, against } = votes;
  const logEValue = (k + against) * Math.LN2 + logBeta(k + 1, against + 1);
  return {
    tail: betaCdf(0.5, against + 1, k + 1),
    eValue: Math.min(Number.MAX_VALUE, Math.exp(logEValue)),
    logEValue,
    anytimeStop: logEValue >= -Math.log(alpha) - 1e-12,
  };
}

export interface DecisionErrors {
  /** Chance to decide for the wrong one; 0.05 unless said. */
  readonly alpha?: number;
  /** Chance to miss the right one; 0.05 unless said. */
  readonly beta?: number;
}

/** The log odds, in nats, at which Wald's (1945) sequential test stops: ln((1 - beta) / alpha). */
export function waldBound({ alpha = 0.05, beta = 0.05 }: DecisionErrors = {}): number {
  return Math.log((1 - beta) / alpha);
}

export interface WaldLead {
  /** Votes more for one than for the other; null when no lead will do. */
  readonly lead: number | null;
  readonly reason: NotDefined | null;
}

/**
 * The lead at which votes of people with this accuracy, ½..1, decide between two: the smallest whole number that, times the
 * log odds of the accuracy, reaches `waldBound`. Votes of people who guess (`not_better_than_chance`) never decide.
 */
export function waldLead(accuracy: number, errors: DecisionErrors = {}): WaldLead {
  if (!(accuracy > 0.5)) return { lead: null, reason: 'not_better_than_chance' };
  const weight = Math.log(accuracy / (1 - accuracy));
  // The quotient may be a whole number in truth and a little more in its last digits.
  return { lead: Math.max(1, Math.ceil(waldBound(errors) / weight - 1e-9)), reason: null };
}

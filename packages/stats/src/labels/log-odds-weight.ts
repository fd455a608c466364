/**
 * What a vote weighs whose rater is right with this probability: ln(a / ((1 - a) / (labels - 1))), the logarithm of how
 * much likelier a right vote is than a given error, in nats. 0 for a guess, negative for somebody who errs on purpose.
 * Accuracies of 0 and 1 would weigh without end: a RangeError.
 */
export function logOddsWeight(accuracy: number, labels = 2): number {
  if (!(accuracy > 0 && accuracy < 1))
    throw new RangeError(`The accuracy ${accuracy} is not between 0 and 1.`);
  return Math.log((accuracy * (labels - 1)) / (1 - accuracy));
}

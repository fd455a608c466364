/**
 * The accuracy that makes two people agree as often as this, 0..1, when both are as good on all units and errors spread
 * evenly over the other labels: the q with a = q² + (1-q)²/(labels-1), that is (1 + √((labels-1)(labels a - 1))) / labels;
 * of two labels (1 + √(2a - 1)) / 2. 1 / labels, a guess, for agreement no better than that of guesses.
 */
export function impliedAccuracy(agreement: number, labels = 2): number {
  return (1 + Math.sqrt(Math.max(0, (labels - 1) * (labels * agreement - 1)))) / labels;
}

export interface MultipleTests {
  /** Adjusted p-values in the order of the input, 0..1. */
  readonly adjusted: Float64Array;
  /** How many of them are at most alpha. */
  readonly rejected: number;
}

/**
 * Benjamini and Hochberg (1995): p-values adjusted so that rejecting those at most alpha keeps the expected share of false
 * rejections at most alpha. For tests of many people at once. Without p-values there is nothing to reject.
 */
export function benjaminiHochberg(pValues: ArrayLike<number>, alpha = 0.05): MultipleTests {
  const m = pValues.length;
  const order = Array.from({ length: m }, (_, index) => index).sort((a, b) => pValues[b]! - pValues[a]!);
  const adjusted = new Float64Array(m);
  let lowest = 1;
  order.forEach((index, fromTop) => {
    lowest = Math.min(lowest, pValues[index]! * (m / (m - fromTop)));
    adjusted[index] = lowest;
  });
  return { adjusted, rejected: adjusted.reduce((count, p) => count + (p <= alpha ? 1 : 0), 0) };
}

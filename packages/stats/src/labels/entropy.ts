/** -Σ p ln p in nats of the `length` probabilities from `from` on, with 0 ln 0 = 0. Range 0..ln(length). */
export function entropyNats(
  probabilities: ArrayLike<number>,
  from = 0,
  length = probabilities.length,
): number {
  let sum = 0;
  for (let index = from; index < from + length; index += 1) {
    const p = probabilities[index]!;
    if (p > 0) sum -= p * Math.log(p);
  }
  return Math.max(0, sum);
}

/** The entropy in nats of each unit's posterior, `posterior[unit * labels + label]`. */
export function entropyByUnit(posterior: Float64Array, labels: number): Float64Array {
  const entropy = new Float64Array(posterior.length / labels);
  for (let unit = 0; unit < entropy.length; unit += 1)
    entropy[unit] = entropyNats(posterior, unit * labels, labels);
  return entropy;
}

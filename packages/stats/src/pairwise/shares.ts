/** Worths exp(x) scaled to sum to 1. */
export function sharesOf(logs: Float64Array): Float64Array {
  const highest = logs.reduce((most, log) => Math.max(most, log), -Infinity);
  const worth = logs.map((log) => Math.exp(log - highest));
  const total = worth.reduce((sum, one) => sum + one, 0);
  return worth.map((one) => one / total);
}

/** Square roots of the diagonal of a covariance matrix of n rows, of its entries from..to-1. */
export function errorsOf(covariance: Float64Array, from: number, to: number): Float64Array {
  const n = Math.sqrt(covariance.length);
  return Float64Array.from({ length: to - from }, (_, index) =>
    Math.sqrt(covariance[(from + index) * (n + 1)]!),
  );
}

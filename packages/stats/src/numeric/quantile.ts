/** The p-quantile of ascending values, linear between order statistics (type 7 of Hyndman and Fan 1996). */
export function quantileOfSorted(sorted: ArrayLike<number>, p: number): number {
  const at = p * (sorted.length - 1);
  const below = Math.floor(at);
  const low = sorted[below]!;
  if (below === sorted.length - 1) return low;
  return low + (at - below) * (sorted[below + 1]! - low);
}

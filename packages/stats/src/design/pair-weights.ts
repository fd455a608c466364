import type { NotDefined } from '../not-defined.ts';

export interface PairWeights {
  /** Share of the next comparisons for each pair, sum 1; null when no pair has any variance. */
  readonly weights: Float64Array | null;
  readonly reason: NotDefined | null;
}

/**
 * How to spread the next comparisons over pairs (Chiang et al. 2024): in proportion to √(v/n) - √(v/(n+1)), what one more
 * comparison takes off the standard error of a pair with variance v after n comparisons. Pairs never compared (n = 0) come
 * before all others, in proportion to √v, which is the limit of the formula.
 */
export function pairWeights(variance: ArrayLike<number>, count: ArrayLike<number>): PairWeights {
  const pairs = variance.length;
  if (pairs === 0) return { weights: null, reason: 'no_data' };
  const weights = new Float64Array(pairs);
  const fill = (gain: (n: number) => number): number => {
    let total = 0;
    for (let pair = 0; pair < pairs; pair += 1)
      total += weights[pair] = Math.sqrt(variance[pair]!) * gain(count[pair]!);
    return total;
  };
  const total =
    fill((n) => (n === 0 ? 1 : 0)) || fill((n) => (n === 0 ? 0 : 1 / Math.sqrt(n) - 1 / Math.sqrt(n + 1)));
  if (total === 0) return { weights: null, reason: 'no_variation' };
  return { weights: weights.map((weight) => weight / total), reason: null };
}

import { chiSquaredTail, logGamma } from './gamma.ts';
import { normalQuantile } from './normal.ts';

/**
 * The x that a chi-squared variable of `df` degrees of freedom does not exceed with probability p, for 0 < p < 1: Wilson and
 * Hilferty's cube, then Newton's steps kept inside a bracket that halves when they leave it.
 */
export function chiSquaredQuantile(p: number, df: number): number {
  const upper = 1 - p;
  const cube = 1 - 2 / (9 * df) + normalQuantile(p) * Math.sqrt(2 / (9 * df));
  let x = Math.max(1e-3 * df, df * cube ** 3);
  let [low, high] = [0, Math.max(1, 2 * x)];
  while (chiSquaredTail(high, df) > upper) high *= 2;
  for (let step = 0; step < 200; step += 1) {
    const error = upper - chiSquaredTail(x, df);
    if (error > 0) high = x;
    else low = x;
    const next = x - error / density(x, df);
    const kept = next > low && next < high ? next : (low + high) / 2;
    if (Math.abs(kept - x) <= 1e-15 * x) return kept;
    x = kept;
  }
  return x;
}

function density(x: number, df: number): number {
  const half = df / 2;
  return Math.exp((half - 1) * Math.log(x / 2) - x / 2 - logGamma(half)) / 2;
}

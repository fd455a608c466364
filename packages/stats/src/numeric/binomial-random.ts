import { logGamma } from './gamma.ts';
import type { Random } from './random.ts';

/**
 * How many of n independent trials succeed, each with probability p: by inversion where few do, and otherwise by
 * transformed rejection with squeeze (Hörmann 1993, BTRS), whose cost does not grow with n.
 */
export function binomialFrom(random: Random, n: number, p: number): number {
  if (n <= 0 || p <= 0) return 0;
  if (p >= 1) return n;
  if (p > 0.5) return n - binomialFrom(random, n, 1 - p);
  return n * p < 10 ? byInversion(random, n, p) : byRejection(random, n, p);
}

function byInversion(random: Random, n: number, p: number): number {
  const odds = p / (1 - p);
  let probability = Math.exp(n * Math.log1p(-p));
  let left = random();
  let successes = 0;
  while (left > probability && successes < n) {
    left -= probability;
    successes += 1;
    probability *= (odds * (n - successes + 1)) / successes;
  }
  return successes;
}

function byRejection(random: Random, n: number, p: number): number {
  const spread = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * spread;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const squeeze = 0.92 - 4.2 / b;
  const alpha = (2.83 + 5.1 / b) * spread;
  const mode = Math.floor((n + 1) * p);
  const logOdds = Math.log(p / (1 - p));
  const logAt = (k: number): number => k * logOdds - logGamma(k + 1) - logGamma(n - k + 1);
  let logAtMode: number | null = null;
  for (;;) {
    const u = random() - 0.5;
    const v = random();
    const edge = 0.5 - Math.abs(u);
    if (edge === 0) continue;
    const k = Math.floor(((2 * a) / edge + b) * u + n * p + 0.5);
    if (edge >= 0.07 && v <= squeeze) return k;
    if (k < 0 || k > n) continue;
    logAtMode ??= logAt(mode);
    if (Math.log((v * alpha) / (a / (edge * edge) + b)) <= logAt(k) - logAtMode) return k;
  }
}

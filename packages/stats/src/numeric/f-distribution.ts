import { betaCdf, betaQuantile } from './beta.ts';

/** P(X > f) for a variable of Fisher's F distribution with d1 and d2 degrees of freedom. */
export function fTail(f: number, d1: number, d2: number): number {
  if (f <= 0) return 1;
  return betaCdf(d2 / (d2 + d1 * f), d2 / 2, d1 / 2);
}

/** The f with P(X <= f) = p, for 0 < p < 1. */
export function fQuantile(p: number, d1: number, d2: number): number {
  // Both ends of the beta variable, as 1 - x would lose the digits of a small one.
  return (d2 * betaQuantile(p, d1 / 2, d2 / 2)) / (d1 * betaQuantile(1 - p, d2 / 2, d1 / 2));
}

import { lowerGamma, chiSquaredTail } from './gamma.ts';

/** Φ(z), the distribution function of the standard normal distribution. */
export function normalCdf(z: number): number {
  const half = 0.5 * lowerGamma(0.5, (z * z) / 2);
  if (z >= 0) return 0.5 + half;
  return 0.5 * chiSquaredTail(z * z, 1);
}

/** Two-sided P(|Z| >= |z|). */
export function normalTwoSided(z: number): number {
  return chiSquaredTail(z * z, 1);
}

const a = [
  -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2, -3.066479806614716e1,
  2.506628277459239,
];
const b = [
  -5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1, -1.328068155288572e1,
];
const c = [
  -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
];
const d = [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416];

/** Horner's scheme: the first coefficient belongs to the highest power. */
function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}

/** The z with Φ(z) = p, for 0 < p < 1: Acklam's rational approximation, then one step of Halley's method. */
export function normalQuantile(p: number): number {
  if (p <= 0) return -Infinity;
  if (p >= 1) return Infinity;
  const rough = roughQuantile(p);
  // Towards the nearer tail, where the distribution function keeps its digits.
  const error = rough <= 0 ? normalCdf(rough) - p : 1 - p - normalCdf(-rough);
  const step = error * Math.sqrt(2 * Math.PI) * Math.exp((rough * rough) / 2);
  return rough - step / (1 + (rough * step) / 2);
}

function roughQuantile(p: number): number {
  const low = 0.02425;
  if (p < low) {
    const q = Math.sqrt(-2 * Math.log(p));
    return polynomial(c, q) / (polynomial(d, q) * q + 1);
  }
  if (p > 1 - low) return -roughQuantile(1 - p);
  const q = p - 0.5;
  const r = q * q;
  return (polynomial(a, r) * q) / (polynomial(b, r) * r + 1);
}

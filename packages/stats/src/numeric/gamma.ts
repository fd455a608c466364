/** Coefficients of Lanczos' approximation with g = 7 and nine terms (Godfrey 2001). */
const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** ln Γ(x) for x > 0, to about 15 digits. */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const shifted = x - 1;
  let sum = lanczos[0]!;
  for (let term = 1; term < lanczos.length; term += 1) sum += lanczos[term]! / (shifted + term);
  const t = shifted + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** ln B(a, b) for a, b > 0. */
export function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

/** ln C(n, k) for whole 0 <= k <= n. */
export function logChoose(n: number, k: number): number {
  if (k === 0 || k === n) return 0;
  return -Math.log(n + 1) - logBeta(n - k + 1, k + 1);
}

const smallest = 1e-300;

/**
 * P(a, x), the regularised lower incomplete gamma function, for a > 0 and x >= 0: by its series below a + 1 and by
 * Lentz' continued fraction above (Abramowitz and Stegun 6.5.29 and 6.5.31).
 */
export function lowerGamma(a: number, x: number): number {
  if (x <= 0) return 0;
  const front = Math.exp(-x + a * Math.log(x) - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; Math.abs(term) > Math.abs(sum) * 1e-17 && n < 100_000; n += 1) {
      term *= x / (a + n);
      sum += term;
    }
    return sum * front;
  }
  return 1 - front * upperFraction(a, x);
}

function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / smallest;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n < 100_000; n += 1) {
    const an = -n * (n - a);
    b += 2;
    d = 1 / nonZero(an * d + b);
    c = nonZero(b + an / c);
    const step = d * c;
    h *= step;
    if (Math.abs(step - 1) < 1e-16) break;
  }
  return h;
}

export function nonZero(x: number): number {
  return Math.abs(x) < smallest ? smallest : x;
}

/** P(X > x) for a chi-squared variable of `df` degrees of freedom. */
export function chiSquaredTail(x: number, df: number): number {
  if (x <= 0) return 1;
  const half = df / 2;
  // The tail itself where it is small: 1 - P would lose its digits.
  if (x / 2 < half + 1) return 1 - lowerGamma(half, x / 2);
  return Math.exp(-x / 2 + half * Math.log(x / 2) - logGamma(half)) * upperFraction(half, x / 2);
}

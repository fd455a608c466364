/** Beyond as many standard deviations a normal distribution has less than 1e-18. */
const reach = 9;

/**
 * Expected information, in nats, of one Bradley-Terry comparison when the difference of log abilities is normal with this
 * mean and standard deviation: H(E σ(x)) - E H(σ(x)), H the entropy of a yes or no. Range 0..ln 2; 0 when the difference is
 * known. Most is to be learned from uncertain pairs, not from close ones as such. Within 1e-12: the trapezoidal rule, whose
 * error falls exponentially for such functions (Trefethen and Weideman 2014), with steps that follow the logistic curve.
 */
export function pairInformationGain(mean: number, sd: number): number {
  if (sd === 0) return 0;
  const step = 0.5 / Math.max(1, sd);
  const steps = Math.ceil(reach / step);
  // On the side where the probability is at most one half, which keeps its digits.
  const middle = -Math.abs(mean);
  let [total, probability, entropy] = [0, 0, 0];
  for (let index = -steps; index <= steps; index += 1) {
    const z = index * step;
    const x = middle + sd * z;
    const weight = Math.exp((-z * z) / 2);
    total += weight;
    probability += weight * logistic(x);
    entropy += weight * entropyOfLogistic(x);
  }
  return Math.max(0, entropyOf(probability / total) - entropy / total);
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** H(σ(x)) = ln(1 + e^-|x|) + |x| σ(-|x|) */
function entropyOfLogistic(x: number): number {
  const size = Math.abs(x);
  return Math.log1p(Math.exp(-size)) + size * logistic(-size);
}

function entropyOf(p: number): number {
  return p === 0 ? 0 : -p * Math.log(p) - (1 - p) * Math.log1p(-p);
}

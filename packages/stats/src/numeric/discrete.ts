import { logGamma } from './gamma.ts';

/**
 * Distributions over whole numbers, one behind the other, to be drawn from with one random number each: the inverse of
 * the distribution function with a guide table (Chen and Asau 1974).
 *
 * To draw from distribution d with u in [0, 1): k = guide[d * slots + floor(u * slots)], then add 1 to k while
 * u >= cumulative[k]; the number is base[d] + k.
 */
export interface Discrete {
  readonly slots: number;
  readonly guide: Int32Array;
  readonly cumulative: Float64Array;
  readonly base: Int32Array;
}

/** One distribution over 0..weights-1. */
export function discreteOf(weights: Float64Array): Discrete {
  const slots = Math.max(1, weights.length);
  const discrete = {
    slots,
    guide: new Int32Array(slots),
    cumulative: new Float64Array(weights.length),
    base: new Int32Array(1),
  };
  fill(discrete, weights, { at: 0, start: 0 });
  return discrete;
}

const poissonSlots = 512;

/** Poisson distributions of these means; numbers less likely than 1e-15 are left out. */
export function poissonsOf(means: Float64Array): Discrete {
  const least = means.map((mean) => Math.max(0, Math.floor(mean - 9 * Math.sqrt(mean))));
  const sizes = means.map((mean, index) => Math.ceil(mean + 9 * Math.sqrt(mean)) + 20 - least[index]!);
  const discrete = {
    slots: poissonSlots,
    guide: new Int32Array(poissonSlots * means.length),
    cumulative: new Float64Array(sizes.reduce((sum, size) => sum + size, 0)),
    base: new Int32Array(means.length),
  };
  let start = 0;
  means.forEach((mean, at) => {
    const weights = Float64Array.from({ length: sizes[at]! }, (_, index) => {
      const k = least[at]! + index;
      return Math.exp(k * Math.log(mean) - mean - logGamma(k + 1));
    });
    fill(discrete, weights, { at, start });
    discrete.base[at] = least[at]! - start;
    start += sizes[at]!;
  });
  return discrete;
}

/** Writes distribution `at`, whose cumulative chances begin at `start`. */
function fill(
  { slots, guide, cumulative }: Discrete,
  weights: Float64Array,
  { at, start }: { at: number; start: number },
): void {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  weights.forEach((weight, index) => {
    sum += weight / total;
    cumulative[start + index] = sum;
  });
  // Whatever rounding left is the last number's.
  cumulative[start + weights.length - 1] = Infinity;
  for (let slot = 0, k = start; slot < slots; slot += 1) {
    while (cumulative[k]! <= slot / slots) k += 1;
    guide[at * slots + slot] = k;
  }
}

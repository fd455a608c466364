import { normalQuantile } from '../numeric/normal.ts';

/**
 * Trials to tell a proportion of `to` from `from` with a two-sided test of level `alpha` and the probability `power`:
 * ((z₁₋α/₂ √(p₀q₀) + z_power √(p₁q₁)) / (p₁ - p₀))², rounded up; the normal approximation for one sample (Fleiss 1981). A
 * RangeError when both are the same.
 */
export function sampleSizeForProportion({
  from,
  to,
  alpha = 0.05,
  power = 0.8,
}: {
  readonly from: number;
  readonly to: number;
  readonly alpha?: number;
  readonly power?: number;
}): number {
  if (from === to) throw new RangeError(`There is no difference between ${from} and ${to} to be found.`);
  const spread =
    normalQuantile(1 - alpha / 2) * Math.sqrt(from * (1 - from)) +
    normalQuantile(power) * Math.sqrt(to * (1 - to));
  return Math.ceil((spread / (to - from)) ** 2);
}

/**
 * Trials for an interval that reaches no further than `halfWidth` to each side of a proportion of p: z² p(1-p) / w², rounded
 * up (Wald).
 */
export function sampleSizeForHalfWidth({
  proportion,
  halfWidth,
  confidence = 0.95,
}: {
  readonly proportion: number;
  readonly halfWidth: number;
  readonly confidence?: number;
}): number {
  const z = normalQuantile(0.5 + confidence / 2);
  return Math.ceil((z * z * proportion * (1 - proportion)) / (halfWidth * halfWidth));
}

/**
 * How far two labels agree: 1 when they are the same, and otherwise
 *
 * - `unweighted`: 0 (for Gwet's coefficients: identity weights, AC1);
 * - `linear`: 1 - |i - j| / (k - 1);
 * - `quadratic`: 1 - ((i - j) / (k - 1))²,
 *
 * for labels i and j of an ordered, equally spaced scale of k labels, counting those nobody used.
 */
export type AgreementWeights = 'unweighted' | 'linear' | 'quadratic';

/** The weights of all pairs of labels, labels × labels, row after row. */
export function weightTable(weights: AgreementWeights, labels: number): Float64Array {
  const table = new Float64Array(labels * labels);
  for (let i = 0; i < labels; i += 1) {
    for (let j = 0; j < labels; j += 1)
      table[i * labels + j] = i === j ? 1 : weightOf(weights, i - j, labels);
  }
  return table;
}

function weightOf(weights: AgreementWeights, apart: number, labels: number): number {
  const distance = Math.abs(apart) / (labels - 1);
  if (weights === 'linear') return 1 - distance;
  return weights === 'quadratic' ? 1 - distance * distance : 0;
}

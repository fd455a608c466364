import type { NotDefined } from '../not-defined.ts';

export interface StyleFeature {
  /** One value for each pair, mean 0, standard deviation 1; null when it is the same for all pairs. */
  readonly values: Float64Array | null;
  readonly reason: NotDefined | null;
}

/** Counts of each response, 0 or more: `[pair][feature]`. */
type Counts = readonly (readonly number[])[];

/**
 * Style as covariates of a Bradley-Terry fit (Arena's style control): for each feature, such as tokens, headers, lists or
 * bold, (a - b) / (a + b + 1), then standardised with the population standard deviation.
 */
export function styleFeatures(first: Counts, second: Counts): readonly StyleFeature[] {
  const features = first[0]?.length ?? 0;
  return Array.from({ length: features }, (_, feature) =>
    standardised(
      Float64Array.from(first, (row, pair) => {
        const [a, b] = [row[feature]!, second[pair]![feature]!];
        return (a - b) / (a + b + 1);
      }),
    ),
  );
}

function standardised(values: Float64Array): StyleFeature {
  if (values.every((value) => value === values[0])) return { values: null, reason: 'no_variation' };
  const meanOf = (of: Float64Array): number => of.reduce((sum, value) => sum + value, 0) / of.length;
  const mean = meanOf(values);
  const sd = Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)));
  return { values: values.map((value) => (value - mean) / sd), reason: null };
}

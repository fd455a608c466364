/** Mean squares of a complete table of units by raters. */
export interface MeanSquares {
  /** Between units. */
  readonly between: number;
  /** Within units, whichever rater. */
  readonly within: number;
  /** Between raters. */
  readonly raterwise: number;
  /** What neither units nor raters explain. */
  readonly error: number;
  readonly units: number;
  readonly raters: number;
}

/** Two-way analysis of variance with one rating per cell, by deviations, so that a constant gives 0. */
export function meanSquaresOf(ratings: readonly (readonly number[])[]): MeanSquares {
  const units = ratings.length;
  const raters = ratings[0]!.length;
  // Deviations from any rating will do, and are exactly 0 where all are the same.
  const origin = ratings[0]![0]!;
  const ofUnits = ratings.map((row) => row.reduce((sum, rating) => sum + rating - origin, 0) / raters);
  const ofRaters = ratings[0]!.map(
    (_, rater) => ratings.reduce((sum, row) => sum + row[rater]! - origin, 0) / units,
  );
  const grand = ofUnits.reduce((sum, mean) => sum + mean, 0) / units;
  let [total, within, error] = [0, 0, 0];
  ratings.forEach((row, unit) =>
    row.forEach((rating, rater) => {
      const fromUnit = rating - origin - ofUnits[unit]!;
      total += (rating - origin - grand) ** 2;
      within += fromUnit ** 2;
      error += (fromUnit - ofRaters[rater]! + grand) ** 2;
    }),
  );
  // A share of all variation that only rounding leaves is none.
  const nothing = 1e-14 * total;
  const mean = (sum: number, freedom: number): number => (sum <= nothing ? 0 : sum / freedom);
  const squares = (means: readonly number[]): number =>
    means.reduce((sum, mean) => sum + (mean - grand) ** 2, 0);
  return {
    between: mean(raters * squares(ofUnits), units - 1),
    within: mean(within, units * (raters - 1)),
    raterwise: mean(units * squares(ofRaters), raters - 1),
    error: mean(error, (units - 1) * (raters - 1)),
    units,
    raters,
  };
}

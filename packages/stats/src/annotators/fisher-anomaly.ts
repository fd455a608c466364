import { chiSquaredQuantile } from '../numeric/chi-squared-quantile.ts';

/** Outcome codes in their order: those that more outcomes reach come first. With pairs 0 = b wins, 1 = tie, 2 = a wins. */
export interface OutcomeHistory {
  /** Past outcomes of others: `counts[action * codes + code]`. */
  readonly counts: Float64Array;
  readonly codes: number;
}

export interface ActionVotes {
  readonly action: Int32Array;
  readonly code: Int32Array;
}

export interface FisherAnomaly {
  /** Of each vote: P(an outcome of its action is as high or higher), the vote itself counted in; above 0, at most 1. */
  readonly pValues: Float64Array;
  /** -2 Σ ln p over the votes up to each checkpoint. */
  readonly statistic: Float64Array;
  /** Flagged where the statistic reaches this. */
  readonly threshold: Float64Array;
  readonly anomalous: boolean;
}

export interface FisherOptions {
  /** Chance to flag somebody who votes like the others, over all checkpoints; 0.1 unless said. */
  readonly alpha?: number;
  /** Numbers of votes at which to look; best drawn at random, so that nobody can vote around them. */
  readonly checkpoints: readonly number[];
}

/**
 * Whether somebody's votes go against what others said of the same actions (Chiang et al. 2024, section 5.1): an
 * exchangeability p-value per vote, (1 + outcomes >= the vote) / (outcomes + 1), combined by Fisher's method at each
 * checkpoint, against the chi-squared quantile of 2j degrees of freedom at 1 - alpha / checkpoints. An action without
 * history has p = 1. With few codes the p-values are coarse and the power is low. A checkpoint beyond the votes is a
 * RangeError.
 */
export function fisherAnomaly(
  history: OutcomeHistory,
  votes: ActionVotes,
  { alpha = 0.1, checkpoints }: FisherOptions,
): FisherAnomaly {
  const pValues = pValuesOf(history, votes);
  const sums = new Float64Array(pValues.length + 1);
  pValues.forEach((p, vote) => (sums[vote + 1] = sums[vote]! - 2 * Math.log(p)));
  const statistic = Float64Array.from(checkpoints, (votes) => {
    const sum = sums[votes];
    if (sum === undefined) throw new RangeError(`There are fewer than ${votes} votes.`);
    return sum;
  });
  const threshold = Float64Array.from(checkpoints, (votes) =>
    chiSquaredQuantile(1 - alpha / checkpoints.length, 2 * votes),
  );
  return {
    pValues,
    statistic,
    threshold,
    anomalous: statistic.some((value, index) => value >= threshold[index]!),
  };
}

function pValuesOf({ counts, codes }: OutcomeHistory, { action, code }: ActionVotes): Float64Array {
  // Outcomes from each code up.
  const reaching = Float64Array.from(counts);
  for (let cell = counts.length - 2; cell >= 0; cell -= 1)
    if (cell % codes !== codes - 1) reaching[cell]! += reaching[cell + 1]!;
  const pValues = new Float64Array(action.length);
  for (let vote = 0; vote < pValues.length; vote += 1) {
    const first = action[vote]! * codes;
    pValues[vote] = (1 + reaching[first + code[vote]!]!) / (1 + reaching[first]!);
  }
  return pValues;
}

export interface MajorityAccuracy {
  /** P(the right answer has more votes), 0..1. */
  readonly right: number;
  readonly tie: number;
  readonly wrong: number;
}

/**
 * How often the majority of these people is right about a question of two answers, when each errs on their own: Condorcet's
 * (1785) jury, by the Poisson binomial distribution. Without people there is a tie for sure.
 */
export function majorityAccuracy(accuracies: ArrayLike<number>): MajorityAccuracy {
  const n = accuracies.length;
  // P(so many are right) among those so far.
  const chance = new Float64Array(n + 1);
  chance[0] = 1;
  for (let person = 0; person < n; person += 1) {
    const accuracy = accuracies[person]!;
    for (let right = person + 1; right >= 0; right -= 1)
      chance[right] = chance[right]! * (1 - accuracy) + (right > 0 ? chance[right - 1]! * accuracy : 0);
  }
  const sum = (from: number, to: number): number =>
    chance.subarray(from, to).reduce((total, probability) => total + probability, 0);
  return {
    right: sum(Math.floor(n / 2) + 1, n + 1),
    tie: n % 2 === 0 ? chance[n / 2]! : 0,
    wrong: sum(0, Math.ceil(n / 2)),
  };
}

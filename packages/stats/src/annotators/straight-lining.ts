import type { NotDefined } from '../not-defined.ts';

/**
 * P(n independent trials hold a run of at least `runLength` successes, each of probability p), by the recurrence
 * P(n) = P(n-1) + (1 - P(n-k-1)) (1-p) p^k (Feller 1968, XIII.7). A run of length 0 is always there.
 */
export function longestRunProbability(trials: number, runLength: number, p: number): number {
  if (runLength <= 0) return 1;
  if (runLength > trials) return 0;
  const whole = p ** runLength;
  const probability = new Float64Array(trials + 1);
  probability[runLength] = whole;
  for (let n = runLength + 1; n <= trials; n += 1)
    probability[n] = probability[n - 1]! + (1 - probability[n - runLength - 1]!) * (1 - p) * whole;
  return probability[trials]!;
}

export interface StraightLining {
  /** The longest stretch of the same answer; the first of several; 0 without answers. */
  readonly longestRun: number;
  /** The answer it is of; null without answers. */
  readonly answer: number | null;
  /** Its share among all answers of this person, 0..1; null without answers. */
  readonly rate: number | null;
  /**
   * P(a run as long) if the answers came in random order at this person's own rates: the sum over the answers, at most 1.
   * 1 for somebody who always says the same: order then tells nothing, and a test of the position does. Null without
   * answers.
   */
  readonly probability: number | null;
  readonly reason: NotDefined | null;
}

/**
 * Whether somebody gave the same answer too often in a row. `answers` in the order given; side picks, say, as 0 and 1. With n
 * answers, the longest run k and p_a the share of answer a: probability = min(1, sum over a of P(run of k in n trials at p_a))
 * (Feller 1968, XIII.7; the sum bounds the union). Null without answers.
 */
export function straightLining(answers: ArrayLike<number>): StraightLining {
  if (answers.length === 0)
    return { longestRun: 0, answer: null, rate: null, probability: null, reason: 'no_data' };
  const counts = new Map<number, number>();
  let [longestRun, answer, run] = [0, answers[0]!, 0];
  for (let index = 0; index < answers.length; index += 1) {
    const given = answers[index]!;
    counts.set(given, (counts.get(given) ?? 0) + 1);
    run = answers[index - 1] === given ? run + 1 : 1;
    if (run > longestRun) [longestRun, answer] = [run, given];
  }
  const rateOf = (count: number): number => count / answers.length;
  const probability = [...counts.values()].reduce(
    (sum, count) => sum + longestRunProbability(answers.length, longestRun, rateOf(count)),
    0,
  );
  return {
    longestRun,
    answer,
    rate: rateOf(counts.get(answer)!),
    probability: Math.min(1, probability),
    reason: null,
  };
}

import { hasBallot, pairLabelOf, pairLabels } from '@pairwright/domain/resolution-result';
import type { CountedJudgment } from '@pairwright/domain/resolution-units';
import { binomialIntervals } from '@pairwright/stats/annotators/intervals';
import { weightedMajority } from '@pairwright/stats/labels/weighted-majority';
import type { Accuracy } from './accuracies.ts';

export interface SoftLabel {
  readonly probability: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly shares: readonly number[] | null;
  readonly reason: 'no_data' | 'no_pair' | null;
}

/** A judgment that counts, with what is known of who gave it; null: votes weigh the same. */
export interface WeighableVote extends CountedJudgment {
  readonly accuracy: Accuracy | null;
}

const undefinedBecause = (reason: 'no_data' | 'no_pair'): SoftLabel => ({
  probability: null,
  low: null,
  high: null,
  shares: null,
  reason,
});

/**
 * P(the first response is better), ties and both bad counting half to each. Votes that weigh the same: x / n with the
 * equal-tailed 95 % interval of Beta(x + 1, n - x + 1), the posterior under a uniform prior. Weighed votes: the posterior of
 * `weightedMajority`; its interval takes those who speak for the first response at the low end of their accuracies'
 * intervals and those against it at the high end, and the other way round. Three or more responses have no such number;
 * their shares say how often each was ranked best, equal ranks sharing.
 */
export function softLabel(votes: readonly WeighableVote[], responses: number): SoftLabel {
  const ballots = votes.filter((vote) => hasBallot(vote, responses));
  if (ballots.length === 0) return undefinedBecause('no_data');
  if (responses !== 2) return { ...undefinedBecause('no_pair'), shares: bestShares(ballots, responses) };
  const counts = pairCounts(ballots);
  const shares = counts.map((count) => count / ballots.length);
  const weighed = ballots.flatMap(({ accuracy, ...vote }) =>
    accuracy === null ? [] : [{ label: pairLabelOf(vote) ?? 0, accuracy }],
  );
  if (weighed.length === ballots.length) {
    const at = (end: (label: number) => keyof Accuracy): number =>
      firstIsBetter(
        weightedMajority(
          weighed.map(({ label, accuracy }) => ({ label, accuracy: accuracy[end(label)] })),
          pairLabels.length,
        ).softLabel ?? [],
      );
    return {
      probability: at(() => 'value'),
      low: at((label) => (label === 0 ? 'low' : label === 1 ? 'high' : 'value')),
      high: at((label) => (label === 0 ? 'high' : label === 1 ? 'low' : 'value')),
      shares,
      reason: null,
    };
  }
  const successes = firstIsBetter(counts);
  const interval = binomialIntervals({ successes, trials: ballots.length }).betaUniform;
  return {
    probability: successes / ballots.length,
    low: interval?.[0] ?? null,
    high: interval?.[1] ?? null,
    shares,
    reason: null,
  };
}

/** Ballots by label, in the order of `pairLabels`. */
export function pairCounts(ballots: readonly CountedJudgment[]): number[] {
  const counts = pairLabels.map(() => 0);
  for (const ballot of ballots) {
    const label = pairLabelOf(ballot);
    if (label !== null) counts[label] = (counts[label] ?? 0) + 1;
  }
  return counts;
}

function firstIsBetter([first = 0, , tie = 0, bothBad = 0]: readonly number[]): number {
  return first + (tie + bothBad) / 2;
}

function bestShares(ballots: readonly CountedJudgment[], responses: number): number[] {
  const shares = Array.from({ length: responses }, () => 0);
  for (const { ranks } of ballots) {
    const ranked = (ranks ?? []).filter((rank) => rank !== null && rank > 0);
    const top = Math.min(...ranked.map(Number));
    const winners = (ranks ?? []).flatMap((rank, index) =>
      ranked.length === 0 || rank === top ? [index] : [],
    );
    for (const winner of winners)
      shares[winner] = (shares[winner] ?? 0) + 1 / winners.length / ballots.length;
  }
  // Sums of fractions may pass 1 in their last digits.
  return shares.map((share) => Math.min(1, share));
}

import {
  type ComparisonLabel,
  hasBallot,
  likenessOfRankings,
  pairLabels,
} from '@pairwright/domain/resolution-result';
import type { CountedJudgment } from '@pairwright/domain/resolution-units';
import { majorityOfCounts } from '@pairwright/stats/labels/majority';
import { pairCounts } from './soft-label.ts';

/**
 * How different the votes are, 0..1: the largest of the entropy of their shares / the largest it can be, how evenly
 * preferences of both signs stand against each other (1: as many for one as for the other), and the spread of the strengths
 * / 6. Of three or more responses 1 - how alike two of the rankings are on average. 0 with fewer than two ballots.
 */
export function disagreementOf(
  votes: readonly CountedJudgment[],
  responses: number,
  shares: readonly number[] | null,
): number {
  const ballots = votes.filter((vote) => hasBallot(vote, responses));
  if (ballots.length < 2 || shares === null) return 0;
  if (responses !== 2) return 1 - (likenessOfRankings(ballots, responses) ?? 1);
  const [first = 0, second = 0] = pairCounts(ballots);
  const entropy = (majorityOfCounts(shares).entropyNats ?? 0) / Math.log(pairLabels.length);
  const conflict = first > 0 && second > 0 ? (2 * Math.min(first, second)) / (first + second) : 0;
  const strengths = ballots.flatMap(({ outcome, strength }) =>
    outcome === 'preference' || outcome === 'tie' ? [strength ?? 0] : [],
  );
  const spread = strengths.length < 2 ? 0 : (Math.max(...strengths) - Math.min(...strengths)) / 6;
  return Math.min(1, Math.max(entropy, conflict, spread));
}

/** A priority higher by so much is worth twice as much: -100..100 is a quarter to four times. */
const PRIORITY_THAT_DOUBLES = 50;

/**
 * What a review of it is worth: disagreement times value. Value is 1 + 1 / ballots, because a decision changes most where
 * few have voted, times 2^(priority / 50). A comparison that nobody could judge has 1 for both but the priority. 0: nothing
 * to review.
 */
export function reviewScore(
  { label, priority }: { label: Pick<ComparisonLabel, 'reason' | 'votesUsed'>; priority: number },
  disagreement: number,
): number {
  const weight = 2 ** (priority / PRIORITY_THAT_DOUBLES);
  if (label.reason === 'cannot_judge') return weight;
  return label.votesUsed === 0 ? 0 : disagreement * (1 + 1 / label.votesUsed) * weight;
}

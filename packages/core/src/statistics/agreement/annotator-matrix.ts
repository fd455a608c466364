import type { Agreement } from '@pairwright/contract/statistics/agreement';
import { type RaterPair, raterPairs } from '@pairwright/stats/agreement/rater-pairs';
import type { Votes } from '@pairwright/stats/votes';

/** More do not fit a screen. */
const SHOWN = 60;

/** Agreement of every two of the annotators with most votes; `met`: how far those agree who met. */
export function matrixOf(
  direction: Votes,
  annotators: readonly { readonly id: string; readonly name: string }[],
  met: readonly RaterPair[] = raterPairs(direction),
): Agreement['matrix'] {
  const votes = new Int32Array(annotators.length);
  for (const rater of direction.rater) votes[rater] = votes[rater]! + 1;
  const order = annotators
    .map((_, rater) => rater)
    .filter((rater) => votes[rater]! > 0)
    .sort(
      (one, other) => votes[other]! - votes[one]! || (annotators[one]!.id < annotators[other]!.id ? -1 : 1),
    );
  const place = new Int32Array(annotators.length).fill(-1);
  order.slice(0, SHOWN).forEach((rater, at) => (place[rater] = at));
  return {
    annotators: order.slice(0, SHOWN).map((rater) => ({ ...annotators[rater]!, votes: votes[rater]! })),
    leftOut: Math.max(0, order.length - SHOWN),
    pairs: met
      .map(({ first, second, sharedUnits: shared, agreement, kappa, reason }) => {
        const places = [place[first]!, place[second]!] as const;
        return { first: Math.min(...places), second: Math.max(...places), shared, agreement, kappa, reason };
      })
      .filter(({ first }) => first >= 0)
      .sort((one, other) => one.first - other.first || one.second - other.second),
  };
}

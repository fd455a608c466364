import { z } from 'zod';
import { wilsonInterval } from '@pairwright/stats/annotators/intervals';
import type { RaterEstimate } from '@pairwright/stats/labels/label-model';

/** How often somebody is right, and the 95 % interval of it, all within what votes may weigh. */
export interface Accuracy {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** No vote weighs so much that it outweighs three of people right three times in four, and none less than that of a guess. */
const mostAccuracy = 0.95;
/** What is presumed of somebody without shared votes stands on as many votes; as in `labelModel`. */
const presumedVotes = 4;

export const estimate = z.object({
  annotatorId: z.string(),
  votes: z.number(),
  sharedVotes: z.number(),
  accuracy: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  reason: z.string().nullable(),
});
export type Estimate = z.infer<typeof estimate>;

/** An estimate with Wilson's interval over the votes it stands on. */
export function toEstimate(annotatorId: string, rater: RaterEstimate): Estimate {
  const { votes, sharedVotes, accuracy, reason } = rater;
  const interval =
    accuracy === null ? null : wilsonInterval({ successes: accuracy * sharedVotes, trials: sharedVotes });
  return {
    annotatorId,
    votes,
    sharedVotes,
    accuracy,
    low: interval?.[0] ?? null,
    high: interval?.[1] ?? null,
    reason,
  };
}

/** The accuracy to weigh with among so many labels: the estimate, or what is presumed of everybody. */
export function accuracyOf(
  estimate: Estimate | undefined,
  { presumed, labels }: { readonly presumed: number; readonly labels: number },
): Accuracy {
  const guess = 1 / labels;
  if (estimate?.accuracy != null && estimate.low !== null && estimate.high !== null)
    return within({ value: estimate.accuracy, low: estimate.low, high: estimate.high }, guess);
  const [low, high] = wilsonInterval({ successes: presumed * presumedVotes, trials: presumedVotes }) ?? [
    presumed,
    presumed,
  ];
  return within({ value: presumed, low, high }, guess);
}

function within({ value, low, high }: Accuracy, guess: number): Accuracy {
  const clamp = (share: number): number => Math.min(mostAccuracy, Math.max(guess, share));
  return { value: clamp(value), low: clamp(low), high: clamp(high) };
}

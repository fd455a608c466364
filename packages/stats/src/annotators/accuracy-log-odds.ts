import type { NotDefined } from '../not-defined.ts';

export interface AccuracyLogOdds {
  /** ln(right / wrong), each with half a vote more, in nats; null without votes. */
  readonly logOdds: number | null;
  readonly standardError: number | null;
  readonly reason: NotDefined | null;
}

/**
 * The log odds that somebody is right, with half a vote added to either side (Haldane 1956, Anscombe 1956), so that a clean
 * record is finite; the standard error is √(1/(right + ½) + 1/(wrong + ½)). Averages and trends belong on this scale.
 */
export function accuracyLogOdds({
  right,
  wrong,
}: {
  readonly right: number;
  readonly wrong: number;
}): AccuracyLogOdds {
  if (right + wrong === 0) return { logOdds: null, standardError: null, reason: 'no_data' };
  return {
    logOdds: Math.log((right + 0.5) / (wrong + 0.5)),
    standardError: Math.sqrt(1 / (right + 0.5) + 1 / (wrong + 0.5)),
    reason: null,
  };
}

import { sampleSizeForProportion } from '../design/sample-size.ts';
import type { NotDefined } from '../not-defined.ts';
import { binomialTest } from './binomial-test.ts';
import { wilsonInterval, type Interval } from './intervals.ts';

export interface PositionTest {
  /** Left picks / picks of a side, 0..1; null without picks. */
  readonly leftShare: number | null;
  readonly interval: Interval | null;
  /** Exact two-sided binomial test that both sides are as likely; null without picks. */
  readonly pValue: number | null;
  /** Picks it takes to see a share as uneven as asked for. */
  readonly votesNeeded: number;
  /** Fewer picks than that: nothing found is then no sign that all is well. */
  readonly tooFewVotes: boolean;
  readonly reason: NotDefined | null;
}

export interface PositionTestOptions {
  /** The share that is to be noticed if it is there; 0.6 unless said. */
  readonly share?: number;
  /** 0.05 unless said. */
  readonly alpha?: number;
  /** Probability to notice it; 0.8 unless said. */
  readonly power?: number;
}

/**
 * Whether somebody picks a side rather than a response. Ties are left out beforehand, sides must have been random. With many
 * people at once, adjust the p-values by `benjaminiHochberg`. A share of 0.6 needs 194 picks.
 */
export function positionTest(
  { left, right }: { readonly left: number; readonly right: number },
  { share = 0.6, alpha = 0.05, power = 0.8 }: PositionTestOptions = {},
): PositionTest {
  const trials = left + right;
  const votesNeeded = sampleSizeForProportion({ from: 0.5, to: share, alpha, power });
  return {
    leftShare: trials === 0 ? null : left / trials,
    interval: wilsonInterval({ successes: left, trials }, 1 - alpha),
    pValue: trials === 0 ? null : binomialTest(left, trials),
    votesNeeded,
    tooFewVotes: trials < votesNeeded,
    reason: trials === 0 ? 'no_data' : null,
  };
}

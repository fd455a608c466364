import type { Pace } from '../../features/my-work/pace.ts';

/** How far a sitting is: judgments given, and active time. */
export interface Effort {
  judged: number;
  activeMs: number;
}

/** Whether a break is due, by the person's own pace: so much since the last one, or since they put it off. */
export function breakDue(since: Effort, now: Effort, pace: Pace): boolean {
  const judged = now.judged - since.judged;
  const minutes = (now.activeMs - since.activeMs) / 60_000;
  return (
    (pace.breakJudgments !== null && judged >= pace.breakJudgments) ||
    (pace.breakMinutes !== null && minutes >= pace.breakMinutes)
  );
}

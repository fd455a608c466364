import type { PracticeExample, PracticeStanding } from '@pairwright/contract/practice';

/** Whether first answers count now: there is a pass mark, it is not passed, and an attempt runs or is left. */
export function isCounted({ asks, passed, attemptsLeft, last }: PracticeStanding): boolean {
  return asks !== null && !passed && (attemptsLeft > 0 || isRunning(last));
}

/** Examples that an attempt lacks an answer to; 0 where none runs. */
export function lackingIn(
  { last }: Pick<PracticeStanding, 'last'>,
  items: readonly Pick<PracticeExample, 'counted'>[],
): number {
  return isRunning(last) ? items.filter(({ counted }) => !counted).length : 0;
}

function isRunning(last: PracticeStanding['last']): boolean {
  return last !== null && last.finishedAt === null;
}

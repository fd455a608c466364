import type { NotDefined } from './not-defined.ts';

/** A confidence interval, both ends null when it is not defined. */
export interface Interval {
  readonly low: number | null;
  readonly high: number | null;
  readonly reason: NotDefined | null;
}

export function noInterval(reason: NotDefined): Interval {
  return { low: null, high: null, reason };
}

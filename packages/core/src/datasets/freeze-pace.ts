import type { DatasetVersion, FreezeStep } from '@pairwright/contract/datasets';
import { paceOf, secondsBetween } from '../system/pace.ts';

/** What a step begins and ends at, of 100: its share of the time as measured with a million comparisons. */
export const freezeSteps: Readonly<Record<FreezeStep, { readonly begins: number; readonly ends: number }>> = {
  rows: { begins: 0, ends: 45 },
  votes: { begins: 45, ends: 60 },
  texts: { begins: 60, ends: 65 },
  facts: { begins: 65, ends: 85 },
  agreement: { begins: 85, ends: 100 },
};

/** What is known of a freeze that runs, by the database's clock. */
export interface FreezeMoments {
  readonly step: FreezeStep;
  readonly startedAt: string;
  readonly stepAt: string;
  readonly now: string;
  /** Of the project, when it began. */
  readonly comparisons: number;
  /** By the last freeze of the project; null: there was none. */
  readonly expectedMs: number | null;
}

/**
 * How far a freeze is. A step is one statement that says nothing before it is done: inside it, time goes on at the pace of the steps
 * before it, in the first one at that of the last freeze, and never past its end.
 */
export function freezeProgress(of: FreezeMoments): NonNullable<DatasetVersion['progress']> {
  const { begins, ends } = freezeSteps[of.step];
  const before = secondsBetween(of.startedAt, of.stepAt);
  const seconds = secondsBetween(of.startedAt, of.now);
  const whole = begins > 0 ? (100 * before) / begins : (of.expectedMs ?? 0) / 1_000;
  const inStep = whole > 0 ? (100 * (seconds - before)) / whole : 0;
  const percent = Math.min(begins + Math.max(0, inStep), ends - 1);
  const share = percent / 100;
  const pace = paceOf({ share, rows: share * of.comparisons }, { seconds });
  return {
    step: of.step,
    percent: Math.floor(percent),
    rowsPerSecond: pace.rowsPerSecond === null ? null : Math.round(pace.rowsPerSecond),
    remainingSeconds: pace.remainingSeconds === null ? null : Math.round(pace.remainingSeconds),
  };
}

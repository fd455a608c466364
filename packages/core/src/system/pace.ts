import type { JobProgress } from '@pairwright/contract/job-progress';

/** How much of a job is done: its share, 0 to 1 (null: the whole is not known), and rows. */
export interface Done {
  readonly share: number | null;
  readonly rows: number;
}

const nothing: Done = { share: 0, rows: 0 };

/**
 * Share, speed and the time still to come. `seconds`: since `from` was done, by one clock; what a worker did before that counts for
 * the share alone.
 */
export function paceOf(
  { share, rows }: Done,
  { seconds, from = nothing }: { readonly seconds: number; readonly from?: Done },
): JobProgress {
  const gained = share === null || from.share === null ? 0 : share - from.share;
  const isTimed = seconds > 0;
  return {
    percent: share === null ? null : Math.min(100, Math.max(0, 100 * share)),
    rowsPerSecond: isTimed && rows > from.rows ? (rows - from.rows) / seconds : null,
    remainingSeconds:
      share === null || !isTimed || gained <= 0 ? null : (Math.max(0, 1 - share) * seconds) / gained,
  };
}

/** From one moment of the database to another; 0 where one is not known. */
export function secondsBetween(from: string | null, to: string | null): number {
  return from === null || to === null ? 0 : (Date.parse(to) - Date.parse(from)) / 1_000;
}

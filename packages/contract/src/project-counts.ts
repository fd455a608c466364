import { z } from 'zod';
import { count, timestamp } from './shapes.ts';

export const projectCounts = z.strictObject({
  prompts: count,
  comparisons: count,
  /** Judgments that all comparisons together are to get. */
  wanted: count,
  /** Comparisons that have all their judgments. */
  completed: count,
  /** Comparisons whose label of the main question is settled: a winner, a tie or both bad. */
  settled: count,
  /** Comparisons with a row in the newest version of a dataset. */
  exported: count,
  /** Comparisons whose number of responses the question cannot be asked of; they wait for another version of it. */
  unfit: count,
  judgments: count,
  leased: count,
  /** Comparisons that somebody skipped or flagged. */
  skipped: count,
  flagged: count,
  /** Times that somebody skipped and did not come back. */
  skips: count,
  /** Judgments still wanted of comparisons that are open. */
  remaining: count,
  /** When this was counted; null: just now. Large projects are counted together with their overview. */
  asOf: timestamp.nullable(),
});
export type ProjectCounts = z.infer<typeof projectCounts>;

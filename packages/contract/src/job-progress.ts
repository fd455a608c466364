import { z } from 'zod';

/** How far work of a worker is; a part is null while nothing can be said of it yet. */
export const jobProgress = z.strictObject({
  /** 0 to 100. */
  percent: z.number().min(0).max(100).nullable(),
  /** Of a freeze: comparisons. */
  rowsPerSecond: z.number().min(0).nullable(),
  remainingSeconds: z.number().min(0).nullable(),
});
export type JobProgress = z.infer<typeof jobProgress>;

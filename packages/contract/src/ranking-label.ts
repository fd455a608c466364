import { z } from 'zod';
import { count } from './shapes.ts';

const share = z.number().min(0).max(1);

/** What rankings of three or more responses come to together. */
export const rankingLabel = z.strictObject({
  /**
   * The consensus of the rankings by ranked pairs (Tideman 1987): canonical indexes by place, best first; those of one place are
   * put in order by nothing. Decisions of reviewers do not change it.
   */
  places: z.array(z.array(z.number().int().min(0)).min(1)),
  /** Majorities that stronger ones contradict, so that they are left out; 0: nothing goes round in a circle. */
  contradicted: count,
  /** By canonical index, how often it was ranked best, equal ranks sharing: x / n with the 95 % interval of Beta(x + 1, n - x + 1). */
  best: z.array(z.strictObject({ value: share, low: share, high: share })),
});
export type RankingLabel = z.infer<typeof rankingLabel>;

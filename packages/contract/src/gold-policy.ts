import { z } from 'zod';

const percent = z.number().int().min(1).max(100);

/** What happens when somebody's answers to gold comparisons are surely bad. Nothing is ever deleted. */
export const goldRule = z.strictObject({
  action: z.enum(['notify', 'practice', 'pause', 'review']),
  /** Which end of the 95 % Wilson interval must be below: the upper one is proof, the lower one a doubt. */
  bound: z.enum(['upper', 'lower']),
  belowPercent: percent,
  /** Answers to gold comparisons before the rule looks at all. */
  atLeast: z.number().int().min(1).max(1000),
});
export type GoldRule = z.infer<typeof goldRule>;

export const goldPolicy = z
  .strictObject({
    /** The chance of each new assignment to be a gold comparison, after the warm-up. */
    percent: z.number().int().min(0).max(50),
    /** Among somebody's first so many assignments exactly so many are gold, at places drawn at random. */
    warmUp: z.strictObject({
      first: z.number().int().min(0).max(200),
      gold: z.number().int().min(0).max(100),
    }),
    /** People one gold comparison is given to at most. */
    exposures: z.number().int().min(1).max(100_000),
    rules: z.array(goldRule).max(10),
  })
  .refine(({ warmUp }) => warmUp.gold <= warmUp.first, {
    path: ['warmUp', 'gold'],
    message: 'at most as many as the first assignments there are',
  });

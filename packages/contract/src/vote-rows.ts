import { z } from 'zod';
import { storedOutcome } from './judgment.ts';
import { label } from './routing.ts';

const uuid = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';

/**
 * Which comparisons a number was made from: those with a vote that passes all that is given here. Statistics link to the
 * list of comparisons with these in its address.
 */
export const voteRows = z.strictObject({
  /**
   * Votes that count (the default), those paid for, answers to gold comparisons, repeats; or skips, which are no votes; or
   * what reviewers decided and holds, by whoever settled it.
   */
  votes: z.enum(['counted', 'paid', 'gold', 'repeat', 'skipped', 'adjudicated']).optional(),
  /** Who gave it; two, separated by a comma: a vote of each. */
  by: z
    .string()
    .regex(new RegExp(`^${uuid}(,${uuid})?$`), 'one or two ids of annotators, separated by a comma')
    .optional(),
  /** Who gave it is in this team of the project now. */
  team: label.optional(),
  outcome: storedOutcome.optional(),
  /** The side that was preferred, as it was shown. */
  side: z.enum(['left', 'right']).optional(),
  /** A model with an answer; with `result` what came of it, with `against` only where it met that one. A ranking tells of each two of its answers. */
  model: z.string().max(200).optional(),
  /** `undecided`: a tie or both bad. */
  result: z.enum(['won', 'lost', 'tied', 'undecided']).optional(),
  against: z.string().max(200).optional(),
  /** `any`: two votes or more beside "cannot judge"; `differ`: of them not all alike. */
  shared: z.enum(['any', 'differ']).optional(),
  /** Two answers that two votes gave, separated by a comma: strengths of -3..3, 0 the tie, or `both_bad`. */
  said: z
    .string()
    .regex(/^(-?[0-3](\.\d+)?|both_bad),(-?[0-3](\.\d+)?|both_bad)$/, 'two answers, separated by a comma')
    .optional(),
  /**
   * Characters of the longer of two answers over those of the shorter: above the first number, up to the second (`1.1,1.25`),
   * or to any (`3,`). Answers of one length are not among them.
   */
  length: z
    .string()
    .regex(/^\d{1,6}(\.\d{1,6})?,(\d{1,6}(\.\d{1,6})?)?$/, 'one or two ratios from 1, separated by a comma')
    .optional(),
  /** Two answers of which one has more of it; `any`: more headings, lists and bold texts together. */
  formatting: z.enum(['any', 'headings', 'lists', 'bold']).optional(),
  /** Two answers of which the texts are not both known. */
  texts: z.enum(['missing']).optional(),
  language: z.string().max(35).optional(),
  category: z.string().max(200).optional(),
  /** Of batches that are of this round now, and of this one batch. */
  round: z
    .string()
    .regex(/^[1-9]\d{0,4}$/, 'a whole number from 1')
    .optional(),
  batch: z.guid().optional(),
  /** Days in UTC on which votes were given, both included. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
});
export type VoteRows = z.infer<typeof voteRows>;
export const voteRowsNames = voteRows.keyof().options;

import { z } from 'zod';
import { stepLabel } from './judgment.ts';
import { count } from './shapes.ts';

const share = z.number().min(0).max(1);

/** What answers to a rating, a flag or safety, or thumbs, come to for one response. */
export const responseLabel = z.strictObject({
  answers: count,
  /** Median of ratings in their unit; share of yes of a flag or safety, of good of thumbs, weighed its chance. Null without an answer. */
  value: z.number().nullable(),
  /** 95 %: of a median by ranks (Thompson 1936), of a share Beta(x + 1, n - x + 1), of a chance what the accuracies' own allow. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** What most say of a flag, safety or thumbs; null for ratings, without an answer, and where as many say yes as no. */
  mostly: z.boolean().nullable(),
  /** What reviewers decided, which is the label then: a rating, or 1 for good and 0 for not good. Null: the votes stand. */
  decided: z.number().nullable(),
  /** Why there is no value, or no interval: six ratings are the fewest for one. */
  reason: z.enum(['no_data', 'too_few']).nullable(),
});

/** What labels of one step of a response come to. */
export const stepResolution = z.strictObject({
  /** Code points of the last message's content, end not included. */
  start: count,
  end: count,
  answers: count,
  right: count,
  wrong: count,
  neutral: count,
  /** The share of right, neutral counting half to each side; with the 95 % interval of Beta(x + 1, n - x + 1). Null without an answer. */
  value: share.nullable(),
  low: share.nullable(),
  high: share.nullable(),
  /** The label that most give; null where two lead, people cut the text differently there, or nobody judged it. */
  mostly: stepLabel.nullable(),
  /** What reviewers decided, which is the label then; null: the votes stand. */
  decided: stepLabel.nullable(),
});
export type StepResolution = z.infer<typeof stepResolution>;

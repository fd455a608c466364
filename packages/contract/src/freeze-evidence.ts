import { z } from 'zod';
import { count } from './shapes.ts';
import { estimate, notDefined } from './statistics/numbers.ts';

/** A number of a frozen version, rounded to six digits so that every machine writes the same. */
const measured = z.strictObject({
  value: z.number().nullable(),
  /** Ends of its 95 % interval. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  n: count,
  reason: notDefined.nullable(),
});

const agreementMeasure = z.strictObject({
  /** direction: which response a judgment is for. strength: how much, on one scale with ties. The others: of their own scales. */
  of: z.enum(['direction', 'strength', 'ranking', 'thumbs', 'rating', 'criterion']),
  /** The part of the question, of ratings and criteria. */
  key: z.string().nullable(),
  /**
   * Krippendorff's alpha, n: comparisons (or responses) with two judgments. Kendall's W, its mean over comparisons, which are n.
   * percent_pooled: agreeing pairs of judgments over all, which are n. percent_mean: mean over comparisons, which are n.
   */
  measure: z.enum(['alpha_nominal', 'alpha_ordinal', 'kendall_w', 'percent_pooled', 'percent_mean']),
  ...measured.shape,
});
export type AgreementMeasure = z.infer<typeof agreementMeasure>;

const annotatorCounts = z.strictObject({
  /** Under the pseudonym of the `votes` format. */
  annotator: z.string(),
  judgments: count,
  counted: count,
  /** Of those the ones behind rows; left out in versions frozen before it was counted. */
  ofRows: count.optional(),
  /** Of judgments with a known answer. */
  gold: z.strictObject({ right: count, of: count }),
});

/** What is known at the freeze of how far the judgments of a version can be trusted. */
export const freezeEvidence = z.strictObject({
  agreement: z.array(agreementMeasure),
  annotators: z.strictObject({
    /** Who gave a judgment behind a row; of versions frozen before that was counted, one that counts. */
    people: count,
    /** Those judgments of each of them: least, quarter, half, three quarters, most; null without anybody. */
    judgmentsEach: z
      .strictObject({ least: count, quarter: count, median: count, threeQuarters: count, most: count })
      .nullable(),
    /** Most judgments first, at most 1000; null where the recipe names nobody. */
    each: z.array(annotatorCounts).nullable(),
  }),
  /** Judgments on comparisons whose answer is known, examinations left out. */
  gold: z.strictObject({ people: count, right: measured }),
});
export type FreezeEvidence = z.infer<typeof freezeEvidence>;

const digits = 1e6;
const rounded = (value: number | null): number | null =>
  value === null ? null : Math.round(value * digits) / digits + 0;

/** An estimate as a version stores it. */
export function storedEstimate(given: z.infer<typeof estimate>): z.infer<typeof measured> {
  const { value, low, high, n, reason } = given;
  return { value: rounded(value), low: rounded(low), high: rounded(high), n, reason };
}

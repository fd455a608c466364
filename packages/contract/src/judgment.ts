import { z } from 'zod';
import { id } from './shapes.ts';
import { partKey } from './question-form.ts';

/**
 * What a person says about one comparison, as it was shown: responses are known by place only (0 is A). The server turns
 * it into canonical order before it is stored.
 */

export const mostResponses = 9;
const place = z
  .number()
  .int()
  .min(0)
  .max(mostResponses - 1);
const position = z.number().int().min(1).max(9);
/** In Unicode code points of the message's content, so that a slice in any language gives the same phrase. */
const offset = z.number().int().min(0).max(2_000_000);

export const stepLabel = z.enum(['right', 'wrong', 'neutral']);
export type StepLabel = z.infer<typeof stepLabel>;

export const answer = z.discriminatedUnion('outcome', [
  /** A position on the scale, 1..points from the left as shown; the middle of an odd scale is a tie. */
  z.strictObject({ outcome: z.literal('scale'), position }),
  z.strictObject({ outcome: z.literal('tie') }),
  z.strictObject({ outcome: z.literal('both_bad') }),
  z.strictObject({ outcome: z.literal('cannot_judge') }),
  /** A rank for each place: 1 is best, equal ranks tie, 0 is unacceptable, null is below the best k. */
  z.strictObject({
    outcome: z.literal('ranking'),
    ranks: z.array(z.number().int().min(0).max(mostResponses).nullable()).max(mostResponses),
  }),
  z.strictObject({ outcome: z.literal('thumbs'), up: z.boolean() }),
  /** Everything is in `details.ratings`. */
  z.strictObject({ outcome: z.literal('rated') }),
  /** A label for each step of the response in its order; shorter when judging stopped at the first wrong one. */
  z.strictObject({ outcome: z.literal('steps'), labels: z.array(stepLabel).max(2000) }),
]);
export type Answer = z.infer<typeof answer>;

/** How a judgment stands in the database; a retraction is none. */
export const storedOutcome = z.enum([
  'preference',
  'tie',
  'both_bad',
  'cannot_judge',
  'ranking',
  'thumbs_up',
  'thumbs_down',
  'rated',
  'steps',
]);
export type StoredOutcome = z.infer<typeof storedOutcome>;

export const criterionAnswer = z.strictObject({
  key: partKey,
  /** A position on the criterion's scale, or null: does not apply. */
  position: position.nullable(),
});
export const ratingAnswer = z.strictObject({ key: partKey, place, value: z.number().int().min(0).max(10) });
export const flagAnswer = z.strictObject({
  key: partKey,
  place,
  /** 1 is the mildest; null where the flag has no severities. */
  severity: z.number().int().min(1).max(5).nullable(),
});
export const span = z.strictObject({
  place,
  /** Which message of the response, from 0. */
  message: z.number().int().min(0).max(1000),
  start: offset,
  end: offset,
  /** The phrase itself, content[start:end]. */
  quote: z.string().max(20_000),
  label: partKey,
  note: z.string().max(2000).nullable(),
});
export type Span = z.infer<typeof span>;
/** A better answer in the annotator's words. */
export const rewrite = z.strictObject({
  /** The client's UUIDv7 of the new response. */
  responseId: id,
  /** The response it was made from; null: written from nothing. */
  place: place.nullable(),
  content: z.string().min(1).max(200_000),
});
export type Rewrite = z.infer<typeof rewrite>;

/** The parts beside the main answer. What a form does not ask is empty. */
export const details = z.strictObject({
  criteria: z.array(criterionAnswer).max(12).default([]),
  ratings: z.array(ratingAnswer).max(108).default([]),
  flags: z.array(flagAnswer).max(360).default([]),
  /** For each place whether the response is safe; null: not answered. */
  safe: z.array(z.boolean()).max(mostResponses).nullable().default(null),
  reasons: z.array(partKey).max(40).default([]),
  spans: z.array(span).max(200).default([]),
  rewrite: rewrite.nullable().default(null),
});
export type Details = z.infer<typeof details>;
/** Details with parts left out. */
export type SomeDetails = z.input<typeof details>;

/** What of a judgment of one response alone, or of a decision about one, is beside its outcome; in the response's own terms. */
export const singleDetails = z.strictObject({
  ratings: z.array(
    z.strictObject({
      key: partKey,
      response: z
        .number()
        .int()
        .min(0)
        .max(mostResponses - 1),
      value: z.number(),
    }),
  ),
  /** In the order of the response's last message, by code points of its content; null where it was not judged by steps. */
  steps: z.array(z.strictObject({ start: offset, end: offset, label: stepLabel })).nullable(),
});
export type SingleDetails = z.infer<typeof singleDetails>;

/** What has been entered so far; kept until it is given. */
export const draft = z.strictObject({
  answer: answer.nullable().default(null),
  details: details.default(() => details.parse({})),
  rationale: z.string().max(10_000).default(''),
});
export type Draft = z.input<typeof draft>;

/** The conditions under which a person decided. Recorded, shown to them, never used to reject. */
export const viewState = z.strictObject({
  layout: z.enum(['side_by_side', 'stacked', 'one_at_a_time']),
  rendering: z.enum(['markdown', 'raw']),
  widthClass: z.enum(['narrow', 'medium', 'wide']),
  locale: z.string().max(20),
  theme: z.enum(['light', 'dark']),
  input: z.enum(['key', 'pointer']),
  visibleMs: z.number().int().min(0),
  undoCount: z.number().int().min(0),
  guidelinesOpened: z.boolean(),
  /** Share of each response scrolled into view, 0..1, in presented order. */
  seen: z.array(z.number().min(0).max(1)).max(16),
  // Optional: workbenches of earlier versions do not send them, and a judgment sent again must stay the same.
  /** How long the differences were highlighted. */
  diffMs: z.number().int().min(0).optional(),
  syncScroll: z.boolean().optional(),
  /** Size of the text in percent of the usual. */
  textSize: z.number().int().min(50).max(400).optional(),
  /** Presses that came too soon to count. */
  ignoredPresses: z.number().int().min(0).optional(),
  /** Parts that could not be rendered and were shown as raw text. */
  rawFallbacks: z.number().int().min(0).optional(),
});
export type ViewState = z.infer<typeof viewState>;

export const submission = z.strictObject({
  /** The client's UUIDv7: sending the same judgment again changes nothing. */
  id,
  answer,
  details: details.optional(),
  rationale: z.string().max(10_000).optional(),
  activeMs: z.number().int().min(0).max(86_400_000),
  view: viewState,
  questionVersion: z.int32(),
  guidelinesVersion: z.int32(),
});
export type Submission = z.input<typeof submission>;

import { z } from 'zod';

/**
 * What a question asks of one comparison: a main question of one kind, and parts that may stand beside it. A form belongs
 * to one version of a question and never changes; judgments name the version they answered.
 */

/** Names a part of a form for ever, in stored judgments and in exports. */
export const partKey = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, 'a small letter, then small letters, digits and underscores, 40 at most');

export function localText(longest: number) {
  return z.strictObject({
    en: z.string().trim().min(1).max(longest),
    'zh-CN': z.string().trim().min(1).max(longest),
  });
}

export const label = localText(120);
export type LocalText = z.infer<typeof label>;
const hint = localText(500).nullable();

export const scale = z.strictObject({
  /** Positions from left to right, 2 to 9; with an odd number the middle one is the tie. */
  points: z.number().int().min(2).max(9),
  allowTie: z.boolean(),
  allowBothBad: z.boolean(),
  allowCannotJudge: z.boolean(),
});
export type Scale = z.infer<typeof scale>;
export const checkedScale = scale.refine((value) => value.points % 2 === 0 || value.allowTie, {
  path: ['allowTie'],
  message:
    'a scale with an odd number of points has the tie in the middle: allow ties or choose an even number',
});

/** Two responses on a scale. `levels`: names of the positions as drawn, left to right, where the usual ones do not do. */
export const pairQuestion = z.strictObject({
  kind: z.literal('pair'),
  scale: checkedScale,
  levels: z.array(label).max(9).nullable(),
});

/** Three to nine responses in order, best first (two are ranked as well). */
export const rankQuestion = z.strictObject({
  kind: z.literal('rank'),
  allowTies: z.boolean(),
  /** A tray for responses that nobody should get; those in it are worse than all ranked ones. */
  allowUnacceptable: z.boolean(),
  /** Only so many best ones must be ranked; null: all. */
  topK: z.number().int().min(1).max(8).nullable(),
  allowCannotJudge: z.boolean(),
});

/** One response by itself: good or bad (`thumbs`), by ratings alone (`rating`), or step by step (`steps`). */
export const singleQuestion = z.strictObject({
  kind: z.literal('single'),
  ask: z.enum(['thumbs', 'rating', 'steps']),
  /** With `steps`: what comes after the first wrong step need not be judged. */
  stopAtFirstError: z.boolean(),
  allowCannotJudge: z.boolean(),
});

export const mainQuestion = z.discriminatedUnion('kind', [pairQuestion, rankQuestion, singleQuestion]);
export type MainQuestion = z.infer<typeof mainQuestion>;

/** A preference on one criterion beside the overall one; only with a pair. */
export const criterion = z.strictObject({
  key: partKey,
  label,
  hint,
  points: z.number().int().min(2).max(9),
  /** "Does not apply here" as an answer of its own. */
  allowNotApplicable: z.boolean(),
  required: z.boolean(),
});
export type Criterion = z.infer<typeof criterion>;

/** A number for each response on one criterion, `min` to `max`. */
export const rating = z
  .strictObject({
    key: partKey,
    label,
    hint,
    min: z.number().int().min(0).max(1),
    max: z.number().int().min(1).max(10),
    /** What the two ends mean. */
    low: label.nullable(),
    high: label.nullable(),
    required: z.boolean(),
  })
  .refine((value) => value.max > value.min, { path: ['max'], message: 'max is greater than min' });
export type Rating = z.infer<typeof rating>;

/** A yes for a response, with a severity where the flag has names for them (from the mildest, 1). */
export const responseFlag = z.strictObject({
  key: partKey,
  label,
  hint,
  severities: z.array(label).max(5),
});
export type ResponseFlag = z.infer<typeof responseFlag>;

export const rationale = z.strictObject({
  mode: z.enum(['off', 'optional', 'required']),
  /** Characters a required rationale has at least; an optional one has them or is empty. */
  minLength: z.number().int().min(0).max(2000),
  reasons: z.array(z.strictObject({ key: partKey, label })).max(40),
  reasonRequired: z.boolean(),
});
export type RationaleForm = z.infer<typeof rationale>;

export const spanTone = z.enum(['bad', 'warn', 'good', 'neutral']);
export const spanLabel = z.strictObject({ key: partKey, label, tone: spanTone });
export type SpanLabel = z.infer<typeof spanLabel>;

const uniqueKeys = (items: readonly { key: string }[]): boolean =>
  new Set(items.map((item) => item.key)).size === items.length;
const keyed = <Item extends z.ZodType<{ key: string }>>(item: Item, most: number) =>
  z.array(item).max(most).refine(uniqueKeys, { message: 'each key is used once' });

export const questionForm = z.strictObject({
  main: mainQuestion,
  criteria: keyed(criterion, 12),
  ratings: keyed(rating, 12),
  flags: keyed(responseFlag, 40),
  /** Whether each response is safe, independent of which is better; null: not asked. */
  safety: z.strictObject({ required: z.boolean() }).nullable(),
  rationale,
  /** Marks on phrases of a response; none: off. */
  spans: keyed(spanLabel, 12),
  rewrite: z.enum(['off', 'optional', 'required']),
  /** What of a conversation is judged: its last turn, the turn the import marks (else the last), or all of it. */
  scope: z.enum(['last_turn', 'marked_turn', 'conversation']),
  /** Whether the two answers may be compared word by word on the screen. */
  allowDiff: z.boolean(),
});
export type QuestionForm = z.infer<typeof questionForm>;

/** A form that can be asked: its parts fit its main question. */
export const checkedForm = questionForm
  .refine((form) => form.criteria.length === 0 || form.main.kind === 'pair', {
    path: ['criteria'],
    message: 'preferences per criterion are for pairs; use ratings per answer instead',
  })
  .refine(({ main, ratings }) => main.kind !== 'single' || main.ask !== 'rating' || ratings.length > 0, {
    path: ['ratings'],
    message: 'a question that asks for ratings alone needs at least one rating',
  })
  .refine(
    ({ main }) => main.kind !== 'pair' || main.levels === null || main.levels.length === main.scale.points,
    { path: ['main', 'levels'], message: 'there are as many level names as points' },
  )
  .refine(({ rationale: asked }) => !asked.reasonRequired || asked.reasons.length > 0, {
    path: ['rationale', 'reasons'],
    message: 'a required reason needs reasons to choose from',
  });

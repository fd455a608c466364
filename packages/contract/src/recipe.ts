import { z } from 'zod';
import { partKey } from './question-form.ts';
import { id } from './shapes.ts';

/** A day or a moment, RFC 3339; a day is its beginning in UTC. */
const moment = z
  .string()
  .regex(
    /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2}))?$/,
    'a day as 2026-01-31 or a moment as 2026-01-31T12:00:00Z',
  )
  .refine(isMoment, 'no such day or moment');

function isMoment(text: string): boolean {
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  return (
    !Number.isNaN(Date.parse(text)) &&
    !Number.isNaN(day.getTime()) &&
    day.toISOString().startsWith(text.slice(0, 10))
  );
}

const chosen = z.array(z.string().min(1).max(200)).max(200).default([]);
const versions = z.array(z.number().int().min(1)).max(200).default([]);

/**
 * Who gave a judgment: by their part in the project, from an import (`model`: where it says that a model judged), or somebody
 * who has left.
 */
export const judgeGroup = z.enum([
  'annotator',
  'reviewer',
  'researcher',
  'admin',
  'imported',
  'model',
  'left',
]);

/** What takes part at all. Empty lists and nulls let everything pass. */
export const recipeFilters = z.strictObject({
  // Of comparisons.
  batches: z.array(id).max(200).default([]),
  /** Those of batches. */
  rounds: versions,
  languages: chosen,
  categories: chosen,
  sources: chosen,
  /** The prompt has one of these tags. */
  tags: chosen,
  /** All responses of the comparison come from these models. */
  models: chosen,
  /** Characters of the longest response of the comparison, all its messages together. */
  leastCharacters: z.number().int().min(0).max(10_000_000).nullable().default(null),
  mostCharacters: z.number().int().min(0).max(10_000_000).nullable().default(null),
  adjudicatedOnly: z.boolean().default(false),
  /** Keys of the question's flags: comparisons of which somebody whose judgment counts raised one of them are left out. */
  withoutFlags: chosen,
  // Of judgments: the others are not counted, as `filtered`.
  from: moment.nullable().default(null),
  /** Judgments of before this moment. */
  to: moment.nullable().default(null),
  questionVersions: versions,
  guidelinesVersions: versions,
  judges: z.array(judgeGroup).max(7).default([]),
  /** Judgments of who is in one of these teams of the project then. */
  teams: chosen,
  // Of what came of them.
  minAgreement: z.number().min(0).max(1).default(0),
  /** Mean strength towards the winner, 0 to 3. */
  minStrength: z.number().min(0).max(3).default(0),
  outcomes: z
    .array(z.enum(['preference', 'tie', 'both_bad']))
    .max(3)
    .default([]),
});
export type RecipeFilters = z.infer<typeof recipeFilters>;

const splitName = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'small letters, digits and underscores');
const shares = z
  .array(z.strictObject({ name: splitName, share: z.number().gt(0).max(1) }))
  .min(1)
  .max(8)
  .refine(
    (parts) => Math.abs(parts.reduce((sum, { share }) => sum + share, 0) - 1) < 1e-9,
    'shares must add up to 1',
  )
  .refine(haveOwnNames, 'each part needs a name of its own');
/** The same salt and the same key give the same part, in every version and everywhere. */
const salt = z.string().min(1).max(100);

function haveOwnNames(parts: readonly { name: string }[]): boolean {
  return new Set(parts.map(({ name }) => name)).size === parts.length;
}

/** Into which parts rows go. Everything of one prompt, or of one annotator, is in one part. */
export const recipeSplit = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('prompt'),
    salt,
    parts: shares,
    /** join: prompts that are nearly the same are in one part. */
    nearDuplicates: z.enum(['join', 'ignore']).default('join'),
  }),
  z.strictObject({ by: z.literal('annotator'), salt, parts: shares }),
  z.strictObject({
    by: z.literal('date'),
    /** Rows whose last judgment was given before `until` are in that part; the last part has none. */
    parts: z
      .array(z.strictObject({ name: splitName, until: moment.nullable() }))
      .min(2)
      .max(8)
      .refine(haveOwnNames, 'each part needs a name of its own')
      .refine(areInOrder, '`until` must rise from part to part, and be null in the last one only'),
  }),
]);
export type RecipeSplit = z.infer<typeof recipeSplit>;

function areInOrder(parts: readonly { until: string | null }[]): boolean {
  return parts.every(({ until }, index) => {
    if (index === parts.length - 1) return until === null;
    const before = parts[index - 1]?.until;
    const at = until === null ? Number.NaN : Date.parse(until);
    return !Number.isNaN(at) && (before == null || Date.parse(before) < at);
  });
}

/** A rating that margins are made of, and which end of its scale is better. */
export const marginRating = z.strictObject({ key: partKey, better: z.enum(['higher', 'lower']) });
export type MarginRating = z.infer<typeof marginRating>;

/** How judgments become rows. Exact rules: `resolve`, `resolveUnits` and `rowsOfUnit` in domain. */
export const recipe = z
  .strictObject({
    /**
     * Which question labels the rows: a criterion of its form, by its key, or null for the main one. Judgments that do not answer it
     * count as `filtered`; "not applicable" abstains.
     */
    criterion: partKey.nullable().default(null),
    minJudgments: z.number().int().min(1).max(100).default(1),
    /** simple: most votes win. absolute: more than half of the judgments. unanimous: all of them. */
    majority: z.enum(['simple', 'absolute', 'unanimous']).default('simple'),
    /**
     * drop: tie votes count, and a comparison they win is left out. ignore_votes: tie votes are not counted at all. keep: as
     * drop, but a tie is a row, for formats that can hold it. half_weight: a tie is two rows, one in each direction, with
     * weight 1/2.
     */
    ties: z.enum(['drop', 'ignore_votes', 'keep', 'half_weight']).default('drop'),
    /**
     * drop: `both_bad` votes count as an answer of their own. as_tie: they count as ties. negatives: as drop, but both bad is a
     * row, for formats with labels.
     */
    bothBad: z.enum(['drop', 'as_tie', 'negatives']).default('drop'),
    dropFlagged: z.boolean().default(false),
    includeMargin: z.boolean().default(false),
    /**
     * Which pairs of three or more ranked responses become rows: all; neighbours in the resolved order; the best against
     * each other one; the best against the worst; none. Exact rules: `resolveUnits` in domain.
     */
    rankings: z.enum(['all', 'adjacent', 'best_vs_rest', 'best_vs_worst', 'leave_out']).default('all'),
    /** include: a rewrite is better than the response it was made from and than what its author put below that one. */
    rewrites: z.enum(['include', 'leave_out']).default('include'),
    /** prefer: where reviewers have decided, their decision is the label whatever the votes are. */
    adjudicated: z.enum(['ignore', 'prefer']).default('ignore'),
    /**
     * majority: votes weigh the same. weighted: by how often their annotator is right (`annotator_models`). each_vote: every
     * vote is a row of its own.
     */
    aggregation: z.enum(['majority', 'weighted', 'each_vote']).default('majority'),
    /** The weight of a row is the share of the ballots for its label, 0 to 1. */
    softLabel: z.boolean().default(false),
    /** Which number the margin is, where it is included; see `marginOf` in domain. */
    margin: z
      .enum(['strength', 'llama2_small', 'llama2_large', 'rating_difference', 'log_odds'])
      .default('strength'),
    /**
     * Of a rating difference: the ratings that it is the mean difference of, those that both responses have. Null: the mean of all
     * ratings whatever they are, as recipes of before have it; none is made or changed so any more (`wantedRecipe`).
     */
    marginRatings: z
      .array(marginRating)
      .min(1)
      .max(12)
      .refine((ratings) => new Set(ratings.map(({ key }) => key)).size === ratings.length, {
        message: 'each rating is named once',
      })
      .nullable()
      .default(null),
    /** include: responses judged alone are rows, as labels, steps or ratings. */
    singles: z.enum(['leave_out', 'include']).default('leave_out'),
    /**
     * drop: of rows with the same prompt, the same texts and the same answer the first stays. near: the same of prompts and texts
     * that are nearly the same; it is looked for when the version is frozen.
     */
    duplicates: z.enum(['keep', 'drop', 'near']).default('keep'),
    /** E-mail addresses, phone numbers, identity numbers, keys. report: they are counted. refuse: such rows are left out. */
    personalData: z.enum(['ignore', 'report', 'mask', 'refuse']).default('ignore'),
    /** pseudonyms: of the dataset, made with a key. none: judgments name nobody. */
    annotators: z.enum(['pseudonyms', 'none']).default('pseudonyms'),
    /** Null: all rows are in `train`. */
    split: recipeSplit.nullable().default(null),
    /** Null: the order of the project. Else comparisons are in an order that depends on the number alone. */
    shuffleSeed: z.number().int().min(0).max(2_147_483_647).nullable().default(null),
    filters: recipeFilters.default(() => recipeFilters.parse({})),
  })
  .refine(({ criterion, adjudicated }) => criterion === null || adjudicated === 'ignore', {
    path: ['adjudicated'],
    message:
      'reviewers decide the main question: rows by a criterion are made from votes (adjudicated: ignore)',
  })
  .refine(({ criterion, aggregation }) => criterion === null || aggregation !== 'weighted', {
    path: ['aggregation'],
    message:
      'how often annotators are right is known of the main question: on a criterion every vote weighs the same (majority or each_vote)',
  })
  .refine(({ criterion, rewrites }) => criterion === null || rewrites === 'leave_out', {
    path: ['rewrites'],
    message: 'a rewrite is better as a whole, not by a criterion (rewrites: leave_out)',
  })
  .refine(({ criterion, singles }) => criterion === null || singles === 'leave_out', {
    path: ['singles'],
    message: 'a criterion is about two responses: responses judged alone have none (singles: leave_out)',
  })
  .refine(({ aggregation, adjudicated }) => aggregation !== 'each_vote' || adjudicated === 'ignore', {
    path: ['adjudicated'],
    message: 'where every vote is a row, decisions of reviewers cannot go before votes',
  })
  .refine(({ split, aggregation }) => split?.by !== 'annotator' || aggregation === 'each_vote', {
    path: ['split'],
    message:
      'a split by annotator needs rows of one annotator each: every vote a row (aggregation: each_vote)',
  });
export type Recipe = z.infer<typeof recipe>;

/** A recipe as one is made or changed. */
export const wantedRecipe = recipe.refine(
  ({ includeMargin, margin, marginRatings }) =>
    !includeMargin || margin !== 'rating_difference' || marginRatings !== null,
  {
    path: ['marginRatings'],
    message: 'a margin by ratings names those that it is made of, each with the end that is better',
  },
);

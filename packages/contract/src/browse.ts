import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { flagReason, raisedFlag } from './flags.ts';
import { goldExplanation, goldRanking, goldRatings, goldSource } from './gold.ts';
import { answer, storedOutcome } from './judgment.ts';
import { practiceExpectation } from './practice.ts';
import { withdrawal } from './withdrawals.ts';
import { voteRows } from './vote-rows.ts';
import { count, id, message, pageOf, pageQuery, projectParams, timestamp } from './shapes.ts';

/** The inside of a project for those who may see models: never reachable with `annotate` alone. */
const tag = 'Browse';
const access = { kind: 'project', action: 'see_models', scope: 'read' } as const;

export const comparisonSummary = z.strictObject({
  id,
  promptExcerpt: z.string(),
  models: z.array(z.string()),
  language: z.string().nullable(),
  /** The row named none: an import detected it in the text. */
  languageDetected: z.boolean(),
  category: z.string().nullable(),
  /** `withdrawn`: out of work until it is returned. */
  state: z.enum(['open', 'closed', 'unfit', 'withdrawn']),
  targetJudgments: z.number().int(),
  judged: count,
  leased: count,
  skipped: count,
  flagged: count,
});
export type ComparisonSummary = z.infer<typeof comparisonSummary>;

export const listComparisons = endpoint({
  method: 'GET',
  path: '/projects/:projectId/comparisons',
  tag,
  reads: 'replica',
  access,
  summary: 'Comparisons in routing order',
  params: projectParams,
  query: pageQuery.extend({
    ...voteRows.shape,
    /** `flagged`: has a flag that counts; `reported`: one that nobody has settled. */
    progress: z
      .enum([
        'all',
        'open',
        'stuck',
        'complete',
        'leased',
        'flagged',
        'reported',
        'skipped',
        'unfit',
        'exported',
        'withdrawn',
      ])
      .default('all'),
    batch: id.optional(),
    /** A tag that an import gave the prompt. */
    tag: z.string().max(200).optional(),
    /** Has a flag of this reason that counts. */
    flag: flagReason.optional(),
    /** Stands in a message of the prompt, in any case. Letters of any script, from one on. */
    search: z.string().trim().min(1).max(200).optional(),
    /** Two annotators, separated by a comma: only what both judged, not alike by votes that count. */
    disputed: z
      .string()
      .regex(
        /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12},[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
        'two ids of annotators, separated by a comma',
      )
      .optional(),
  }),
  response: pageOf(comparisonSummary).extend({
    /**
     * Comparisons that a search looked through, where it stopped before the page was full: those after them are looked through
     * from `nextCursor` on. Null: it has all that it asked for.
     */
    looked: count.nullable(),
  }),
});

export const getComparison = endpoint({
  method: 'GET',
  path: '/projects/:projectId/comparisons/:comparisonId',
  tag,
  access,
  summary: 'A comparison with its text, judgments and flags',
  params: projectParams.extend({ comparisonId: id }),
  response: comparisonSummary.extend({
    /** I review it blind: judgments, flags and models are left out until I have decided, or had them shown (`revealVotes`). */
    keptBack: z.boolean(),
    prompt: z.array(message),
    responses: z.array(
      z.strictObject({ id, model: z.string().nullable(), messages: z.array(message).nullable() }),
    ),
    judgments: z.array(
      z.strictObject({
        id,
        /** Tells people of the same name apart. */
        annotatorId: id,
        annotator: z.string(),
        outcome: z.enum([...storedOutcome.options, 'retracted']),
        strength: z.number().nullable(),
        /** Rank of each response: 1 is best, 0 unacceptable, null below the best k; null unless it is a ranking. */
        ranks: z.array(z.number().int().nullable()).nullable(),
        /** Canonical details: responses by their index here. */
        details: z.record(z.string(), z.unknown()).nullable(),
        presentedOrder: z.array(z.number().int()),
        /** The version of the question that was answered: it names the parts of `details`. */
        questionVersion: z.number().int(),
        rationale: z.string().nullable(),
        counted: z.boolean(),
        source: z.enum(['annotator', 'import']),
        createdAt: timestamp,
      }),
    ),
    /** What is expected where it is an example of the practice round, in canonical order. */
    practice: practiceExpectation.nullable(),
    /** The known answer where it is a gold comparison, in canonical order. */
    gold: z
      .strictObject({
        answer,
        ratings: goldRatings.nullable(),
        ranking: goldRanking,
        explanation: goldExplanation,
        exam: z.boolean(),
        source: goldSource,
      })
      .nullable(),
    flags: z.array(raisedFlag),
    /** Why it is out of work: withdrawn by itself, or with all of its batch; null where it is not. */
    withdrawal: withdrawal.extend({ of: z.enum(['comparison', 'batch']) }).nullable(),
  }),
});

export const listModels = endpoint({
  method: 'GET',
  path: '/projects/:projectId/models',
  tag,
  reads: 'replica',
  access,
  summary: 'The models whose responses the project has, most responses first',
  params: projectParams,
  response: z.strictObject({ items: z.array(z.strictObject({ model: z.string(), responses: count })) }),
});

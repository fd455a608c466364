import { z } from 'zod';
import { decisivePart } from './decisive-part.ts';
import { endpoint } from './endpoint.ts';
import { storedOutcome } from './judgment.ts';
import { label } from './question-form.ts';
import { rankingLabel } from './ranking-label.ts';
import { responseLabel, stepResolution } from './response-label.ts';
import { count, id, pageOf, pageQuery, projectParams, timestamp } from './shapes.ts';

/** The labels of each comparison as people's judgments make them. Exact rules: `labelComparison` and `labelSingle` in domain. */
const tag = 'Resolutions';
const read = { kind: 'project', action: 'see_models', scope: 'read' } as const;

/**
 * single: one ballot. majority: the most votes. median: of ratings. weighted: by how often each annotator is right.
 * adjudicated: reviewers.
 */
export const resolutionMethod = z.enum(['single', 'majority', 'median', 'weighted', 'adjudicated']);
export type ResolutionMethod = z.infer<typeof resolutionMethod>;
/**
 * contested: people answered and no answer leads. unresolved: there is nothing to decide from, see `reason`. answered: each
 * response has its own label, see `responses`, `steps` and, of a response that was rated, the labels of its ratings.
 */
export const resolutionResult = z.enum(['winner', 'tie', 'both_bad', 'contested', 'unresolved', 'answered']);
export type ResolutionResult = z.infer<typeof resolutionResult>;
/** `main` is the answer itself; the others are the parts of a form by their key. */
export const resolutionQuestion = z
  .string()
  .regex(
    /^(main|safety|(criterion|rating|flag):[a-z][a-z0-9_]{0,39})$/,
    'main, safety, or criterion:, rating: or flag: and a key',
  );

const share = z.number().min(0).max(1);

/** How likely each result is. */
export const softLabel = z.strictObject({
  /** That the first canonical response is better, ties and both bad counting half to each. Null with a reason. */
  probability: share.nullable(),
  /** Of a majority the 95 % interval of Beta(x + 1, n - x + 1); of weighted votes what the accuracies' own intervals allow. */
  low: share.nullable(),
  high: share.nullable(),
  /** Of a pair: first, second, tie, both bad. Of three or more responses: how often each was ranked best. */
  shares: z.array(share).nullable(),
  reason: z.enum(['no_data', 'no_pair']).nullable(),
});

export const resolution = z.strictObject({
  comparisonId: id,
  question: resolutionQuestion,
  /** Counts up when the label or what it stands on changes; 0: nobody has judged yet. */
  version: count,
  method: resolutionMethod.nullable(),
  result: resolutionResult,
  reason: z
    .enum(['too_few_judgments', 'cannot_judge', 'no_preference', 'not_answered', 'not_applicable'])
    .nullable(),
  /** Canonical index of the better response, from 0. */
  winner: z.number().int().min(0).nullable(),
  /** -3..3, negative = the first canonical response is better; null where there is none. */
  strength: z.number().min(-3).max(3).nullable(),
  /** Ballots for the result / all ballots; of rankings how alike two of them are on average. */
  agreement: share.nullable(),
  soft: softLabel,
  /** By canonical index, of questions about each response by itself and of thumbs; null of all others. */
  responses: z.array(responseLabel).nullable(),
  /** Of a response judged step by step: in its order, those that more than half of the judgments reach; null of all others. */
  steps: z.array(stepResolution).nullable(),
  /** Of three or more responses with a ranking; null of all others. */
  ranking: rankingLabel.nullable(),
  votesUsed: count,
  /** 0: all say the same; 1: as different as can be. */
  disagreement: share,
  computedAt: timestamp,
});
export type Resolution = z.infer<typeof resolution>;

export const annotatorModel = z.strictObject({
  id,
  computedAt: timestamp,
  /** What it was learnt from. */
  votes: count,
  comparisons: count,
  annotators: count,
  /** Null where nothing could be learnt, for `reason`. */
  presumedAccuracy: share.nullable(),
  converged: z.boolean().nullable(),
  reason: z.string().nullable(),
});
export type AnnotatorModel = z.infer<typeof annotatorModel>;

/** Why a judgment does not count. */
const setAside = z.enum([
  'superseded',
  'retracted',
  'retraction',
  'surplus',
  'repeat',
  'practice',
  'gold',
  'review',
  'excluded',
]);

/** One judgment and its part in the label. */
export const explainedJudgment = z.strictObject({
  judgmentId: id,
  annotator: z.string(),
  outcome: z.enum([...storedOutcome.options, 'retracted']),
  strength: z.number().nullable(),
  counted: z.boolean(),
  /** Why it does not count, or why it has no ballot though it does. other_kind: it answers another kind of question. */
  reason: z.enum([...setAside.options, 'abstains', 'no_preference', 'other_kind']).nullable(),
  /** 1 for each vote of a majority; log odds in nats where votes are weighed; null without a ballot. */
  weight: z.number().nullable(),
  /** What the weight stands on. */
  accuracy: share.nullable(),
  createdAt: timestamp,
});

export const resolutionVersion = z.strictObject({
  version: count,
  method: resolutionMethod.nullable(),
  result: resolutionResult,
  winner: z.number().int().min(0).nullable(),
  strength: z.number().nullable(),
  /** As in the label. */
  responses: z.array(responseLabel).nullable(),
  steps: z.array(stepResolution).nullable(),
  votesUsed: count,
  /** What is not as in the version before. */
  changed: z.array(decisivePart),
  createdAt: timestamp,
});

/** What one judgment says of a question beside the main one. */
export const explainedAnswer = z.strictObject({
  judgmentId: id,
  annotator: z.string(),
  /** Why it takes no part: also other_scale, where a rating was asked on another scale than now. */
  reason: z
    .enum([...setAside.options, 'not_asked', 'not_answered', 'not_applicable', 'other_scale'])
    .nullable(),
  /** Of a criterion: -3..3, negative = the first canonical response. */
  strength: z.number().nullable(),
  /** By canonical index: a rating, or 1 for yes and 0 for no; null of a criterion. */
  values: z.array(z.number().nullable()).nullable(),
  /** 1 where all weigh the same; else log odds in nats, of a rating how many of somebody usual it counts as. Null: no part. */
  weight: z.number().nullable(),
});

export const explainedQuestion = resolution.extend({
  /** Null of safety. */
  label: label.nullable(),
  answers: z.array(explainedAnswer),
  /** Newest first, up to 50. */
  versions: z.array(resolutionVersion),
});
export type ExplainedQuestion = z.infer<typeof explainedQuestion>;

/**
 * Where more judgments are asked for where people differ: what the last judgment on which they did was weighed by. The lead is
 * that of the first opinion over the second, in judgments; of ratings how many of the `voters` lie close together, and `needed` two thirds.
 */
export const stoppingLook = z.strictObject({
  judgments: count,
  lead: count,
  /** The lead that the accuracy warrants (Wald's sequential test at 5 %). */
  needed: count,
  /** Of those who judged, as `warrantedAccuracy` has it. */
  accuracy: share.nullable(),
  /** Of so many of the `voters` it was learnt; of the others it was assumed. Ratings have none. */
  learnt: count,
  voters: count,
  /** Judgments it is to get, as of now. */
  target: count,
  /** No further judgments can settle it. */
  contested: z.boolean(),
  lookedAt: timestamp,
});
export type StoppingLook = z.infer<typeof stoppingLook>;

export const explainedResolution = resolution.extend({
  /** Null where nobody differed, or nothing more is asked for. */
  stopping: stoppingLook.nullable(),
  judgments: z.array(explainedJudgment),
  /** What weighed the votes; null unless they are weighed. */
  model: annotatorModel.nullable(),
  /** Newest first, up to 50. */
  versions: z.array(resolutionVersion),
  /** Labels of the questions that the judgments were asked beside the main one, in the order of the form. */
  questions: z.array(explainedQuestion),
});
export type ExplainedResolution = z.infer<typeof explainedResolution>;

export const getResolution = endpoint({
  method: 'GET',
  path: '/projects/:projectId/comparisons/:comparisonId/resolution',
  tag,
  access: read,
  summary: 'The label of a comparison as it is now, which judgments made it and which labels it had',
  params: projectParams.extend({ comparisonId: id }),
  response: explainedResolution,
  errors: ['kept_back'],
});

/** full: all ballots say the same. partial: some do not. none: it is not defined, as without a label that leads. */
export const labelAgreement = z.enum(['full', 'partial', 'none']);
export type LabelAgreement = z.infer<typeof labelAgreement>;
/** By the comparison's id, or by disagreement and then the id. */
export const labelSort = z.enum(['comparison', 'most_disagreement', 'least_disagreement']);
export type LabelSort = z.infer<typeof labelSort>;

export const listResolutions = endpoint({
  method: 'GET',
  path: '/projects/:projectId/resolutions',
  tag,
  access: read,
  summary: 'Labels of one question, of the comparisons that somebody has judged',
  params: projectParams,
  query: pageQuery.extend({
    question: resolutionQuestion.default('main'),
    /** settled: a winner, a tie, both bad, or answered. */
    result: z.enum([...resolutionResult.options, 'settled']).optional(),
    method: resolutionMethod.optional(),
    agreement: labelAgreement.optional(),
    sort: labelSort.default('comparison'),
  }),
  response: pageOf(resolution.extend({ promptExcerpt: z.string(), models: z.array(z.string()) })).extend({
    /** Judgments that are not taken in yet: a worker is at it. */
    pending: z.boolean(),
    /** Labels of the question by result, whatever else is asked for; with the first page only. */
    counts: z.record(resolutionResult, count).nullable(),
  }),
});

export const getAnnotatorModel = endpoint({
  method: 'GET',
  path: '/projects/:projectId/annotator-model',
  tag,
  access: read,
  summary: 'The newest model of how often annotators are right; null before the first',
  params: projectParams,
  response: z.strictObject({ model: annotatorModel.nullable() }),
});

export const refreshResolutions = endpoint({
  method: 'POST',
  path: '/projects/:projectId/resolutions/refresh',
  tag,
  access: { kind: 'project', action: 'manage', scope: 'manage' },
  summary: 'Have the annotator model learnt anew, and all labels with it, in the background',
  params: projectParams,
});

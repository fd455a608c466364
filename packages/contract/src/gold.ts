import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { answer } from './judgment.ts';
import { localText, partKey } from './question-form.ts';
import { goldRule } from './gold-policy.ts';
import { count, id, projectParams, timestamp } from './shapes.ts';

/**
 * Comparisons with a known answer. Annotators get them among others and cannot tell: no annotator's payload has a field for
 * any of this. Their judgments count neither for the target nor for data sets.
 */
const tag = 'Gold';
const see = { kind: 'project', action: 'manage', scope: 'read' } as const;
const manage = { kind: 'project', action: 'manage', scope: 'manage' } as const;
const comparisonParams = projectParams.extend({ comparisonId: id });

/** Why the answer is the right one, for whom a project tells it. */
export const goldExplanation = localText(4000).nullable();

export const goldSource = z.enum(['manual', 'import', 'unanimous', 'adjudicated']);

/** A share with its 95 % Wilson interval; null without answers. */
export const accuracy = z.strictObject({
  correct: count,
  total: count,
  low: z.number().min(0).max(1).nullable(),
  high: z.number().min(0).max(1).nullable(),
});
export type Accuracy = z.infer<typeof accuracy>;

/** How a ranking is compared with the known one: the same, the same best, or so many percent of its pairs the same way round. */
export const goldRanking = z.discriminatedUnion('rule', [
  z.strictObject({ rule: z.literal('exact') }),
  z.strictObject({ rule: z.literal('best') }),
  z.strictObject({ rule: z.literal('alike'), percent: z.number().int().min(50).max(100) }),
]);
export type GoldRanking = z.infer<typeof goldRanking>;

/** What is expected of one rating of a single answer; right is who is within a quarter of the range of its scale. */
export const goldRating = z.strictObject({ key: partKey, value: z.number().min(0).max(10) });
export type GoldRating = z.infer<typeof goldRating>;
export const goldRatings = z.array(goldRating).min(1).max(12);

export const goldItem = z.strictObject({
  comparisonId: id,
  promptExcerpt: z.string(),
  /** As if the responses were shown in canonical order, to the version of the question it was given for. */
  expected: answer,
  /** Where the answer is ratings; else null. */
  ratings: goldRatings.nullable(),
  ranking: goldRanking,
  explanation: goldExplanation,
  questionVersion: z.number().int(),
  source: goldSource,
  /** Part of the exam instead of the ordinary work. */
  exam: z.boolean(),
  /** People it was given to. */
  exposures: count,
  answers: accuracy,
  createdAt: timestamp,
});
export type GoldItem = z.infer<typeof goldItem>;

export const listGold = endpoint({
  method: 'GET',
  path: '/projects/:projectId/gold',
  tag,
  access: see,
  summary: 'All gold comparisons with how people answer them, newest first, up to 1,000',
  params: projectParams,
  response: z.strictObject({ items: z.array(goldItem) }),
});

/** What changed for people when what is expected of a gold comparison did. Nobody is let off or stopped by it: people decide. */
export const goldEffect = z.strictObject({
  /** Answers that are right now and were not, or the other way round, or count no more. */
  answers: count,
  people: count,
  /** Those of them whom a rule stopped after their answer, which nobody has undone. */
  stopped: z.array(z.strictObject({ userId: id, name: z.string(), action: goldRule.shape.action })),
  /** Those of them who failed the exam that it was part of, and are not qualified. */
  failedExam: z.array(z.strictObject({ userId: id, name: z.string() })),
});
export type GoldEffect = z.infer<typeof goldEffect>;

export const setGold = endpoint({
  method: 'PUT',
  path: '/projects/:projectId/comparisons/:comparisonId/gold',
  tag,
  access: manage,
  summary:
    'Make a comparison gold, or change what is expected of it; nobody is given it as ordinary work any more, and answers given to it as gold are graded anew',
  params: comparisonParams,
  body: z.strictObject({
    answer,
    /** With the answer `rated`, what is expected of its ratings. */
    ratings: goldRatings.nullable().default(null),
    /** Of a ranking, when it is right. */
    ranking: goldRanking.default({ rule: 'exact' }),
    explanation: goldExplanation.default(null),
    exam: z.boolean().default(false),
    source: goldSource.default('manual'),
  }),
  response: goldEffect,
  errors: ['outcome_not_allowed', 'wrong_state'],
});

export const removeGold = endpoint({
  method: 'DELETE',
  path: '/projects/:projectId/comparisons/:comparisonId/gold',
  tag,
  access: manage,
  summary:
    'Make a gold comparison ordinary work again; answers given to it as gold stay out of data sets and say nothing of people any more',
  params: comparisonParams,
  response: goldEffect,
});

export const promoteGold = endpoint({
  method: 'POST',
  path: '/projects/:projectId/gold/promote',
  tag,
  access: manage,
  summary:
    'Make gold of comparisons that all people who judged them agree on, those with most judgments first',
  params: projectParams,
  body: z.strictObject({
    /** Judgments that count and agree. */
    atLeast: z.number().int().min(2).max(100),
    most: z.number().int().min(1).max(1000),
    exam: z.boolean().default(false),
    /** Count imported judgments of model judges, too; they are no people, and agree with each other more than with them. */
    modelJudges: z.boolean().default(false),
  }),
  response: z.strictObject({ promoted: count }),
});

const attempt = z.strictObject({
  attempt: count,
  startedAt: timestamp,
  finishedAt: timestamp.nullable(),
  correct: count.nullable(),
  passed: z.boolean().nullable(),
});

export const goldResult = z.strictObject({
  userId: id,
  name: z.string(),
  /** Answers to gold comparisons in the ordinary work. */
  gold: accuracy,
  exams: z.array(attempt.extend({ items: count })),
  /** Attempts at the practice round where it has a pass mark. */
  practice: z.array(attempt.extend({ items: count.nullable() })),
  /** Null: not qualified; far away where it does not end. */
  qualifiedUntil: timestamp.nullable(),
});
export type GoldResult = z.infer<typeof goldResult>;

export const listGoldResults = endpoint({
  method: 'GET',
  path: '/projects/:projectId/gold/results',
  tag,
  reads: 'replica',
  access: see,
  summary: 'How each member answers gold comparisons, and their exams and attempts at practice',
  params: projectParams,
  response: z.strictObject({ items: z.array(goldResult) }),
});

export const routingEvent = z.strictObject({
  id,
  userId: id,
  name: z.string(),
  action: z.enum([...goldRule.shape.action.options, 'renew', 'qualify', 'withdraw']),
  /** The rule that did it and the numbers it saw; null: a person did. */
  rule: goldRule.nullable(),
  evidence: accuracy.nullable(),
  createdAt: timestamp,
  createdBy: z.string().nullable(),
  undoneAt: timestamp.nullable(),
  undoneBy: z.string().nullable(),
});
export type RoutingEvent = z.infer<typeof routingEvent>;

export const listRoutingEvents = endpoint({
  method: 'GET',
  path: '/projects/:projectId/routing/events',
  tag,
  reads: 'replica',
  access: see,
  summary: 'What rules and people did about members, newest first, up to 500',
  params: projectParams,
  response: z.strictObject({ items: z.array(routingEvent) }),
});

export const undoRoutingEvent = endpoint({
  method: 'POST',
  path: '/projects/:projectId/routing/events/:eventId/undo',
  tag,
  access: manage,
  summary: 'Take an action back: whom it stopped may work again. The event stays, with who undid it',
  params: projectParams.extend({ eventId: id }),
  errors: ['wrong_state'],
});

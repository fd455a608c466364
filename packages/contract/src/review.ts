import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { answer, ratingAnswer, singleDetails, storedOutcome } from './judgment.ts';
import { question } from './projects.ts';
import { explainedResolution } from './resolutions.ts';
import { count, id, message, pageOf, pageQuery, projectParams, timestamp } from './shapes.ts';
import { placedFeedback, sentFeedback } from './working-life.ts';

/** Reviewers decide where annotators disagree. What people said is told only once a reviewer has decided, or asks. */
const tag = 'Review';
const review = { kind: 'project', action: 'review', scope: 'manage' } as const;
const readReview = { kind: 'project', action: 'review', scope: 'read' } as const;
const manage = { kind: 'project', action: 'manage', scope: 'manage' } as const;

export const reviewSettings = z.strictObject({
  /** How labels are found: the most votes, or votes weighed by how often each annotator is right. */
  method: z.enum(['majority', 'weighted']),
  /** Reviewers decide before they see what others said. */
  blind: z.boolean(),
  /** Independent decisions that have to agree; where two differ a third decides. Holds for what is begun from then on. */
  reviewers: z.number().int().min(1).max(2),
  /** Reviewers may decide what they judged themselves or wrote an answer of, where there is nobody else. */
  ownWork: z.boolean().default(false),
});
export type ReviewSettings = z.infer<typeof reviewSettings>;

export const getReviewSettings = endpoint({
  method: 'GET',
  path: '/projects/:projectId/review/settings',
  tag,
  access: readReview,
  summary: 'How labels are found and reviewed',
  params: projectParams,
  response: reviewSettings,
});

export const updateReviewSettings = endpoint({
  method: 'PUT',
  path: '/projects/:projectId/review/settings',
  tag,
  access: manage,
  summary: 'Change how labels are found and reviewed; another method makes all labels anew in the background',
  params: projectParams,
  body: reviewSettings,
  response: reviewSettings,
});

export const queueFilter = z.enum(['open', 'contradicting', 'cannot_judge', 'second', 'decided']);
export type QueueFilter = z.infer<typeof queueFilter>;

export const queueItem = z.strictObject({
  comparisonId: id,
  promptExcerpt: z.string(),
  votes: count,
  disagreement: z.number().min(0).max(1),
  /** Of the comparison or its batch: 50 more doubles the value. */
  priority: z.number().int().min(-100).max(100),
  /** Decisions that were made and do not settle it yet. */
  decisions: count,
  /** Mine is among them. */
  mine: z.boolean(),
});
export type QueueItem = z.infer<typeof queueItem>;

export const listReviewQueue = endpoint({
  method: 'GET',
  path: '/projects/:projectId/review/queue',
  tag,
  access: readReview,
  summary: 'What is worth a review, by disagreement times value; decided ones newest first',
  params: projectParams,
  query: pageQuery.extend({ show: queueFilter.default('open') }),
  response: pageOf(queueItem).extend({
    summary: z.strictObject({
      /** Comparisons with two votes or more, and how many of them all say the same. */
      overlapping: count,
      unanimous: count,
      waiting: count,
      decided: count,
      /** Of those that wait: left out for me, because I judged them or wrote an answer. 0 where the settings allow it. */
      ownWork: count,
    }),
  }),
});

export const confidence = z.enum(['low', 'medium', 'high']);
export const cause = z.enum(['ambiguous', 'guideline_gap', 'error', 'edge_case', 'subjective', 'other']);

export const adjudication = z.strictObject({
  id,
  reviewerId: id,
  reviewer: z.string(),
  mine: z.boolean(),
  outcome: storedOutcome,
  /** In canonical order. */
  strength: z.number().nullable(),
  ranks: z.array(z.number().int().nullable()).nullable(),
  /** Of a response decided alone by ratings or steps; null of all others. */
  details: singleDetails.nullable(),
  confidence,
  cause,
  note: z.string().nullable(),
  /** The reviewer had seen the votes. */
  revealed: z.boolean(),
  promoteToGold: z.boolean(),
  createdAt: timestamp,
});
export type Adjudication = z.infer<typeof adjudication>;

export const reviewedVote = z.strictObject({
  judgmentId: id,
  annotatorId: id,
  annotator: z.string(),
  outcome: storedOutcome,
  strength: z.number().nullable(),
  ranks: z.array(z.number().int().nullable()).nullable(),
  /** Ratings and steps of a response judged alone; null of all others. */
  details: singleDetails.nullable(),
  rationale: z.string().nullable(),
  activeMs: count.nullable(),
  source: z.enum(['annotator', 'import']),
  createdAt: timestamp,
});
export type ReviewedVote = z.infer<typeof reviewedVote>;

export const ownWork = z.enum(['judged', 'wrote']);
export type OwnWork = z.infer<typeof ownWork>;

export const reviewCase = z.strictObject({
  comparisonId: id,
  language: z.string().nullable(),
  prompt: z.array(message),
  /** In the order to show them in; answers are meant for it. */
  responses: z.array(z.array(message).nullable()),
  /** order[i] = canonical index of the response shown at place i. */
  presentedOrder: z.array(z.number().int()),
  question,
  blind: z.boolean(),
  needed: z.number().int().min(1).max(2),
  /** How many have decided; what they decided is told with the votes. */
  decisions: count,
  settled: z.boolean(),
  /** Why I may not decide it: I judged it, or wrote or edited an answer of it. Null: I may, or the settings allow it. */
  ownWork: ownWork.nullable(),
  /**
   * Settled, and a gold comparison was asked for: whether it became one. False where the question asked now has no such
   * answer, where its responses cannot be compared, and for an example of the practice round. Null: nobody asked.
   */
  gold: z.boolean().nullable(),
  mine: adjudication.nullable(),
  /** Null until I have decided or asked to see it. Models by canonical index. */
  revealed: z
    .strictObject({
      models: z.array(z.string()),
      votes: z.array(reviewedVote),
      adjudications: z.array(adjudication),
      resolution: explainedResolution,
    })
    .nullable(),
});
export type ReviewCase = z.infer<typeof reviewCase>;

const caseParams = projectParams.extend({ comparisonId: id });

export const getReviewCase = endpoint({
  method: 'GET',
  path: '/projects/:projectId/review/cases/:comparisonId',
  tag,
  access: readReview,
  summary: 'A comparison to decide; votes, rationales, names and models only once they are revealed',
  params: caseParams,
  response: reviewCase,
});

export const revealVotes = endpoint({
  method: 'POST',
  path: '/projects/:projectId/review/cases/:comparisonId/reveal',
  tag,
  access: review,
  summary: 'See the votes before deciding; it is logged',
  params: caseParams,
  response: reviewCase,
});

const note = z.string().trim().min(1).max(4000);

export const decideCase = endpoint({
  method: 'POST',
  path: '/projects/:projectId/review/cases/:comparisonId/decision',
  tag,
  access: review,
  summary: 'Decide a comparison; a decision that others have settled meanwhile is never overwritten',
  params: caseParams,
  body: z.strictObject({
    /** The client's UUID: sending it again changes nothing. */
    id,
    questionVersion: z.int32().min(1),
    answer,
    /** The decision of a question that is answered by ratings alone, at least one of them; empty for all others. */
    ratings: z.array(ratingAnswer).max(108).default([]),
    confidence,
    cause,
    note: note.nullable(),
    /** Makes it a gold comparison with this answer, closed for other work, once it is settled and where that is possible. */
    promoteToGold: z.boolean(),
  }),
  response: z.strictObject({
    /** settled: it is the label now. waiting: another reviewer has to decide. conflict: it was settled before; nothing was stored. */
    status: z.enum(['settled', 'waiting', 'conflict']),
    case: reviewCase,
  }),
  errors: ['outcome_not_allowed', 'own_work', 'wrong_state'],
});

export const sendBack = endpoint({
  method: 'POST',
  path: '/projects/:projectId/review/cases/:comparisonId/send-back',
  tag,
  access: review,
  summary: 'Send a judgment back to its annotator with a comment',
  params: caseParams,
  body: z.strictObject({ judgmentId: id, message: note }),
  response: sentFeedback,
  status: 201,
  errors: ['wrong_state'],
});

export const reopenCase = endpoint({
  method: 'POST',
  path: '/projects/:projectId/review/cases/:comparisonId/reopen',
  tag,
  access: manage,
  summary: 'Withdraw a decision, so that it can be decided anew; what was decided stays on record',
  params: caseParams,
  body: z.strictObject({ because: note }),
  response: reviewCase,
  errors: ['wrong_state'],
});

export const listDisputes = endpoint({
  method: 'GET',
  path: '/projects/:projectId/review/disputes',
  tag,
  reads: 'replica',
  access: readReview,
  summary: 'Open disputes of annotators, oldest first',
  params: projectParams,
  query: pageQuery,
  response: pageOf(placedFeedback),
});

export const answerDispute = endpoint({
  method: 'POST',
  path: '/projects/:projectId/feedback/:feedbackId/answer',
  tag,
  access: manage,
  summary: 'Answer a dispute and settle it; upheld, a decision of its comparison is withdrawn',
  params: projectParams.extend({ feedbackId: id }),
  body: z.strictObject({ answer: note, upheld: z.boolean() }),
  response: sentFeedback,
  errors: ['wrong_state'],
});

export const reviewEvent = z.strictObject({
  id,
  comparisonId: id.nullable(),
  actor: z.string(),
  kind: z.enum([
    'revealed',
    'decided',
    'settled',
    'withdrawn',
    'sent_back',
    'dispute_answered',
    'settings_changed',
    'excluded',
    'included',
  ]),
  facts: z.record(z.string(), z.unknown()),
  createdAt: timestamp,
});

export const listReviewEvents = endpoint({
  method: 'GET',
  path: '/projects/:projectId/review/events',
  tag,
  reads: 'replica',
  access: { kind: 'project', action: 'manage', scope: 'read' },
  summary: 'Who did what in reviews and exclusions, newest first',
  params: projectParams,
  query: pageQuery,
  response: pageOf(reviewEvent),
});

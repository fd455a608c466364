import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { earned } from './pay.ts';
import { count, id, pageOf, pageQuery, projectParams, sensitiveCategory, timestamp } from './shapes.ts';

/** What annotators have besides the work at hand: settings, feedback, pay, time. Only ever about themselves. */
const tag = 'My work';
const mine = { kind: 'signed_in', about: 'oneself', scope: 'annotate' } as const;

export const annotatorSettings = z.strictObject({
  /** Kinds of content that are not given to me. */
  optOut: z.array(sensitiveCategory).max(20),
});
export type AnnotatorSettings = z.infer<typeof annotatorSettings>;

export const getMySettings = endpoint({
  method: 'GET',
  path: '/annotate/settings',
  tag,
  access: mine,
  summary: 'My settings that the server must know',
  response: annotatorSettings,
});

export const updateMySettings = endpoint({
  method: 'PUT',
  path: '/annotate/settings',
  tag,
  access: mine,
  summary: 'Replace my settings; what I hold of content I opt out of is given back',
  body: annotatorSettings,
  response: annotatorSettings,
});

const feedbackBase = z.strictObject({
  id,
  author: z.string(),
  message: z.string(),
  createdAt: timestamp,
  readAt: timestamp.nullable(),
  reply: z.string().nullable(),
  disputed: z.boolean(),
  settledAt: timestamp.nullable(),
  /** What a lead answered to a dispute; upheld: the annotator was right. */
  answer: z.string().nullable(),
  upheld: z.boolean().nullable(),
});

/** What a reviewer said about a judgment of mine. */
export const judgmentFeedback = feedbackBase.extend({
  kind: z.literal('judgment'),
  projectId: id,
  projectName: z.string(),
  assignmentId: id,
  promptExcerpt: z.string(),
});
export type JudgmentFeedback = z.infer<typeof judgmentFeedback>;

/**
 * What a rule of a project noticed about my answers to comparisons with a known answer, or what a lead decided about my exam and
 * practice; the screen has the words.
 */
const goldNotice = z.strictObject({
  kind: z.literal('notice'),
  id,
  projectId: id,
  projectName: z.string(),
  createdAt: timestamp,
  readAt: timestamp.nullable(),
  /** Whether it asks for more than to read it; `lead_…`: decided by somebody who runs the project. */
  action: z.enum(['notify', 'practice', 'lead_practice', 'lead_renew', 'lead_qualify', 'lead_withdraw']),
  /** The band my share of expected answers lies in (95 %), and of how many; null where the project shows no numbers. */
  band: z
    .strictObject({ low: z.number().min(0).max(1), high: z.number().min(0).max(1), n: count })
    .nullable(),
});
export type GoldNotice = z.infer<typeof goldNotice>;

/** What somebody who runs a project told me, about no judgment in particular. */
const leadMessage = z.strictObject({
  kind: z.literal('message'),
  id,
  projectId: id,
  projectName: z.string(),
  author: z.string(),
  message: z.string(),
  createdAt: timestamp,
  readAt: timestamp.nullable(),
});
export type LeadMessage = z.infer<typeof leadMessage>;

export const myFeedback = z.discriminatedUnion('kind', [judgmentFeedback, goldNotice, leadMessage]);
export type MyFeedback = z.infer<typeof myFeedback>;

export const listMyFeedback = endpoint({
  method: 'GET',
  path: '/annotate/feedback',
  tag,
  access: mine,
  summary: 'What reviewers and leads told me, and what rules of the project noticed, newest first',
  query: pageQuery,
  response: pageOf(myFeedback).extend({ unread: count }),
});

const feedbackText = z.string().trim().min(1).max(4000);

export const readFeedback = endpoint({
  method: 'POST',
  path: '/annotate/feedback/read',
  tag,
  access: mine,
  summary: 'Mark feedback as read',
  body: z.strictObject({ feedbackIds: z.array(id).min(1).max(200) }),
});

export const replyToFeedback = endpoint({
  method: 'POST',
  path: '/annotate/feedback/:feedbackId/reply',
  tag,
  access: mine,
  summary: 'Answer feedback, and say whether I dispute it; replaces my earlier answer until it is settled',
  params: z.strictObject({ feedbackId: id }),
  body: z.strictObject({ reply: feedbackText, disputed: z.boolean() }),
  response: judgmentFeedback,
  errors: ['wrong_state'],
});

export const sentFeedback = feedbackBase.extend({ judgmentId: id, annotator: z.string() });
export type SentFeedback = z.infer<typeof sentFeedback>;

/** With the comparison that it is about. */
export const placedFeedback = sentFeedback.extend({ comparisonId: id, promptExcerpt: z.string() });
export type PlacedFeedback = z.infer<typeof placedFeedback>;

const review = { kind: 'project', action: 'see_models', scope: 'manage' } as const;

export const sendFeedback = endpoint({
  method: 'POST',
  path: '/projects/:projectId/judgments/:judgmentId/feedback',
  tag: 'Feedback',
  access: review,
  summary: 'Tell an annotator something about one of their judgments',
  params: projectParams.extend({ judgmentId: id }),
  body: z.strictObject({ message: feedbackText }),
  response: sentFeedback,
  status: 201,
});

export const listComparisonFeedback = endpoint({
  method: 'GET',
  path: '/projects/:projectId/comparisons/:comparisonId/feedback',
  tag: 'Feedback',
  access: { kind: 'project', action: 'see_models', scope: 'read' },
  summary: 'Feedback on the judgments of a comparison, oldest first',
  params: projectParams.extend({ comparisonId: id }),
  response: z.strictObject({ items: z.array(sentFeedback) }),
});

/** What an annotator says about their numbers. */
export const annotatorReply = z.strictObject({ text: z.string(), writtenAt: timestamp });

export const getAnnotatorReplies = endpoint({
  method: 'GET',
  path: '/projects/:projectId/annotators/:annotatorId/replies',
  tag: 'Feedback',
  access: { kind: 'project', action: 'see_models', scope: 'read' },
  summary:
    'What an annotator says: about their numbers, and to feedback on their judgments, the newest first, up to 50',
  params: projectParams.extend({ annotatorId: id }),
  response: z.strictObject({
    numbers: annotatorReply.nullable(),
    /** Messages that were answered, with the answer; open disputes first. */
    feedback: z.array(placedFeedback),
  }),
});

export const settleFeedback = endpoint({
  method: 'POST',
  path: '/projects/:projectId/feedback/:feedbackId/settle',
  tag: 'Feedback',
  access: review,
  summary: 'Settle a dispute',
  params: projectParams.extend({ feedbackId: id }),
  response: sentFeedback,
});

/** What judgments of one project and one rate are worth: work is paid by the rate that held when it was given. */
export const earnings = earned.extend({ projectId: id, projectName: z.string() });
export type Earnings = z.infer<typeof earnings>;

export const getMyEarnings = endpoint({
  method: 'GET',
  path: '/annotate/earnings',
  tag,
  access: mine,
  summary:
    'What my judgments that count are worth, by project and by the rate that held when they were given to me',
  response: z.strictObject({ items: z.array(earnings) }),
});

const day = z.iso.date('a day of the calendar, as 2026-01-31');

export const workDay = z.strictObject({
  projectId: id,
  projectName: z.string(),
  /** In UTC. */
  day: z.string(),
  judgments: count,
  /** Measured while the page was visible and I was there. */
  activeMs: count,
  /** What I said it was off by, in minutes. */
  correctedMinutes: z.number().int(),
});
export type WorkDay = z.infer<typeof workDay>;

export const getMyTime = endpoint({
  method: 'GET',
  path: '/annotate/time',
  tag,
  access: mine,
  summary: 'My judgments and active time by day and project, newest first',
  query: z.strictObject({ days: z.coerce.number().int().min(1).max(366).default(31) }),
  response: z.strictObject({ items: z.array(workDay) }),
});

export const correctMyTime = endpoint({
  method: 'POST',
  path: '/annotate/time/corrections',
  tag,
  access: { kind: 'signed_in', about: { of: 'one', action: 'annotate', joined: true }, scope: 'annotate' },
  summary: 'Say that the measured time of a day is off; kept beside it, never over it',
  body: z.strictObject({
    projectId: id,
    day,
    minutes: z.number().int().min(-1440).max(1440),
    note: z.string().trim().min(1).max(1000),
  }),
  errors: ['not_found'],
});

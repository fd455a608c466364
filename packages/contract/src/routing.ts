import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { goldPolicy } from './gold-policy.ts';
import { count, id, projectParams, timestamp } from './shapes.ts';
import { withdrawal } from './withdrawals.ts';

/** Who gets which comparison. Everything here may change while people work; it holds from the next claim on. */
const tag = 'Routing';
const see = { kind: 'project', action: 'manage', scope: 'read' } as const;
const manage = { kind: 'project', action: 'manage', scope: 'manage' } as const;

/** Names of skills and teams, as people write them. */
export const label = z.string().trim().min(1).max(60);
export const labels = z.array(label).max(50);
const percent = z.number().int().min(1).max(100);
const cap = z.number().int().min(1).max(100_000).nullable();

export const routingPolicy = z.strictObject({
  /** People get only prompts in their languages, and prompts without one. */
  languageMatch: z.boolean(),
  /** Skills that prompts of a category ask for. */
  categorySkills: z.record(z.string().min(1).max(200), labels),
  /** Judgments and live leases of one person; rolling windows of 60 minutes and 24 hours. */
  caps: z.strictObject({ perHour: cap, perDay: cap, perProject: cap }),
  /**
   * Comparisons of one prompt keep apart for one person: by so many others in between where there are any, and by so many
   * hours in any case.
   */
  cooldown: z
    .strictObject({
      comparisons: z.number().int().min(0).max(200),
      hours: z.number().int().min(0).max(720),
    })
    .nullable(),
  gold: goldPolicy.nullable(),
  /** The chance that an own earlier comparison comes again, sides swapped, after at least so many others. */
  repeats: z
    .strictObject({
      percent: z.number().int().min(1).max(50),
      after: z.number().int().min(1).max(1000),
    })
    .nullable(),
  /**
   * More judgments where they differ, until the lead that the accuracy of those who judged warrants, or the most there may be; of
   * rankings in their best, of steps in the first wrong one; of ratings until two thirds lie close together.
   */
  adaptive: z
    .strictObject({
      most: z.number().int().min(2).max(20),
      /** What is assumed of whom too little is known. */
      accuracy: z.number().min(0.55).max(0.99),
      /** Take what was learnt of people from shared votes and gold answers, 20 at least; false: the assumption for everybody. */
      learnt: z.boolean().default(true),
      /** Of the range of a scale: ratings no farther apart lie close together. 50: two points of 1 to 5. */
      spreadPercent: z.number().int().min(0).max(99).default(50),
    })
    .nullable(),
  /**
   * Comparisons are drawn by what their judgment would tell, but so many percent uniformly from all; the chance is stored
   * with each assignment.
   */
  active: z.strictObject({ uniformPercent: percent }).nullable(),
  /** The exam to pass before other work. */
  qualification: z
    .strictObject({
      passPercent: percent,
      attempts: z.number().int().min(1).max(20),
      /** Null: it holds for good. */
      validDays: z.number().int().min(1).max(3650).nullable(),
      /** After an attempt its answers are told and explained, which gives them away. */
      tellAnswers: z.boolean().default(false),
    })
    .nullable(),
  /** What of the practice round must be as expected before other work, by the first answer to each example; null: nothing. */
  practice: z
    .strictObject({
      passPercent: percent,
      attempts: z.number().int().min(1).max(20),
      /** Null: it holds for good. */
      validDays: z.number().int().min(1).max(3650).nullable(),
    })
    .nullable()
    .default(null),
});
export type RoutingPolicy = z.infer<typeof routingPolicy>;

/** Only these people and teams; null: everybody. */
export const reservation = z
  .strictObject({ members: z.array(id).max(200), teams: labels })
  .refine(({ members, teams }) => members.length + teams.length > 0, 'somebody must be named')
  .nullable();
export type Reservation = z.infer<typeof reservation>;

/** Higher goes first; 0 is usual. */
export const priority = z.number().int().min(-100).max(100);

/** The turn of the loop that a batch was collected in: before the next training. */
export const round = z.number().int().min(1).max(10_000);

export const routedBatch = z.strictObject({
  id,
  name: z.string(),
  /** A new batch is of the newest round. */
  round,
  createdAt: timestamp,
  comparisons: count,
  priority,
  skills: z.array(z.string()),
  onlyFor: z.strictObject({ members: z.array(id), teams: z.array(z.string()) }).nullable(),
  /** Why it is out of work; null where it is not. */
  withdrawal: withdrawal.nullable(),
});
export type RoutedBatch = z.infer<typeof routedBatch>;

export const routedMember = z.strictObject({
  userId: id,
  name: z.string(),
  languages: z.array(z.string()),
  skills: z.array(z.string()),
  teams: z.array(z.string()),
  pausedAt: timestamp.nullable(),
  /** Until when an entry exam that was passed holds; null: none was, or it holds no more. Years ahead where it never ends. */
  qualifiedUntil: timestamp.nullable(),
  /** Comparisons they hold now, and judgments they gave in the last 24 hours. */
  leased: count,
  lastDay: count,
});
export type RoutedMember = z.infer<typeof routedMember>;

/** What comparisons are drawn from while the policy is active. */
export const activePool = z.strictObject({
  /** Judgments up to this moment are in. */
  asOf: timestamp,
  tookMs: count,
  /** Votes on two models each that it was made from. */
  votes: count,
  /** Groups of models that no vote joins to the others; 0 where all are joined. */
  islands: count,
  openComparisons: count,
  pooled: count,
});
export type ActivePool = z.infer<typeof activePool>;

export const getRouting = endpoint({
  method: 'GET',
  path: '/projects/:projectId/routing',
  tag,
  access: see,
  summary:
    'The routing policy with the batches and members it speaks of; the policy and the pool are null where there is none',
  params: projectParams,
  response: z.strictObject({
    policy: routingPolicy.nullable(),
    pool: activePool.nullable(),
    batches: z.array(routedBatch),
    members: z.array(routedMember),
  }),
});

export const setRoutingPolicy = endpoint({
  method: 'PUT',
  path: '/projects/:projectId/routing',
  tag,
  access: manage,
  summary:
    "Set the routing policy as a whole; holds from the next claim on. `basedOn` guards against overwriting somebody else's",
  params: projectParams,
  body: routingPolicy.extend({
    /** The policy that this one was made from, null for none; left out: whatever is in force is replaced. */
    basedOn: routingPolicy.nullable().optional(),
  }),
  response: routingPolicy,
  errors: ['wrong_state'],
});

export const updateBatchRouting = endpoint({
  method: 'PATCH',
  path: '/projects/:projectId/batches/:batchId/routing',
  tag,
  access: manage,
  summary: 'Round and priority of a batch, the skills it asks for, and whom it is for',
  params: projectParams.extend({ batchId: id }),
  body: z.strictObject({
    round: round.optional(),
    priority: priority.optional(),
    skills: labels.optional(),
    onlyFor: reservation.optional(),
  }),
});

export const comparisonRouting = z.strictObject({
  /** Null: that of its batch. */
  priority: priority.nullable(),
  batch: z.strictObject({ name: z.string(), priority }),
  /** Beside whom its batch is for; null: nobody is named. */
  onlyFor: routedBatch.shape.onlyFor,
});
export type ComparisonRouting = z.infer<typeof comparisonRouting>;

export const getComparisonRouting = endpoint({
  method: 'GET',
  path: '/projects/:projectId/comparisons/:comparisonId/routing',
  tag,
  access: see,
  summary: 'Priority of one comparison, and whom it is for',
  params: projectParams.extend({ comparisonId: id }),
  response: comparisonRouting,
});

export const updateComparisonRouting = endpoint({
  method: 'PATCH',
  path: '/projects/:projectId/comparisons/:comparisonId/routing',
  tag,
  access: manage,
  summary: 'Priority of one comparison (null: that of its batch), and whom it is for',
  params: projectParams.extend({ comparisonId: id }),
  body: z.strictObject({ priority: priority.nullable().optional(), onlyFor: reservation.optional() }),
});

/** What a lead decides about somebody's exam and practice; docs/routing.md says what each does. */
export const qualificationChange = z.enum(['renew', 'qualify', 'withdraw', 'practice']);
export type QualificationChange = z.infer<typeof qualificationChange>;

export const updateMemberRouting = endpoint({
  method: 'PATCH',
  path: '/projects/:projectId/members/:userId/routing',
  tag,
  access: manage,
  summary:
    "A member's languages, skills and teams; pause or resume them; decide about their exam and practice",
  params: projectParams.extend({ userId: id }),
  body: z.strictObject({
    languages: z
      .array(z.string().regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/))
      .max(20)
      .optional(),
    skills: labels.optional(),
    teams: labels.optional(),
    /** Paused people get nothing new and give back what they hold; what they gave stays. */
    paused: z.boolean().optional(),
    /** Kept as an event, which can be undone. */
    qualification: qualificationChange.optional(),
  }),
  errors: ['wrong_state'],
});

export const messageMember = endpoint({
  method: 'POST',
  path: '/projects/:projectId/members/:userId/message',
  tag,
  access: manage,
  summary: 'Tell a member something; they read it under Feedback',
  params: projectParams.extend({ userId: id }),
  body: z.strictObject({ message: z.string().trim().min(1).max(4000) }),
});

/** Why there is nothing for me now. None of these tells what a comparison is for or what others said. */
export const nothingReason = z.enum([
  'crowd_done',
  'paused',
  'practice',
  'practice_due',
  'practice_failed',
  'exam_ended',
  'not_qualified',
  'quota_hour',
  'quota_day',
  'quota_project',
  'cool_down',
  'language',
  'skills',
  'reserved',
  'opted_out',
  'own_work',
  'in_progress',
  'all_done',
]);
export type NothingReason = z.infer<typeof nothingReason>;

export const nothingNow = z.strictObject({
  reason: nothingReason,
  /** When to come back; null where nobody can say. */
  backAt: timestamp.nullable(),
});
export type NothingNow = z.infer<typeof nothingNow>;

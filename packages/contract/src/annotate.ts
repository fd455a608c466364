import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { askedConsent } from './consent.ts';
import { answer, details, draft, mostResponses, storedOutcome, submission } from './judgment.ts';
import {
  guidelinesVersion,
  otherGuidelines,
  pay,
  projectLanguage,
  projectState,
  question,
} from './projects.ts';
import { nothingNow } from './routing.ts';
import { count, id, message, pageOf, pageQuery, projectParams, timestamp } from './shapes.ts';

/**
 * What annotators see. Blind by construction: no field here names a model, a batch, a gold answer,
 * sampling, or anybody else's judgment; responses are known by place only.
 */
const tag = 'Annotate';
const access = { kind: 'project', action: 'annotate', scope: 'annotate' } as const;

export const skipReason = z.enum([
  'too_long',
  'not_my_language',
  'not_my_field',
  'unclear_prompt',
  'broken_content',
  'uncomfortable',
  'other',
]);
export type SkipReason = z.infer<typeof skipReason>;
export const annotatorProject = z.strictObject({
  id,
  name: z.string(),
  description: z.string(),
  language: projectLanguage,
  state: projectState,
  isDemo: z.boolean(),
  leaseMinutes: z.number().int(),
  question,
  guidelines: guidelinesVersion,
  /** The version I said I have read, with its text where it is not the newest: for showing what changed. */
  acknowledged: z
    .strictObject({
      version: z.number().int(),
      markdown: z.string().nullable(),
      other: otherGuidelines.nullable(),
    })
    .nullable(),
  /** What I have to agree to before I get work; null: nothing. */
  consent: askedConsent.nullable(),
  /** The practice round: examples there are, and those I have answered. */
  practice: z.strictObject({ examples: count, answered: count }),
  /** Whether there is an entry exam to pass. */
  exam: z.boolean(),
  pay: pay.nullable(),
  /** Mine: judgments that count, today in UTC, and comparisons that still want a judgment of mine (counted up to 10,000). */
  judged: count,
  judgedToday: count,
  remaining: count,
});
export type AnnotatorProject = z.infer<typeof annotatorProject>;

export const keptDraft = draft.extend({ savedAt: timestamp });
export type KeptDraft = z.infer<typeof keptDraft>;

export const assignment = z.strictObject({
  id,
  projectId: id,
  language: z.string().nullable(),
  prompt: z.array(message),
  /** In presented order: place 0 is A (left), place 1 is B. */
  responses: z
    .array(z.strictObject({ messages: z.array(message) }))
    .min(1)
    .max(mostResponses),
  /** Which message of the responses is judged, from 0, where the import marks one. */
  judgeTurn: count.nullable(),
  /** Kinds of content that some people would rather not see; blurred until asked for. */
  sensitive: z.array(z.string()),
  leaseExpiresAt: timestamp,
  questionVersion: z.number().int(),
  /** What was entered so far, on whatever device. */
  draft: keptDraft.nullable(),
});
export type Assignment = z.infer<typeof assignment>;

export const receipt = z.strictObject({
  judgmentId: id,
  /** `revised`: it replaces my earlier judgment. `surplus`: kept, but the comparison had all it needs. */
  status: z.enum(['counted', 'revised', 'surplus']),
  createdAt: timestamp,
});
export type Receipt = z.infer<typeof receipt>;

const assignmentParams = projectParams.extend({ assignmentId: id });

export const listMyProjects = endpoint({
  method: 'GET',
  path: '/annotate/projects',
  tag,
  access: { kind: 'signed_in', about: { of: 'list', action: 'annotate', joined: true }, scope: 'annotate' },
  summary: 'Projects where I can work, with my progress',
  response: z.strictObject({ items: z.array(annotatorProject) }),
});

export const getMyProject = endpoint({
  method: 'GET',
  path: '/projects/:projectId/annotate',
  tag,
  access,
  summary: 'One project as its annotators see it',
  params: projectParams,
  response: annotatorProject,
});

export const claimAssignments = endpoint({
  method: 'POST',
  path: '/projects/:projectId/assignments/claim',
  tag,
  access,
  summary: 'Lease up to `count` assignments: my live ones first, then new ones',
  params: projectParams,
  body: z.strictObject({ count: z.number().int().min(1).max(20) }),
  response: z.strictObject({
    items: z.array(assignment),
    /** Every version of the question that one of the items was leased under. */
    questions: z.array(question),
    /** Why there is nothing for me now; null where there is. */
    nothing: nothingNow.nullable(),
  }),
  errors: ['project_not_active', 'consent_needed'],
});

export const renewAssignments = endpoint({
  method: 'POST',
  path: '/projects/:projectId/assignments/renew',
  tag,
  access,
  summary: 'Keep my leases while the page is visible; answers which are still mine',
  params: projectParams,
  body: z.strictObject({ assignmentIds: z.array(id).min(1).max(50) }),
  response: z.strictObject({ items: z.array(z.strictObject({ id, leaseExpiresAt: timestamp })) }),
});

export const releaseAssignments = endpoint({
  method: 'POST',
  path: '/projects/:projectId/assignments/release',
  tag,
  access,
  summary: 'Give unfinished leases back at once',
  params: projectParams,
  body: z.strictObject({ assignmentIds: z.array(id).min(1).max(50) }),
});

export const submitJudgment = endpoint({
  method: 'POST',
  path: '/projects/:projectId/assignments/:assignmentId/judgment',
  tag,
  access,
  summary: 'Submit a judgment. A second one on the same assignment replaces the first; late ones are kept',
  params: assignmentParams,
  body: submission,
  response: receipt,
  errors: [
    'judgment_conflict',
    'judgment_locked',
    'judgment_incomplete',
    'outcome_not_allowed',
    'assignment_closed',
  ],
});

export const retractJudgment = endpoint({
  method: 'POST',
  path: '/projects/:projectId/assignments/:assignmentId/retract',
  tag,
  access,
  summary: 'Undo my judgment: appends a retraction and leases the assignment to me again',
  params: assignmentParams,
  body: z.strictObject({ id, judgmentId: id }),
  response: z.strictObject({ assignmentId: id, leaseExpiresAt: timestamp }),
  errors: ['assignment_closed', 'judgment_conflict', 'judgment_locked'],
});

export const skipAssignment = endpoint({
  method: 'POST',
  path: '/projects/:projectId/assignments/:assignmentId/skip',
  tag,
  access,
  summary: 'Skip with a reason; somebody else gets it',
  params: assignmentParams,
  body: z.strictObject({ reason: skipReason, note: z.string().max(2000).optional() }),
  errors: ['assignment_closed'],
});

export const unskipAssignment = endpoint({
  method: 'POST',
  path: '/projects/:projectId/assignments/:assignmentId/unskip',
  tag,
  access,
  summary: 'Take a skip back',
  params: assignmentParams,
  response: z.strictObject({ assignmentId: id, leaseExpiresAt: timestamp }),
  errors: ['assignment_closed'],
});

export const saveDraft = endpoint({
  method: 'PUT',
  path: '/projects/:projectId/assignments/:assignmentId/draft',
  tag,
  access,
  summary: 'Keep what is entered so far; an empty draft takes it away. Refused once a judgment is given',
  params: assignmentParams,
  body: draft,
  response: z.strictObject({ savedAt: timestamp.nullable() }),
  errors: ['assignment_closed'],
});

export const acknowledgeGuidelines = endpoint({
  method: 'POST',
  path: '/projects/:projectId/guidelines/acknowledge',
  tag,
  access,
  summary: 'Say that I have read this version of the guidelines; kept with its time',
  params: projectParams,
  body: z.strictObject({ version: z.int32().min(1) }),
  status: 204,
});

/** Why a judgment takes no more changes. */
export const lockReason = z.enum(['project_archived', 'time_over']);
export type LockReason = z.infer<typeof lockReason>;

export const myJudgment = z.strictObject({
  assignmentId: id,
  judgmentId: id,
  outcome: storedOutcome,
  position: z.number().int().nullable(),
  /** Points of the scale answered on; null for questions without one. */
  points: z.number().int().nullable(),
  /** As it was shown; null for judgments that did not come from a scale of ours. */
  answer: answer.nullable(),
  details,
  rationale: z.string().nullable(),
  questionVersion: z.number().int(),
  lockedBecause: lockReason.nullable(),
  createdAt: timestamp,
  promptExcerpt: z.string(),
});
export type MyJudgment = z.infer<typeof myJudgment>;

export const listMyJudgments = endpoint({
  method: 'GET',
  path: '/projects/:projectId/annotate/judgments',
  tag,
  access,
  summary: 'My judgments that count, newest first',
  params: projectParams,
  query: pageQuery,
  response: pageOf(myJudgment).extend({
    /** Every version of the question that one of the items answers. */
    questions: z.array(question),
  }),
});

export const getMyAssignment = endpoint({
  method: 'GET',
  path: '/projects/:projectId/assignments/:assignmentId',
  tag,
  access,
  summary: 'One of my assignments again, with my answer, to look back or change it',
  params: assignmentParams,
  response: assignment.omit({ leaseExpiresAt: true }).extend({
    question,
    state: z.enum(['leased', 'submitted', 'skipped', 'expired', 'released']),
    judgment: myJudgment.nullable(),
  }),
});

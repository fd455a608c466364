import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { guidelinesVersion, projectLanguage, projectState, question } from './projects.ts';
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
export const flagReason = z.enum([
  'broken_content',
  'personal_data',
  'harmful_content',
  'reveals_model',
  'identical_responses',
  'other',
]);
export type FlagReason = z.infer<typeof flagReason>;

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
  /** Mine: judgments that count, today in UTC, and comparisons that still want a judgment of mine (counted up to 10,000). */
  judged: count,
  judgedToday: count,
  remaining: count,
});
export type AnnotatorProject = z.infer<typeof annotatorProject>;

export const assignment = z.strictObject({
  id,
  projectId: id,
  language: z.string().nullable(),
  prompt: z.array(message),
  /** In presented order: place 0 is A (left), place 1 is B. */
  responses: z.array(z.strictObject({ messages: z.array(message) })).min(2),
  leaseExpiresAt: timestamp,
  questionVersion: z.number().int(),
});
export type Assignment = z.infer<typeof assignment>;

/** The conditions under which a person decided. Recorded, shown to them, never used to reject. */
export const viewState = z.strictObject({
  layout: z.enum(['side_by_side', 'stacked']),
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
});
export type ViewState = z.infer<typeof viewState>;

export const answer = z.discriminatedUnion('outcome', [
  /** A position on the scale, 1..points from the left as shown; the middle of an odd scale is a tie. */
  z.strictObject({ outcome: z.literal('scale'), position: z.number().int().min(1).max(8) }),
  z.strictObject({ outcome: z.literal('tie') }),
  z.strictObject({ outcome: z.literal('both_bad') }),
  z.strictObject({ outcome: z.literal('cannot_judge') }),
]);
export type Answer = z.infer<typeof answer>;

export const submission = z.strictObject({
  /** The client's UUIDv7: sending the same judgment again changes nothing. */
  id,
  answer,
  rationale: z.string().max(10_000).optional(),
  activeMs: z.number().int().min(0).max(86_400_000),
  view: viewState,
  questionVersion: z.number().int(),
  guidelinesVersion: z.number().int(),
});
export type Submission = z.infer<typeof submission>;

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
  access: { kind: 'signed_in', scope: 'annotate' },
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
  response: z.strictObject({ items: z.array(assignment) }),
  errors: ['project_not_active'],
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
  errors: ['judgment_conflict', 'outcome_not_allowed', 'assignment_closed'],
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
  errors: ['assignment_closed', 'judgment_conflict'],
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

export const flagAssignment = endpoint({
  method: 'POST',
  path: '/projects/:projectId/assignments/:assignmentId/flags',
  tag,
  access,
  summary: 'Report a problem with this comparison; it stays mine',
  params: assignmentParams,
  body: z.strictObject({ id, reason: flagReason, note: z.string().max(2000).optional() }),
  status: 204,
});

export const myJudgment = z.strictObject({
  assignmentId: id,
  judgmentId: id,
  outcome: z.enum(['preference', 'tie', 'both_bad', 'cannot_judge']),
  position: z.number().int().nullable(),
  points: z.number().int(),
  rationale: z.string().nullable(),
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
  response: pageOf(myJudgment),
});

export const getMyAssignment = endpoint({
  method: 'GET',
  path: '/projects/:projectId/assignments/:assignmentId',
  tag,
  access,
  summary: 'One of my assignments again, with my answer, to look back or change it',
  params: assignmentParams,
  response: assignment.omit({ leaseExpiresAt: true }).extend({
    state: z.enum(['leased', 'submitted', 'skipped', 'expired', 'released']),
    judgment: myJudgment.nullable(),
  }),
});

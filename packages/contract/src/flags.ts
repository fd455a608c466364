import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { flagReasons } from './flag-reasons.ts';
import { count, id, pageOf, pageQuery, projectParams, timestamp } from './shapes.ts';

/** What annotators report about comparisons, and what reviewers make of it. Nothing is ever deleted. */
const tag = 'Browse';

export const flagReason = z.enum(flagReasons);

/** `valid` and `dismissed` are what a reviewer found; whoever raised it may take it back until then. */
export const flagState = z.enum(['open', 'valid', 'dismissed', 'withdrawn']);
export type FlagState = z.infer<typeof flagState>;

export const raisedFlag = z.strictObject({
  id,
  reason: z.string(),
  note: z.string().nullable(),
  /** Tells people of the same name apart. */
  annotatorId: id,
  annotator: z.string(),
  createdAt: timestamp,
  state: flagState,
  /** Open or valid, and of nobody whose judgments of then are excluded: only such flags drop rows. */
  counts: z.boolean(),
  settledBy: z.string().nullable(),
  settledAt: timestamp.nullable(),
  settledNote: z.string().nullable(),
});
export type RaisedFlag = z.infer<typeof raisedFlag>;

export const listedFlag = raisedFlag.extend({ comparisonId: id, promptExcerpt: z.string() });
export type ListedFlag = z.infer<typeof listedFlag>;

export const listFlags = endpoint({
  method: 'GET',
  path: '/projects/:projectId/flags',
  tag,
  access: { kind: 'project', action: 'see_models', scope: 'read' },
  summary: 'What annotators reported, oldest first; narrowed by state and reason',
  params: projectParams,
  query: pageQuery.extend({ state: flagState.optional(), reason: flagReason.optional() }),
  response: pageOf(listedFlag).extend({
    /** Reports of this page that are left out: of comparisons that I review blind and have neither decided nor asked to see. */
    keptBack: count,
  }),
});

export const settleFlag = endpoint({
  method: 'POST',
  path: '/projects/:projectId/flags/:flagId/settle',
  tag,
  access: { kind: 'project', action: 'review', scope: 'manage' },
  summary: 'Say what came of a flag, or open it again; versions that are frozen stay as they are',
  params: projectParams.extend({ flagId: id }),
  body: z.strictObject({ state: flagState.exclude(['withdrawn']), note: z.string().max(2000).optional() }),
  response: raisedFlag,
  errors: ['wrong_state', 'kept_back'],
});

const annotates = { kind: 'project', action: 'annotate', scope: 'annotate' } as const;
const ofAssignment = projectParams.extend({ assignmentId: id });

export const flagAssignment = endpoint({
  method: 'POST',
  path: '/projects/:projectId/assignments/:assignmentId/flags',
  tag: 'Annotate',
  access: annotates,
  summary: 'Report a problem with this comparison; it stays mine',
  params: ofAssignment,
  body: z.strictObject({ id, reason: flagReason, note: z.string().max(2000).optional() }),
  status: 204,
});

export const withdrawFlag = endpoint({
  method: 'POST',
  path: '/projects/:projectId/assignments/:assignmentId/flags/:flagId/withdraw',
  tag: 'Annotate',
  access: annotates,
  summary: 'Take a report of mine back, while nobody has settled it; again changes nothing',
  params: ofAssignment.extend({ flagId: id }),
  status: 204,
  errors: ['wrong_state'],
});

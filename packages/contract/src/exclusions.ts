import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { count, id, jobError, pageOf, pageQuery, projectParams, timestamp } from './shapes.ts';

/** Setting somebody's judgments aside, and taking them in again. Nothing is deleted. */
const tag = 'Exclusions';
const manage = { kind: 'project', action: 'manage', scope: 'manage' } as const;
const part = z.string().trim().max(200);
const note = z.string().trim().min(1).max(4000);

/** all: everything of theirs. from: what they give from this moment on. batch: what came with one import. */
export const exclusionScope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('all') }),
  z.strictObject({ kind: z.literal('from'), from: z.iso.datetime({ offset: true }) }),
  z.strictObject({ kind: z.literal('batch'), batchId: id }),
]);
export type ExclusionScope = z.infer<typeof exclusionScope>;

/** A gold comparison whose answer rests on judgments that are (to be) set aside: look whether it still holds. */
export const questionedGold = z.strictObject({
  comparisonId: id,
  promptExcerpt: z.string(),
  /** Judgments of it that count without them. */
  left: count,
});
export type QuestionedGold = z.infer<typeof questionedGold>;

export const exclusion = z.strictObject({
  id,
  annotatorId: id,
  annotator: z.string(),
  scope: exclusionScope,
  batch: z.string().nullable(),
  reason: z.string(),
  /** applying and ending are under way. */
  state: z.enum(['applying', 'applied', 'ending', 'ended']),
  /** Judgments that count no more, leases released, comparisons open again, labels with another result. */
  effect: z.strictObject({ judgments: count, leases: count, reopened: count, flipped: count }),
  /** Of the end: judgments that count again, those whose place was filled meanwhile, labels with another result. */
  endEffect: z.strictObject({ counted: count, surplus: count, flipped: count }),
  /** Gold comparisons that everybody agreed on and whose votes it sets aside, up to 100; they stay gold until somebody takes them out. */
  gold: z.array(questionedGold),
  createdBy: z.string(),
  createdAt: timestamp,
  endedBy: z.string().nullable(),
  endedBecause: z.string().nullable(),
  endedAt: timestamp.nullable(),
  /** Why applying or ending it stopped before its end; null while nothing is wrong. */
  error: jobError.nullable(),
});
export type Exclusion = z.infer<typeof exclusion>;

const exclusionBody = z.strictObject({ annotatorId: id, scope: exclusionScope });

export const previewExclusion = endpoint({
  method: 'POST',
  path: '/projects/:projectId/exclusions/preview',
  tag,
  access: manage,
  summary: 'What excluding an annotator would change; nothing is changed',
  params: projectParams,
  body: exclusionBody,
  response: z.strictObject({
    judgments: count,
    leases: count,
    comparisons: count,
    reopened: count,
    /** Labels with another result; null: more than 20,000 comparisons, too many to try. */
    flipped: count.nullable(),
    /** Gold comparisons that everybody agreed on, among them who is excluded, up to 100. They stay gold. */
    gold: z.array(questionedGold),
  }),
});

export const createExclusion = endpoint({
  method: 'POST',
  path: '/projects/:projectId/exclusions',
  tag,
  access: manage,
  summary:
    'Exclude an annotator: their judgments count no more and are kept. Large ones go on in the background',
  params: projectParams,
  body: exclusionBody.extend({ reason: note }),
  response: exclusion,
  status: 201,
  errors: ['not_found', 'wrong_state'],
});

export const listExclusions = endpoint({
  method: 'GET',
  path: '/projects/:projectId/exclusions',
  tag,
  access: { kind: 'project', action: 'manage', scope: 'read' },
  summary: 'Exclusions of annotators, newest first, with what they changed',
  params: projectParams,
  query: pageQuery,
  response: pageOf(exclusion),
});

export const endExclusion = endpoint({
  method: 'POST',
  path: '/projects/:projectId/exclusions/:exclusionId/end',
  tag,
  access: manage,
  summary: 'Include again: judgments count where there is room, the others are surplus',
  params: projectParams.extend({ exclusionId: id }),
  body: z.strictObject({ because: note }),
  response: exclusion,
  errors: ['wrong_state'],
});

export const resumeExclusion = endpoint({
  method: 'POST',
  path: '/projects/:projectId/exclusions/:exclusionId/resume',
  tag,
  access: manage,
  summary: 'Go on with an exclusion, or the end of one, that stopped because of an error',
  params: projectParams.extend({ exclusionId: id }),
  response: exclusion,
  errors: ['wrong_state'],
});

export const listExclusionChoices = endpoint({
  method: 'GET',
  path: '/projects/:projectId/exclusions/choices',
  tag,
  reads: 'replica',
  access: { kind: 'project', action: 'manage', scope: 'read' },
  summary:
    'Who has judged in the project, most judgments first, and the batches there are, newest first, up to 200 of each',
  params: projectParams,
  query: z.strictObject({
    /** Parts of names, whatever the case. */
    annotator: part.optional(),
    batch: part.optional(),
    /** Somebody who is among the annotators whatever is searched by, and first. */
    annotatorId: id.optional(),
  }),
  response: z.strictObject({
    annotators: z.array(z.strictObject({ userId: id, name: z.string(), judgments: count })),
    batches: z.array(z.strictObject({ id, name: z.string() })),
    /** There are more than are told: search by a part of the name. */
    moreAnnotators: z.boolean(),
    moreBatches: z.boolean(),
  }),
});

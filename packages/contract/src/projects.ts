import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { projectCounts } from './project-counts.ts';
import { checkedForm, localText, questionForm } from './question-form.ts';
import { count, id, name, pageOf, pageQuery, projectParams, slug, timestamp } from './shapes.ts';

const tag = 'Projects';

export const projectState = z.enum(['active', 'paused', 'archived']);
export const projectLanguage = z.enum(['en', 'zh-CN', 'mixed']);
/** Starting points: a question with its form, and first guidelines. The forms are in domain, the guidelines in core. */
export const projectTemplate = z.enum([
  'pair_7',
  'pair_4_forced',
  'arena',
  'pair_2',
  'pair_8_hh',
  'openai_9',
  'helpsteer3',
  'hhh',
  'evidence',
  'rank',
  'rank_top',
  'instructgpt',
  'helpsteer2',
  'ultrafeedback',
  'kto',
  'prm',
  'llama2',
  'safe_rlhf',
  'sparrow',
  'llama3',
  'rewrite',
]);
export type ProjectTemplate = z.infer<typeof projectTemplate>;

const questionText = localText(500);

export const question = z.strictObject({
  version: z.number().int(),
  text: questionText,
  form: questionForm,
  createdAt: timestamp,
});
export type Question = z.infer<typeof question>;

const guidelinesText = z.string().max(200_000);

/** The same guidelines for readers of a second language. */
export const otherGuidelines = z.strictObject({ locale: z.enum(['en', 'zh-CN']), markdown: guidelinesText });
export type OtherGuidelines = z.infer<typeof otherGuidelines>;

export const guidelinesVersion = z.strictObject({
  version: z.number().int(),
  /** For everybody who has no text of their own language. */
  markdown: z.string(),
  /** Null: there is one text for all. */
  other: otherGuidelines.nullable(),
  createdAt: timestamp,
  createdBy: z.string().nullable(),
});
export type GuidelinesVersion = z.infer<typeof guidelinesVersion>;

/** What a judgment that counts is worth, in millionths of the currency. */
export const pay = z.strictObject({
  currency: z.string().regex(/^[A-Z]{3}$/, 'three capital letters, as EUR'),
  perJudgmentMicros: z.number().int().min(1).max(1_000_000_000),
});
export type Pay = z.infer<typeof pay>;

/** Whole millionths of the currency, so that sums are exact. */
export const amount = z.strictObject({ currency: z.string(), micros: count });
export type Amount = z.infer<typeof amount>;

/** A random share of the comparisons gets more judgments than the others, so that agreement can be measured. */
export const sharedOverlap = z.strictObject({
  percent: z.number().int().min(1).max(100),
  /** More than the target of the project. */
  judgments: z.number().int().min(2).max(100),
});
export type SharedOverlap = z.infer<typeof sharedOverlap>;

export const project = z.strictObject({
  id,
  slug: z.string(),
  name: z.string(),
  description: z.string(),
  template: projectTemplate,
  language: projectLanguage,
  state: projectState,
  isDemo: z.boolean(),
  targetJudgments: z.number().int(),
  /** Null: every comparison gets as many. */
  shared: sharedOverlap.nullable(),
  leaseMinutes: z.number().int(),
  /** How long after it was given a judgment may be changed; null: as long as the project is not archived. */
  editHours: z.number().int().nullable(),
  pay: pay.nullable(),
  /** Annotators see their own numbers, as bands, and may say something about them. */
  showNumbers: z.boolean(),
  question,
  guidelinesVersion: z.number().int(),
  createdAt: timestamp,
  updatedAt: timestamp,
});
export type Project = z.infer<typeof project>;

const targetJudgments = z.number().int().min(1).max(100);
const leaseMinutes = z.number().int().min(1).max(1440);
const editHours = z.number().int().min(1).max(8760).nullable();
const description = z.string().max(2000);
export const listProjects = endpoint({
  method: 'GET',
  path: '/projects',
  tag,
  access: { kind: 'signed_in', about: { of: 'list', action: 'view' }, scope: 'read' },
  summary: 'Projects whose inside I may see, newest first',
  query: pageQuery.extend({ state: projectState.optional() }),
  response: pageOf(project),
});

export const createProject = endpoint({
  method: 'POST',
  path: '/projects',
  tag,
  access: { kind: 'signed_in', about: { of: 'any', action: 'manage' }, scope: 'manage' },
  summary:
    'Make a project from a template, or with what another one begins with; whoever makes it is its admin. Only the owner and project admins may',
  body: z.strictObject({
    name,
    slug: slug.optional(),
    /**
     * A project that one manages, to begin with instead of a template: its question, guidelines, policy, pay and settings are
     * taken, but for what is said here; no people and no data.
     */
    from: id.optional(),
    /** Needed without `from`, and left out with it. */
    template: projectTemplate.optional(),
    /** Needed without `from`. */
    language: projectLanguage.optional(),
    /** Empty, unless it is said or comes from the other project. */
    description: description.optional(),
    /** Likewise 3. */
    targetJudgments: targetJudgments.optional(),
    /** Likewise null. */
    shared: sharedOverlap.nullable().optional(),
    /** Likewise 30. */
    leaseMinutes: leaseMinutes.optional(),
    /** The template's, unless it is said; left out with `from`. */
    question: z.strictObject({ text: questionText, form: checkedForm }).optional(),
    /** Left out: those of the template, in both languages. */
    guidelines: guidelinesText.optional(),
  }),
  response: project,
  status: 201,
  errors: ['not_found', 'slug_taken'],
});

export const getProject = endpoint({
  method: 'GET',
  path: '/projects/:projectId',
  tag,
  access: { kind: 'project', action: 'view', scope: 'read' },
  summary: 'A project with its counts',
  params: projectParams,
  response: project.extend({ counts: projectCounts }),
});

/** What is set of a project in one form. */
export const projectSettings = z.strictObject({
  name,
  description,
  targetJudgments,
  shared: sharedOverlap.nullable(),
  leaseMinutes,
  editHours,
});
export type ProjectSettings = z.infer<typeof projectSettings>;

export const updateProject = endpoint({
  method: 'PATCH',
  path: '/projects/:projectId',
  tag,
  access: { kind: 'project', action: 'manage', scope: 'manage' },
  summary:
    'Change name, description, target judgments, lease minutes, pay, what annotators see of their numbers, or pause, resume, archive',
  params: projectParams,
  body: projectSettings.partial().extend({
    /** What the change was made from: a setting that is another one by now is told (`wrong_state`), not overwritten. */
    before: projectSettings.partial().optional(),
    state: projectState.optional(),
    /** Null: nothing is paid by the judgment. */
    pay: pay.nullable().optional(),
    showNumbers: z.boolean().optional(),
  }),
  response: project,
  errors: ['wrong_state'],
});

export const deleteDemo = endpoint({
  method: 'DELETE',
  path: '/demo',
  tag,
  access: { kind: 'owner', scope: 'session_only' },
  summary:
    'Remove the demo projects and all demo accounts, also the one that asks; without an owner, the first page makes one again',
  errors: ['not_found'],
});

export const listGuidelines = endpoint({
  method: 'GET',
  path: '/projects/:projectId/guidelines',
  tag,
  access: { kind: 'project', action: 'view', scope: 'read' },
  summary: 'All versions of the guidelines, newest first',
  params: projectParams,
  response: z.strictObject({ items: z.array(guidelinesVersion) }),
});

export const publishGuidelines = endpoint({
  method: 'POST',
  path: '/projects/:projectId/guidelines',
  tag,
  access: { kind: 'project', action: 'manage', scope: 'manage' },
  summary: "Publish a new version; `basedOn` guards against overwriting somebody else's",
  params: projectParams,
  body: z.strictObject({
    markdown: guidelinesText,
    /** Null: there is none from now on; left out: that of the version before stays. */
    other: otherGuidelines.nullable().optional(),
    basedOn: z.int32(),
  }),
  response: guidelinesVersion,
  status: 201,
  errors: ['wrong_state'],
});

export const listQuestions = endpoint({
  method: 'GET',
  path: '/projects/:projectId/questions',
  tag,
  access: { kind: 'project', action: 'view', scope: 'read' },
  summary: 'All versions of the question, newest first',
  params: projectParams,
  response: z.strictObject({ items: z.array(question) }),
});

export const publishQuestion = endpoint({
  method: 'POST',
  path: '/projects/:projectId/questions',
  tag,
  access: { kind: 'project', action: 'manage', scope: 'manage' },
  summary: 'Publish a new version of the question; judgments keep the version they answered',
  params: projectParams,
  body: z.strictObject({ text: questionText, form: checkedForm, basedOn: z.int32() }),
  response: question,
  status: 201,
  errors: ['wrong_state'],
});

export const countFitting = endpoint({
  method: 'GET',
  path: '/projects/:projectId/question-fit',
  tag,
  access: { kind: 'project', action: 'manage', scope: 'read' },
  summary: 'How many comparisons a question of this kind can be asked of, before it is published',
  params: projectParams,
  query: z.strictObject({ kind: z.enum(['pair', 'rank', 'single']) }),
  response: z.strictObject({
    /** Comparisons that are asked or would be again; closed ones are left out of all three. */
    fits: count,
    /** Comparisons that would rest. */
    rests: count,
    /** Of those that fit, the ones that rest now. */
    returns: count,
  }),
});

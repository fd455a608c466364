import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { count, id, name, pageOf, pageQuery, projectParams, slug, timestamp } from './shapes.ts';

const tag = 'Projects';

export const projectState = z.enum(['active', 'paused', 'archived']);
export const projectLanguage = z.enum(['en', 'zh-CN', 'mixed']);
/** Starting points: a question, its scale and first guidelines. The texts are in core. */
export const projectTemplate = z.enum(['pair_7', 'pair_4_forced', 'arena', 'pair_2', 'pair_8_hh']);
export type ProjectTemplate = z.infer<typeof projectTemplate>;

export const scale = z.strictObject({
  /** Positions from left to right, 2 to 8; with an odd number the middle one is the tie. */
  points: z.number().int().min(2).max(8),
  allowTie: z.boolean(),
  allowBothBad: z.boolean(),
  allowCannotJudge: z.boolean(),
});
export type Scale = z.infer<typeof scale>;
export const checkedScale = scale.refine((value) => value.points % 2 === 0 || value.allowTie, {
  path: ['allowTie'],
  message:
    'a scale with an odd number of points has the tie in the middle: allow ties or choose an even number',
});

const questionText = z.strictObject({
  en: z.string().trim().min(1).max(500),
  'zh-CN': z.string().trim().min(1).max(500),
});

export const question = z.strictObject({
  version: z.number().int(),
  text: questionText,
  scale,
  createdAt: timestamp,
});
export type Question = z.infer<typeof question>;

export const guidelinesVersion = z.strictObject({
  version: z.number().int(),
  markdown: z.string(),
  createdAt: timestamp,
  createdBy: z.string().nullable(),
});
export type GuidelinesVersion = z.infer<typeof guidelinesVersion>;

export const projectCounts = z.strictObject({
  prompts: count,
  comparisons: count,
  /** Comparisons that have all their judgments. */
  completed: count,
  judgments: count,
  leased: count,
  skipped: count,
  flagged: count,
});

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
  leaseMinutes: z.number().int(),
  question,
  guidelinesVersion: z.number().int(),
  createdAt: timestamp,
  updatedAt: timestamp,
});
export type Project = z.infer<typeof project>;

const targetJudgments = z.number().int().min(1).max(100);
const leaseMinutes = z.number().int().min(1).max(1440);
const description = z.string().max(2000);
const guidelinesText = z.string().max(200_000);

export const listProjects = endpoint({
  method: 'GET',
  path: '/projects',
  tag,
  access: { kind: 'signed_in', scope: 'read' },
  summary: 'Projects whose inside I may see, newest first',
  query: pageQuery.extend({ state: projectState.optional() }),
  response: pageOf(project),
});

export const createProject = endpoint({
  method: 'POST',
  path: '/projects',
  tag,
  access: { kind: 'signed_in', scope: 'manage' },
  summary:
    'Make a project from a template; whoever makes it is its admin. Only the owner and project admins may',
  body: z.strictObject({
    name,
    slug: slug.optional(),
    description: description.default(''),
    template: projectTemplate,
    language: projectLanguage,
    targetJudgments: targetJudgments.default(3),
    leaseMinutes: leaseMinutes.default(30),
    question: z.strictObject({ text: questionText, scale: checkedScale }).optional(),
    guidelines: guidelinesText.optional(),
  }),
  response: project,
  status: 201,
  errors: ['slug_taken'],
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

export const updateProject = endpoint({
  method: 'PATCH',
  path: '/projects/:projectId',
  tag,
  access: { kind: 'project', action: 'manage', scope: 'manage' },
  summary: 'Change name, description, target judgments, lease minutes, or pause, resume, archive',
  params: projectParams,
  body: z.strictObject({
    name: name.optional(),
    description: description.optional(),
    state: projectState.optional(),
    targetJudgments: targetJudgments.optional(),
    leaseMinutes: leaseMinutes.optional(),
  }),
  response: project,
  errors: ['wrong_state'],
});

export const deleteDemo = endpoint({
  method: 'DELETE',
  path: '/demo',
  tag,
  access: { kind: 'owner', scope: 'manage' },
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
  body: z.strictObject({ markdown: guidelinesText, basedOn: z.number().int() }),
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
  body: z.strictObject({ text: questionText, scale: checkedScale, basedOn: z.number().int() }),
  response: question,
  status: 201,
  errors: ['wrong_state'],
});

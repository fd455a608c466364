import { z } from 'zod';
import { dropReason, rowKind, unitKind } from './datasets.ts';
import { endpoint } from './endpoint.ts';
import { count, id, pageOf, pageQuery, projectParams, timestamp } from './shapes.ts';

/** What differs between two frozen versions of a project, row by row, each with its reason from what was stored. */
const tag = 'Datasets';
const access = { kind: 'project', action: 'export', scope: 'export' } as const;

/** changed: the same unit is a row in both, and says something else. */
export const diffKind = z.enum(['added', 'removed', 'changed']);
export type DiffKind = z.infer<typeof diffKind>;

/** label: which response is better, or what the row says of it. texts: masked in one of them, or otherwise. */
export const changedField = z.enum(['label', 'margin', 'weight', 'split', 'texts']);
export type ChangedField = z.infer<typeof changedField>;

/** What has come between the two versions for a row. */
export const diffCause = z.enum([
  /** The comparison was not in the project at the first freeze. */
  'imported',
  'new_votes',
  /** A vote was changed or taken back. */
  'changed_votes',
  /** Votes were set aside, by an exclusion or for want of a place. */
  'excluded_votes',
  /** Votes that were set aside count again. */
  'readmitted_votes',
  /** Reviewers decided, decided anew or withdrew. */
  'decision',
  /** What votes weigh was learnt anew. */
  'weights',
  'recipe',
  /** A problem was reported. */
  'flags',
  /** It was taken out of work, or came back. */
  'withdrawn',
  /** Another row that says the same came or went. */
  'duplicates',
  /** The prompt was put into the part of others that are nearly the same, or no longer. */
  'near_prompts',
  /** A batch is of another round now, or people have other teams or another part in the project. */
  'regrouped',
]);
export type DiffCause = z.infer<typeof diffCause>;

/**
 * The cause where there is one. several: more than one, and nothing stored says which was decisive. not_stored: a version is older
 * than what it takes to tell. unknown: nothing of what was stored has changed for it.
 */
export const diffReason = z.enum([...diffCause.options, 'several', 'not_stored', 'unknown']);
export type DiffReason = z.infer<typeof diffReason>;

/** A choice that the recipes do not make alike: a key of the recipe, or `filters.` and a key. */
export const recipeChange = z.strictObject({
  choice: z.string(),
  before: z.unknown(),
  after: z.unknown(),
});
export type RecipeChange = z.infer<typeof recipeChange>;

export const comparedVersion = z.strictObject({
  versionId: id,
  datasetId: id,
  dataset: z.string(),
  version: z.number().int(),
  frozenAt: timestamp,
  rows: count,
});

export const versionDiff = z.strictObject({
  from: comparedVersion,
  to: comparedVersion,
  /** Rows of both that say the same. */
  same: count,
  added: count,
  removed: count,
  changed: count,
  reasons: z.array(z.strictObject({ kind: diffKind, reason: diffReason, rows: count })),
  /** Changed rows by what is not as before; one row may have several. */
  fields: z.partialRecord(changedField, count),
  recipe: z.array(recipeChange),
});
export type VersionDiff = z.infer<typeof versionDiff>;

const diffParams = projectParams.extend({ versionId: id, toId: id });

export const getVersionDiff = endpoint({
  method: 'GET',
  path: '/projects/:projectId/versions/:versionId/diff/:toId',
  tag,
  access,
  summary:
    'What differs between two frozen versions of a project: counts by kind and reason, and their recipes',
  params: diffParams,
  response: versionDiff,
  errors: ['wrong_state'],
});

const response = z.strictObject({
  responseId: id,
  model: z.string(),
  /** The beginning of its last message, as the version has it. */
  excerpt: z.string(),
});

/** A row as one version has it. */
export const diffSide = z.strictObject({
  kind: rowKind,
  chosen: response,
  rejected: response.nullable(),
  margin: z.number(),
  weight: z.number(),
  /** Null where no votes were shares of anything. */
  agreement: z.number().nullable(),
  judgments: count,
  split: z.string(),
  /** Of labels, steps and ratings what was said, as in the exported row. */
  detail: z.unknown(),
});
export type DiffSide = z.infer<typeof diffSide>;

export const diffRow = z.strictObject({
  /** As exported lines have it. */
  rowId: z.string(),
  comparisonId: id,
  source: unitKind,
  kind: diffKind,
  reason: diffReason,
  causes: z.array(diffCause),
  /** Changed choices of the recipe that bear on this row. */
  choices: z.array(z.string()),
  fields: z.array(changedField),
  promptExcerpt: z.string(),
  before: diffSide.nullable(),
  after: diffSide.nullable(),
  /** Why it was no row before, or is none now; null where it is one, or where that was not stored. */
  droppedBefore: dropReason.nullable(),
  droppedAfter: dropReason.nullable(),
});
export type DiffRow = z.infer<typeof diffRow>;

export const listVersionDiff = endpoint({
  method: 'GET',
  path: '/projects/:projectId/versions/:versionId/diff/:toId/rows',
  tag,
  access,
  summary: 'Rows that differ between two versions, by the comparison’s id',
  params: diffParams,
  query: pageQuery.extend({ kind: diffKind.optional(), reason: diffReason.optional() }),
  response: pageOf(diffRow),
  errors: ['wrong_state'],
});

import { z } from 'zod';
import { type DropReason, dropReasons } from './drop-reasons.ts';
import { endpoint } from './endpoint.ts';
import { exportFormats, refusalReason, textTemplates } from './export-formats.ts';
import { exportCompression, exportContainer, exportFile, filesWanted } from './export-files.ts';
import { jobProgress } from './job-progress.ts';
import { count, id, jobError, name, pageOf, pageQuery, projectParams, slug, timestamp } from './shapes.ts';
import { recipe, type Recipe, wantedRecipe } from './recipe.ts';

const tag = 'Datasets';
const access = { kind: 'project', action: 'export', scope: 'export' } as const;
const readAccess = { kind: 'project', action: 'export', scope: 'export' } as const;

export { recipe, type Recipe };

export const exportFormat = z.enum(exportFormats);
export type ExportFormat = z.infer<typeof exportFormat>;

export const dropReason = z.enum(dropReasons);
export type { DropReason };

/** What units come from: two responses, each two of three or more, one response alone, a rewrite against a response. */
export const unitKind = z.enum(['pair', 'ranking', 'single', 'rewrite']);
export type UnitKind = z.infer<typeof unitKind>;
/** Units and the rows among them, by kind; kinds without any are left out. */
export const unitCounts = z.partialRecord(unitKind, z.strictObject({ units: count, rows: count }));
export type UnitCounts = z.infer<typeof unitCounts>;

/** What a row says: see `ExportRecord` in formats. */
export const rowKind = z.enum(['preference', 'tie', 'both_bad', 'label', 'steps', 'ratings']);
export type RowKind = z.infer<typeof rowKind>;
/** Rows by split and kind; kinds without any are left out. */
export const rowCounts = z.record(z.string(), z.partialRecord(rowKind, count));
export type RowCounts = z.infer<typeof rowCounts>;

/** A comparison that loses a unit, with the first words of its prompt. */
export const dropExample = z.strictObject({ comparisonId: id, words: z.string() });
export type DropExample = z.infer<typeof dropExample>;

export const dataset = z.strictObject({
  id,
  projectId: id,
  name: z.string(),
  slug: z.string(),
  recipe,
  latestVersion: z.number().int().nullable(),
  /** Since when it is out of the list; null: in use. */
  archivedAt: timestamp.nullable(),
  createdAt: timestamp,
  updatedAt: timestamp,
});
export type Dataset = z.infer<typeof dataset>;

/** What a freeze is at, in this order. */
export const freezeStep = z.enum(['rows', 'votes', 'texts', 'facts', 'agreement']);
export type FreezeStep = z.infer<typeof freezeStep>;

/** Life of a version: see `versionTable` in domain. */
const versionState = z.enum(['queued', 'running', 'ready', 'failed', 'cancelled']);

export const datasetVersion = z.strictObject({
  id,
  datasetId: id,
  version: z.number().int(),
  recipe,
  state: versionState,
  /** Null unless it is running. */
  progress: jobProgress.extend({ step: freezeStep }).nullable(),
  frozenAt: timestamp.nullable(),
  comparisons: count.nullable(),
  /** What could be rows: each is one, or dropped for exactly one reason. */
  units: count.nullable(),
  /** Null also in versions frozen before there were other kinds than pairs. */
  kinds: unitCounts.nullable(),
  rows: count.nullable(),
  /** Null also in versions frozen before there were others than preferences in `train`. */
  rowCounts: rowCounts.nullable(),
  votes: count.nullable(),
  /** Judgments that the filters leave out, or all on a comparison that they leave out: `filtered` in `votes`. Null also in versions frozen before it was counted. */
  judgmentsFiltered: count.nullable(),
  drops: z.partialRecord(dropReason, count).nullable(),
  error: jobError.nullable(),
  createdAt: timestamp,
});
export type DatasetVersion = z.infer<typeof datasetVersion>;

/** Rows that a format cannot hold, by reason. */
export const refusalCounts = z.partialRecord(refusalReason, count);

export const exportJob = z.strictObject({
  id,
  versionId: id,
  projectId: id,
  format: exportFormat,
  container: exportContainer,
  compression: exportCompression,
  shardRows: count.nullable(),
  shardBytes: count.nullable(),
  /** Null: the usual one, or the format has none to choose. */
  template: z.enum(textTemplates).nullable(),
  state: z.enum(['queued', 'running', 'ready', 'failed', 'cancelled']),
  /** Rows read so far: written or refused. */
  rowsDone: count,
  rowsTotal: count.nullable(),
  bytesDone: count,
  /** Null unless it is running. */
  progress: jobProgress.nullable(),
  files: z.array(exportFile).nullable(),
  /** Null until it is ready, and where the format holds every row. */
  refused: refusalCounts.nullable(),
  error: jobError.nullable(),
  createdAt: timestamp,
  startedAt: timestamp.nullable(),
  finishedAt: timestamp.nullable(),
});
export type ExportJob = z.infer<typeof exportJob>;

const datasetParams = projectParams.extend({ datasetId: id });
const versionParams = projectParams.extend({ versionId: id });
const exportParams = projectParams.extend({ exportId: id });

export const listDatasets = endpoint({
  method: 'GET',
  path: '/projects/:projectId/datasets',
  tag,
  access: readAccess,
  summary: 'Datasets in use, archived ones, or all, newest first',
  params: projectParams,
  query: pageQuery.extend({ state: z.enum(['in_use', 'archived', 'all']).default('in_use') }),
  response: pageOf(dataset),
});

export const createDataset = endpoint({
  method: 'POST',
  path: '/projects/:projectId/datasets',
  tag,
  access,
  summary: 'Make a dataset: a named recipe',
  params: projectParams,
  body: z.strictObject({ name, slug: slug.optional(), recipe: wantedRecipe }),
  response: dataset,
  status: 201,
  errors: ['slug_taken'],
});

export const getDataset = endpoint({
  method: 'GET',
  path: '/projects/:projectId/datasets/:datasetId',
  tag,
  access: readAccess,
  summary: 'One dataset',
  params: datasetParams,
  response: dataset,
});

export const updateDataset = endpoint({
  method: 'PATCH',
  path: '/projects/:projectId/datasets/:datasetId',
  tag,
  access,
  summary: 'Change name or recipe, archive it or take it back; frozen versions stay as they are',
  params: datasetParams,
  body: z.strictObject({
    name: name.optional(),
    recipe: wantedRecipe.optional(),
    archived: z.boolean().optional(),
  }),
  response: dataset,
});

export const listVersions = endpoint({
  method: 'GET',
  path: '/projects/:projectId/datasets/:datasetId/versions',
  tag,
  access: readAccess,
  summary: 'Frozen versions, newest first',
  params: datasetParams,
  query: pageQuery.extend({
    state: versionState.optional(),
    /** Only versions with a smaller number. */
    before: z.coerce.number().int().min(1).max(2_147_483_647).optional(),
  }),
  response: pageOf(datasetVersion),
});

export const freezeDataset = endpoint({
  method: 'POST',
  path: '/projects/:projectId/datasets/:datasetId/versions',
  tag,
  access,
  summary: 'Freeze the present judgments into a new immutable version',
  params: datasetParams,
  response: datasetVersion,
  status: 202,
});

export const cancelFreeze = endpoint({
  method: 'POST',
  path: '/projects/:projectId/versions/:versionId/cancel',
  tag,
  access,
  summary: 'Stop a freeze; nothing half-made is kept, and the number of the version is not given again',
  params: versionParams,
  response: datasetVersion,
  errors: ['wrong_state'],
});

export const getVersion = endpoint({
  method: 'GET',
  path: '/projects/:projectId/versions/:versionId',
  tag,
  access: readAccess,
  summary: 'One version with its exports',
  params: versionParams,
  response: datasetVersion.extend({ exports: z.array(exportJob) }),
});

export const watchVersion = endpoint({
  method: 'GET',
  path: '/projects/:projectId/versions/:versionId/events',
  tag,
  access: readAccess,
  stream: 'events',
  summary:
    'Progress of the freeze and its exports as server-sent events; each `data` is the version with its exports',
  params: versionParams,
});

export const startExport = endpoint({
  method: 'POST',
  path: '/projects/:projectId/versions/:versionId/exports',
  tag,
  access,
  summary: 'Write a version in one format and container; asking twice gives the same export',
  params: versionParams,
  body: z.strictObject({ format: exportFormat, ...filesWanted }),
  response: exportJob,
  status: 202,
  errors: ['wrong_state', 'nothing_to_export', 'invalid_request'],
});

export const getExport = endpoint({
  method: 'GET',
  path: '/projects/:projectId/exports/:exportId',
  tag,
  access: readAccess,
  summary: 'One export',
  params: exportParams,
  response: exportJob,
});

export const cancelExport = endpoint({
  method: 'POST',
  path: '/projects/:projectId/exports/:exportId/cancel',
  tag,
  access,
  summary: 'Stop an export; nothing half-made is kept',
  params: exportParams,
  response: exportJob,
  errors: ['wrong_state'],
});

export const downloadFile = endpoint({
  method: 'GET',
  path: '/projects/:projectId/exports/:exportId/files/:fileName',
  tag,
  access: readAccess,
  stream: 'download',
  summary: 'A file of an export; supports Range and If-Range, the ETag is its sha256',
  params: exportParams.extend({ fileName: z.string().min(1).max(200) }),
  errors: ['range_not_satisfiable', 'wrong_state'],
});

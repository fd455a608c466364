import { randomBytes } from 'node:crypto';
import {
  type Dataset,
  type DatasetVersion,
  type ExportJob,
  type ExportFormat,
  type Recipe,
} from '@pairwright/contract/datasets';
import { Problem } from '@pairwright/contract/errors';
import type { Page } from '@pairwright/db/cursor';
import { violatesUnique } from '@pairwright/db/errors';
import { afterCommit, inTransaction } from '@pairwright/db/transaction';
import { recordFormats } from '@pairwright/formats/out/registry';
import type { ProjectContext } from '../context.ts';
import {
  changeDataset,
  findDataset,
  findExport,
  findVersion,
  insertDataset,
  insertVersion,
  listDatasetRecords,
  listExportRecords,
  listVersionRecords,
  markCancelled,
  type VersionQuery,
} from './datasets.queries.ts';
import {
  type DatasetRecord,
  type ExportRecord,
  toDataset,
  toExportJob,
  toVersion,
  type VersionRecord,
} from './datasets.shapes.ts';
import type { DatasetQuery } from './datasets.queries.ts';
import { choosePacking, type FilesWanted } from './export-packing.ts';
import { requireFittingRatings } from './fitting-ratings.ts';
import { endFreeze } from './freeze-state.queries.ts';
import { needsJudgments } from './record-source.sql.ts';
import { requestExport } from './request-export.queries.ts';
import { requireReady } from './require-ready.ts';
import { slugOf } from '../projects/slug.ts';
import { pseudonymKeys } from '../secrets/stored-secrets.ts';
import { requireCriterion } from './require-criterion.ts';

/** Datasets of the project in this state, newest first. */
export async function listDatasets(ctx: ProjectContext, query: DatasetQuery): Promise<Page<Dataset>> {
  const page = await listDatasetRecords(ctx.db.db, { ...query, projectId: ctx.projectId });
  return { items: page.items.map(toDataset), nextCursor: page.nextCursor };
}

/** One dataset. Throws `not_found`. */
export async function getDataset(ctx: ProjectContext, datasetId: string): Promise<Dataset> {
  return toDataset(await requireDataset(ctx, datasetId));
}

/** Makes a dataset. Throws `invalid_request` for a margin by ratings that do not fit. A short name that was asked for and is taken throws `slug_taken`; one made from the name gets a number. */
export async function createDataset(
  ctx: ProjectContext,
  input: { name: string; slug?: string | undefined; recipe: Recipe },
): Promise<Dataset> {
  await requireCriterion(ctx.db.db, ctx.projectId, input.recipe);
  await requireFittingRatings(ctx.db.db, ctx.projectId, input.recipe);
  const wanted = input.slug ?? (slugOf(input.name) || 'dataset');
  for (let attempt = 1; ; attempt += 1) {
    const id = ctx.ids.next();
    const slug = attempt === 1 ? wanted : `${wanted}-${attempt}`;
    try {
      await inTransaction(ctx.db.db, async (db) => {
        await insertDataset(db, {
          id,
          projectId: ctx.projectId,
          name: input.name,
          slug,
          recipe: input.recipe,
          sealedPseudonymKey: pseudonymKeys.seal(ctx.sealer, id, randomBytes(32)),
          createdBy: ctx.actor.userId,
        });
        return { id };
      });
      return toDataset(await requireDataset(ctx, id));
    } catch (error) {
      if (!violatesUnique(error, 'datasets_project_id_slug_key')) throw error;
      if (input.slug !== undefined || attempt === 1_000)
        throw new Problem('slug_taken', {
          detail: `A dataset of this project has the short name "${slug}". Choose another.`,
        });
    }
  }
}

/** Changes name or recipe; versions frozen before keep theirs. Throws `invalid_request` as above. */
export async function updateDataset(
  ctx: ProjectContext,
  input: {
    datasetId: string;
    name?: string | undefined;
    recipe?: Recipe | undefined;
    archived?: boolean | undefined;
  },
): Promise<Dataset> {
  await requireDataset(ctx, input.datasetId);
  if (input.recipe !== undefined) await requireCriterion(ctx.db.db, ctx.projectId, input.recipe);
  if (input.recipe !== undefined) await requireFittingRatings(ctx.db.db, ctx.projectId, input.recipe);
  await changeDataset(ctx.db.db, input.datasetId, input);
  return toDataset(await requireDataset(ctx, input.datasetId));
}

/** Versions of a dataset, newest first: all, or those in one state, or before one of them. */
export async function listVersions(ctx: ProjectContext, query: VersionQuery): Promise<Page<DatasetVersion>> {
  await requireDataset(ctx, query.datasetId);
  const page = await listVersionRecords(ctx.db.db, query);
  return { items: page.items.map(toVersion), nextCursor: page.nextCursor };
}

/**
 * Asks for a new version of the dataset; a worker fills it. Throws `wrong_state` of an archived one, `invalid_request` where the
 * project's ratings no longer fit.
 */
export async function freezeDataset(ctx: ProjectContext, datasetId: string): Promise<DatasetVersion> {
  const { recipe, archivedAt } = toDataset(await requireDataset(ctx, datasetId));
  if (archivedAt !== null)
    throw new Problem('wrong_state', { detail: 'The dataset is archived. Take it back first.' });
  await requireFittingRatings(ctx.db.db, ctx.projectId, recipe);
  const row = await inTransaction(ctx.db.db, async (db) => {
    const made = await insertVersion(db, {
      id: ctx.ids.next(),
      datasetId,
      createdBy: ctx.actor.userId,
      askedWith: ctx.actor.tokenId,
    });
    afterCommit(db, () => ctx.queue.enqueue('dataset.freeze', { versionId: made.id }));
    return made;
  });
  return toVersion(row);
}

/** Stops a freeze; nothing half-made is kept. Throws `not_found`, and `wrong_state` when it is finished. */
export async function cancelFreeze(ctx: ProjectContext, versionId: string): Promise<DatasetVersion> {
  await requireVersion(ctx, versionId);
  return inTransaction(ctx.db.db, async (db) => {
    if (!(await endFreeze(db, versionId, { state: 'cancelled' })))
      throw new Problem('wrong_state', { detail: 'The freeze is finished.' });
    return toVersion(await requireVersion({ ...ctx, db: { ...ctx.db, db } }, versionId));
  });
}

export type VersionWithExports = DatasetVersion & { exports: ExportJob[] };

/** A version with its exports. */
export async function getVersion(ctx: ProjectContext, versionId: string): Promise<VersionWithExports> {
  const version = await requireVersion(ctx, versionId);
  const exports = await listExportRecords(ctx.db.db, versionId);
  return { ...toVersion(version), exports: exports.map(toExportJob) };
}

/** The same without its exports. Throws `not_found`. */
export async function getVersionAlone(ctx: ProjectContext, versionId: string): Promise<DatasetVersion> {
  return toVersion(await requireVersion(ctx, versionId));
}

/**
 * Asks for a version in a format and packing; asking again gives the same export. Throws `wrong_state`,
 * `nothing_to_export`, or `invalid_request` where the format does not go into the container.
 */
export async function startExport(
  ctx: ProjectContext,
  input: { versionId: string; format: ExportFormat } & FilesWanted,
): Promise<ExportJob> {
  const version = await requireVersion(ctx, input.versionId);
  const packing = choosePacking(input.format, input);
  checkExportable(version, input.format);
  const row = await inTransaction(ctx.db.db, async (db) => {
    const made = await requestExport(db, {
      id: ctx.ids.next(),
      projectId: ctx.projectId,
      createdBy: ctx.actor.userId,
      askedWith: ctx.actor.tokenId,
      versionId: input.versionId,
      format: input.format,
      packing,
    });
    if (made.state === 'queued')
      afterCommit(db, () => ctx.queue.enqueue('export.run', { exportId: made.id }));
    return made;
  });
  return toExportJob(row);
}

/** Formats of labels, steps, ratings or ties, which may be there without a row. Whether they are is seen when they are read. */
function readsJudgments(format: ExportFormat): boolean {
  return format !== 'votes' && needsJudgments(recordFormats[format]);
}

function checkExportable(version: VersionRecord, format: ExportFormat): void {
  requireReady(version.state);
  if (format === 'votes' && version.votes_total === 0)
    throw new Problem('nothing_to_export', { detail: 'The version holds no judgments.' });
  if (format !== 'votes' && !readsJudgments(format) && preferencesOf(version) === 0) {
    throw new Problem('nothing_to_export', {
      detail: `No comparison passes the recipe with one response better than another, so there is no line to write. The drop reasons of the version say why; the format "votes" ${version.votes_total === 0 ? 'is empty too' : 'holds all judgments'}.`,
    });
  }
}

function preferencesOf(version: VersionRecord): number {
  const { rowCounts, rows } = toVersion(version);
  if (rowCounts === null) return rows ?? 0;
  return Object.values(rowCounts).reduce((sum, { preference = 0 }) => sum + preference, 0);
}

/** An export of the project. */
export async function getExport(ctx: ProjectContext, exportId: string): Promise<ExportJob> {
  return toExportJob(await requireExport(ctx, exportId));
}

/** Stops an export; nothing half-made is kept. Throws `wrong_state` when it is finished. */
export async function cancelExport(ctx: ProjectContext, exportId: string): Promise<ExportJob> {
  await requireExport(ctx, exportId);
  const cancelled = await markCancelled(ctx.db.db, exportId);
  if (cancelled === undefined) throw new Problem('wrong_state', { detail: 'The export is finished.' });
  return toExportJob(cancelled);
}

async function requireDataset(ctx: ProjectContext, datasetId: string): Promise<DatasetRecord> {
  const found = await findDataset(ctx.db.db, { projectId: ctx.projectId, datasetId });
  if (found === undefined) throw new Problem('not_found');
  return found;
}

async function requireVersion(ctx: ProjectContext, versionId: string): Promise<VersionRecord> {
  const found = await findVersion(ctx.db.db, { projectId: ctx.projectId, versionId });
  if (found === undefined) throw new Problem('not_found');
  return found;
}

/** The export of this project; a foreign one answers like one that does not exist. */
export async function requireExport(
  ctx: Pick<ProjectContext, 'db' | 'projectId'>,
  exportId: string,
): Promise<ExportRecord> {
  const found = await findExport(ctx.db.db, { projectId: ctx.projectId, exportId });
  if (found === undefined) throw new Problem('not_found');
  return found;
}

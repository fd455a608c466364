import type { Nullable, Selectable } from 'kysely';
import { z } from 'zod';
import {
  type Dataset,
  type DatasetVersion,
  type ExportFormat,
  type ExportJob,
  freezeStep,
  recipe,
  type Recipe,
  refusalCounts,
  rowCounts,
  unitCounts,
} from '@pairwright/contract/datasets';
import { exportCompression, exportContainer, exportFile } from '@pairwright/contract/export-files';
import { jobError } from '@pairwright/contract/shapes';
import type { DatasetVersions, Exports, FreezeProgress } from '@pairwright/db/tables.generated';
import { paceOf, secondsBetween } from '../system/pace.ts';
import { freezeProgress } from './freeze-pace.ts';

/** Files of an export as stored: what the API shows, and the key in the artifact store. */
const storedFiles = z.array(exportFile.extend({ key: z.string() }));
export type StoredFile = z.infer<typeof storedFiles>[number];

export function parseFiles(value: unknown): StoredFile[] {
  return value === null ? [] : storedFiles.parse(value);
}

export function parseRecipe(value: unknown): Recipe {
  return recipe.parse(value);
}

export interface DatasetRecord {
  readonly id: string;
  readonly project_id: string;
  readonly name: string;
  readonly slug: string;
  readonly recipe: unknown;
  readonly latest_version: number | null;
  readonly archived_at: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

export function toDataset(row: DatasetRecord): Dataset {
  return {
    id: row.id,
    projectId: row.project_id,
    name: row.name,
    slug: row.slug,
    recipe: parseRecipe(row.recipe),
    latestVersion: row.latest_version,
    archivedAt: row.archived_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** Those of a freeze that runs. */
export type VersionRecord = Selectable<DatasetVersions> & Partial<Nullable<ProgressColumns>>;
type ProgressColumns = Pick<
  Selectable<FreezeProgress>,
  'step' | 'started_at' | 'step_at' | 'comparisons' | 'expected_ms'
> & { readonly asked_at: string };

/** One of the facts of a version: most are for its files alone. */
const filteredFact = z.object({ judgmentsFiltered: z.number().nullable().default(null) });

export function toVersion(row: VersionRecord): DatasetVersion {
  return {
    id: row.id,
    datasetId: row.dataset_id,
    version: row.version,
    recipe: parseRecipe(row.recipe),
    state: row.state,
    progress: freezeProgressOf(row),
    frozenAt: row.frozen_at,
    comparisons: row.comparisons_total,
    // Versions frozen before there were rankings have a unit for each comparison.
    units: row.units_total ?? row.comparisons_total,
    kinds: row.kinds === null ? null : unitCounts.parse(row.kinds),
    rows: row.rows_total,
    rowCounts: row.row_counts === null ? null : rowCounts.parse(row.row_counts),
    votes: row.votes_total,
    judgmentsFiltered: row.facts === null ? null : filteredFact.parse(row.facts).judgmentsFiltered,
    drops: row.drop_reasons as DatasetVersion['drops'],
    error: row.error === null ? null : jobError.parse(row.error),
    createdAt: row.created_at,
  };
}

function freezeProgressOf(row: VersionRecord): DatasetVersion['progress'] {
  const { step, started_at: startedAt, step_at: stepAt, asked_at: now } = row;
  if (row.state !== 'running' || step == null || startedAt == null || stepAt == null || now == null)
    return null;
  return freezeProgress({
    step: freezeStep.parse(step),
    startedAt,
    stepAt,
    now,
    comparisons: row.comparisons ?? 0,
    expectedMs: row.expected_ms ?? null,
  });
}

export type ExportRecord = Selectable<Exports>;

export function toExportJob(row: ExportRecord): ExportJob {
  return {
    id: row.id,
    versionId: row.version_id,
    projectId: row.project_id,
    format: row.format as ExportFormat,
    container: exportContainer.parse(row.container),
    compression: exportCompression.parse(row.compression),
    shardRows: row.shard_rows,
    shardBytes: row.shard_bytes,
    template: row.template,
    state: row.state,
    rowsDone: row.rows_done,
    rowsTotal: row.rows_total,
    bytesDone: row.bytes_done,
    progress: row.state === 'running' ? progressOf(row) : null,
    files:
      row.files === null
        ? null
        : parseFiles(row.files).map(({ name, size, sha256, rows }) => ({ name, size, sha256, rows })),
    refused: row.refused === null ? null : refusalCounts.parse(row.refused),
    error: row.error === null ? null : jobError.parse(row.error),
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  };
}

/** Shares and speed of a running export, from the database's own clock; the speed is that of the worker writing it now. */
function progressOf(row: ExportRecord): NonNullable<ExportJob['progress']> {
  const { rows_done: done, rows_total: total, taken_up_at: begun, heartbeat_at: told } = row;
  const share = total === null || total === 0 ? null : done / total;
  return paceOf({ share, rows: done }, { seconds: secondsBetween(begun, told) });
}

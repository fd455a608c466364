import { sql } from 'kysely';
import type { DatasetVersion, Recipe } from '@pairwright/contract/datasets';
import { afterCursor, type Keyset, type Page, toPage } from '@pairwright/db/cursor';
import type { Executor } from '@pairwright/db/database';
import type { DB } from '@pairwright/db/tables.generated';
import type { Tx } from '@pairwright/db/transaction';
import type { DatasetRecord, ExportRecord, VersionRecord } from './datasets.shapes.ts';

export interface PageQuery {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export interface DatasetQuery extends PageQuery {
  readonly state: 'in_use' | 'archived' | 'all';
}

const newestDatasets: Keyset<DB, 'datasets'> = {
  columns: [{ ref: 'datasets.id', type: 'uuid' }],
  direction: 'desc',
};
const newestVersions: Keyset<DB, 'dataset_versions'> = {
  columns: [{ ref: 'dataset_versions.version', type: 'int' }],
  direction: 'desc',
};

const latestVersion = sql<
  number | null
>`(select max(v.version) from dataset_versions v where v.dataset_id = datasets.id)`;
const datasetColumns = [
  'datasets.id',
  'datasets.project_id',
  'datasets.name',
  'datasets.slug',
  'datasets.recipe',
  'datasets.archived_at',
  'datasets.created_at',
  'datasets.updated_at',
] as const;

export async function listDatasetRecords(
  db: Executor,
  query: DatasetQuery & { readonly projectId: string },
): Promise<Page<DatasetRecord>> {
  const rows = await db
    .selectFrom('datasets')
    .select(datasetColumns)
    .select(latestVersion.as('latest_version'))
    .where('project_id', '=', query.projectId)
    .$if(query.state !== 'all', (wanted) =>
      wanted.where('archived_at', query.state === 'archived' ? 'is not' : 'is', null),
    )
    .where(afterCursor(newestDatasets, query.cursor))
    .orderBy('datasets.id', 'desc')
    .limit(query.limit + 1)
    .execute();
  return toPage(rows, query.limit, (row) => [row.id]);
}

export async function findDataset(
  db: Executor,
  of: { readonly projectId: string; readonly datasetId: string },
): Promise<DatasetRecord | undefined> {
  return db
    .selectFrom('datasets')
    .select(datasetColumns)
    .select(latestVersion.as('latest_version'))
    .where('id', '=', of.datasetId)
    .where('project_id', '=', of.projectId)
    .executeTakeFirst();
}

export interface NewDataset {
  readonly id: string;
  readonly projectId: string;
  readonly name: string;
  readonly slug: string;
  readonly recipe: Recipe;
  readonly sealedPseudonymKey: Buffer;
  readonly createdBy: string;
}

/** Throws the unique violation `datasets_project_id_slug_key` when the short name is taken. */
export async function insertDataset(db: Executor, made: NewDataset): Promise<void> {
  await db
    .insertInto('datasets')
    .values({
      id: made.id,
      project_id: made.projectId,
      name: made.name,
      slug: made.slug,
      recipe: JSON.stringify(made.recipe),
      sealed_pseudonym_key: made.sealedPseudonymKey,
      created_by: made.createdBy,
    })
    .execute();
}

export async function changeDataset(
  db: Executor,
  datasetId: string,
  change: {
    readonly name?: string | undefined;
    readonly recipe?: Recipe | undefined;
    readonly archived?: boolean | undefined;
  },
): Promise<void> {
  await db
    .updateTable('datasets')
    .set({
      ...(change.name === undefined ? {} : { name: change.name }),
      ...(change.recipe === undefined ? {} : { recipe: JSON.stringify(change.recipe) }),
      ...(change.archived === undefined
        ? {}
        : { archived_at: change.archived ? sql<string>`coalesce(archived_at, now())` : null }),
      updated_at: sql`now()`,
    })
    .where('id', '=', datasetId)
    .execute();
}

/** Adds the next version of a dataset with its present recipe; the dataset's row lock keeps the numbers without gaps. */
export async function insertVersion(
  db: Tx,
  made: {
    readonly id: string;
    readonly datasetId: string;
    readonly createdBy: string;
    readonly askedWith: string | null;
  },
): Promise<VersionRecord> {
  const dataset = await db
    .selectFrom('datasets')
    .select(['project_id', 'recipe'])
    .where('id', '=', made.datasetId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return db
    .insertInto('dataset_versions')
    .values({
      id: made.id,
      dataset_id: made.datasetId,
      project_id: dataset.project_id,
      recipe: JSON.stringify(dataset.recipe),
      state: 'queued',
      created_by: made.createdBy,
      asked_with: made.askedWith,
      version: sql<number>`(select coalesce(max(version), 0) + 1 from dataset_versions where dataset_id = ${made.datasetId})`,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Versions, with how far a freeze is that runs. */
function versions(db: Executor) {
  return db
    .selectFrom('dataset_versions')
    .leftJoin('freeze_progress as p', 'p.version_id', 'dataset_versions.id')
    .selectAll('dataset_versions')
    .select([
      'p.step',
      'p.started_at',
      'p.step_at',
      'p.comparisons',
      'p.expected_ms',
      sql<string>`clock_timestamp()`.as('asked_at'),
    ]);
}

export interface VersionQuery extends PageQuery {
  readonly datasetId: string;
  readonly state?: DatasetVersion['state'] | undefined;
  /** Only versions with a smaller number. */
  readonly before?: number | undefined;
}

export async function listVersionRecords(db: Executor, query: VersionQuery): Promise<Page<VersionRecord>> {
  let wanted = versions(db)
    .where('dataset_id', '=', query.datasetId)
    .where(afterCursor(newestVersions, query.cursor));
  if (query.state !== undefined) wanted = wanted.where('state', '=', query.state);
  if (query.before !== undefined) wanted = wanted.where('version', '<', query.before);
  const rows = await wanted
    .orderBy('dataset_versions.version', 'desc')
    .limit(query.limit + 1)
    .execute();
  return toPage(rows, query.limit, (row) => [row.version]);
}

export async function findVersion(
  db: Executor,
  of: { readonly projectId: string; readonly versionId: string },
): Promise<VersionRecord | undefined> {
  return versions(db)
    .where('id', '=', of.versionId)
    .where('project_id', '=', of.projectId)
    .executeTakeFirst();
}

export async function listExportRecords(db: Executor, versionId: string): Promise<ExportRecord[]> {
  return db.selectFrom('exports').selectAll().where('version_id', '=', versionId).orderBy('id').execute();
}

export async function findExport(
  db: Executor,
  of: { readonly projectId: string; readonly exportId: string },
): Promise<ExportRecord | undefined> {
  return db
    .selectFrom('exports')
    .selectAll()
    .where('id', '=', of.exportId)
    .where('project_id', '=', of.projectId)
    .executeTakeFirst();
}

/** Cancels an export that is not finished; undefined when it is. */
export async function markCancelled(db: Executor, exportId: string): Promise<ExportRecord | undefined> {
  return db
    .updateTable('exports')
    .set({ state: 'cancelled', finished_at: sql`now()` })
    .where('id', '=', exportId)
    .where('state', 'in', ['queued', 'running'])
    .returningAll()
    .executeTakeFirst();
}

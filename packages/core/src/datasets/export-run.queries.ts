import { sql } from 'kysely';
import type { Executor } from '@pairwright/db/database';
import type { RefusalReason } from '@pairwright/contract/export-formats';
import type { JobError } from '@pairwright/contract/shapes';
import { recordFormats } from '@pairwright/formats/out/registry';
import { requireStillAllowed } from '../system/still-allowed.ts';
import type { StoredFile } from './datasets.shapes.ts';

/** The formats of as many rows as the version has. */
const formatsOfRows = Object.values(recordFormats)
  .filter(({ reads }) => reads.every((kind) => kind === 'preference'))
  .map(({ name }) => name);
/** Lines of the export: the judgments, or those of the rows that are preferences. */
const linesTotal = sql<number>`case
  when e.format = 'votes' then v.votes_total
  when v.row_counts is null then v.rows_total
  else (select coalesce(sum((s.kinds ->> 'preference')::bigint), 0) from jsonb_each(v.row_counts) as s (split, kinds))
end`;

/** Takes an export up, also one that a killed worker left. Undefined when nobody asks for it (any more). */
export async function beginExport(db: Executor, exportId: string) {
  return db
    .updateTable('exports as e')
    .from('dataset_versions as v')
    .set({
      state: 'running',
      started_at: sql`coalesce(e.started_at, now())`,
      taken_up_at: sql`now()`,
      heartbeat_at: sql`now()`,
      rows_done: 0,
      bytes_done: 0,
      files: null,
      refused: null,
      error: null,
      finished_at: null,
      // How many ties, labels, steps or ratings there are is known when they are read.
      rows_total: sql<
        number | null
      >`case when e.format = 'votes' or e.format = any (${formatsOfRows}) then ${linesTotal} end`,
    })
    .whereRef('v.id', '=', 'e.version_id')
    .where('v.state', '=', 'ready')
    .where('e.id', '=', exportId)
    .where('e.state', 'in', ['queued', 'running'])
    .returning([
      'e.id',
      'e.format',
      'e.container',
      'e.compression',
      'e.shard_rows',
      'e.shard_bytes',
      'e.template',
      'e.version_id',
      'v.version',
      'v.recipe',
      'v.facts',
      'v.frozen_at',
      'v.comparisons_total',
      'v.units_total',
      'v.kinds',
      'v.rows_total',
      'v.votes_total',
      'v.drop_reasons',
      'v.row_counts',
      'e.rows_total as lines_total',
    ])
    .executeTakeFirst();
}
export type ExportTask = NonNullable<Awaited<ReturnType<typeof beginExport>>>;

/** Throws NoLongerAllowed where who asked for the export last may no longer export. */
export async function requireAskerOfExport(db: Executor, exportId: string): Promise<void> {
  const asked = await db
    .selectFrom('exports')
    .select(['created_by as userId', 'asked_with as tokenId', 'project_id as projectId'])
    .where('id', '=', exportId)
    .executeTakeFirst();
  if (asked !== undefined) await requireStillAllowed(db, asked, 'export');
}

/** Says how far the export is. False: it is not running any more, because somebody cancelled it. */
export async function reportProgress(
  db: Executor,
  exportId: string,
  done: { readonly rows: number; readonly bytes: number },
): Promise<boolean> {
  const result = await db
    .updateTable('exports')
    .set({ rows_done: done.rows, bytes_done: done.bytes, heartbeat_at: sql`now()` })
    .where('id', '=', exportId)
    .where('state', '=', 'running')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Makes the finished files visible. False: it was cancelled at the last moment. */
export async function finishExport(
  db: Executor,
  exportId: string,
  done: {
    readonly rows: number;
    /** Rows that the format cannot hold, by reason; null: it holds every row. */
    readonly refused: Readonly<Partial<Record<RefusalReason, number>>> | null;
    readonly files: readonly StoredFile[];
  },
): Promise<boolean> {
  const result = await db
    .updateTable('exports')
    .set({
      state: 'ready',
      rows_done: done.rows,
      // Of formats that hold other records than the rows it was not known.
      rows_total: done.rows,
      refused: done.refused === null ? null : JSON.stringify(done.refused),
      bytes_done: done.files.reduce((sum, file) => sum + file.size, 0),
      files: JSON.stringify(done.files),
      finished_at: sql`now()`,
      heartbeat_at: sql`now()`,
    })
    .where('id', '=', exportId)
    .where('state', '=', 'running')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Writes down why the export has failed for good. */
export async function failExport(db: Executor, exportId: string, error: JobError): Promise<void> {
  await db
    .updateTable('exports')
    .set({ state: 'failed', error: JSON.stringify(error), finished_at: sql`now()` })
    .where('id', '=', exportId)
    .where('state', 'in', ['queued', 'running'])
    .execute();
}

/** The present state, or undefined when the export is gone. */
export async function stateOfExport(db: Executor, exportId: string) {
  const row = await db.selectFrom('exports').select('state').where('id', '=', exportId).executeTakeFirst();
  return row?.state;
}

import { sql } from 'kysely';
import type { ExportFormat } from '@pairwright/contract/datasets';
import type { Tx } from '@pairwright/db/transaction';
import type { Packing } from '@pairwright/formats/packing';
import { stillMaySql } from '../access/still-may.sql.ts';
import type { ExportRecord } from './datasets.shapes.ts';

export interface NewExport {
  readonly id: string;
  readonly versionId: string;
  readonly projectId: string;
  readonly format: ExportFormat;
  readonly packing: Packing;
  readonly createdBy: string;
  /** The API token that they ask with; null in a session. */
  readonly askedWith: string | null;
}

/** The export of a version in a format and packing: there already, made now, or, where it had failed or was cancelled, queued anew. */
export async function requestExport(db: Tx, made: NewExport): Promise<ExportRecord> {
  await db
    .insertInto('exports')
    .values({
      id: made.id,
      version_id: made.versionId,
      project_id: made.projectId,
      format: made.format,
      container: made.packing.container,
      compression: made.packing.compression,
      shard_rows: made.packing.shardRows,
      shard_bytes: made.packing.shardBytes,
      template: made.packing.template ?? null,
      state: 'queued',
      created_by: made.createdBy,
      asked_with: made.askedWith,
    })
    .onConflict((conflict) =>
      conflict
        .constraint('exports_asked')
        .doUpdateSet({
          state: 'queued',
          created_by: made.createdBy,
          asked_with: made.askedWith,
          error: null,
          rows_done: 0,
          bytes_done: 0,
          started_at: null,
          taken_up_at: null,
          heartbeat_at: sql`now()`,
          finished_at: null,
        })
        .where('exports.state', 'in', ['failed', 'cancelled']),
    )
    .execute();
  const found = await db
    .selectFrom('exports')
    .selectAll()
    .where('version_id', '=', made.versionId)
    .where('format', '=', made.format)
    .where('container', '=', made.packing.container)
    .where('compression', '=', made.packing.compression)
    .where('shard_rows', 'is not distinct from', made.packing.shardRows)
    .where('shard_bytes', 'is not distinct from', made.packing.shardBytes)
    .where('template', 'is not distinct from', made.packing.template ?? null)
    .executeTakeFirstOrThrow();
  await askInsteadOfShutOut(db, found.id, made);
  return found;
}

/** Under way for somebody who may not have it any more: it is for who asks now. */
async function askInsteadOfShutOut(
  db: Tx,
  exportId: string,
  { createdBy, askedWith }: Pick<NewExport, 'createdBy' | 'askedWith'>,
): Promise<void> {
  const asked = {
    user: sql.ref<string | null>('created_by'),
    token: sql.ref<string | null>('asked_with'),
    project: sql.ref<string>('project_id'),
  };
  await db
    .updateTable('exports')
    .set({ created_by: createdBy, asked_with: askedWith })
    .where('id', '=', exportId)
    .where('state', 'in', ['queued', 'running'])
    .where(sql<boolean>`not ${stillMaySql(asked, 'export')}`)
    .execute();
}

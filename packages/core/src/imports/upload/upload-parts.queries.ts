import type { Tx } from '@pairwright/db/transaction';
import { sql } from 'kysely';
import { z } from 'zod';
import { type ImportRecord, lockImport } from '../import-row.queries.ts';

const part = z.strictObject({ key: z.string(), bytes: z.number() });
export type Part = z.infer<typeof part>;

/** The parts that arrived, in their order. */
export function partsOf(record: Pick<ImportRecord, 'upload_parts'>): Part[] {
  return part.array().parse(record.upload_parts ?? []);
}

export async function setAnnounced(db: Tx, importId: string, bytes: number): Promise<void> {
  await db.updateTable('imports').set({ announced_bytes: bytes }).where('id', '=', importId).execute();
}

/** The import of this project, locked; undefined when there is none. */
export async function lockUpload(
  db: Tx,
  { importId, projectId }: { importId: string; projectId: string },
): Promise<ImportRecord | undefined> {
  const record = await lockImport(db, importId);
  return record?.project_id === projectId ? record : undefined;
}

/** Notes a part behind those that are there. */
export async function addPart(db: Tx, record: ImportRecord, added: Part): Promise<void> {
  await db
    .updateTable('imports')
    .set({
      upload_parts: JSON.stringify([...partsOf(record), added]),
      byte_offset: record.byte_offset + added.bytes,
      heartbeat_at: sql`now()`,
    })
    .where('id', '=', record.id)
    .execute();
}

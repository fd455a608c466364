import { type ImportSource, importSource } from '@pairwright/contract/import-source';
import type { Executor } from '@pairwright/db/database';
import type { Tx } from '@pairwright/db/transaction';
import { sql } from 'kysely';
import { changeImport, type ImportAsker, type ImportRecord, lockImport } from '../import-row.queries.ts';
import { ImportTakenAway } from '../store-chunk.ts';
import { type Part, partsOf } from '../upload/upload-parts.queries.ts';
import { isSilent } from '../../system/silent.sql.ts';

export interface NewFetch {
  readonly id: string;
  readonly projectId: string;
  readonly filename: string;
  readonly asker: ImportAsker;
  /** Complete; only the worker reads it. */
  readonly address: string;
  readonly source: ImportSource;
  readonly key: string | null;
  readonly hash: string;
}

/** Registers an import whose file a worker fetches. Undefined when its key was used before. */
export async function insertFetch(db: Tx, given: NewFetch): Promise<ImportRecord | undefined> {
  const made = await db
    .insertInto('imports')
    .values({
      id: given.id,
      project_id: given.projectId,
      filename: given.filename,
      artifact_key: `imports/${given.id}/upload.jsonl`,
      state: 'uploading',
      created_by: given.asker.userId,
      asked_by: given.asker.userId,
      asked_with: given.asker.tokenId,
      heartbeat_at: sql`now()`,
      source: JSON.stringify(given.source),
      request_key: given.key,
      request_hash: given.hash,
    })
    .onConflict((conflict) => conflict.constraint('imports_request_key').doNothing())
    .returningAll()
    .executeTakeFirst();
  if (made !== undefined)
    await db.insertInto('import_fetches').values({ import_id: given.id, address: given.address }).execute();
  return made;
}

export function findByKey(
  db: Executor,
  { projectId, key }: { projectId: string; key: string },
): Promise<ImportRecord | undefined> {
  return db
    .selectFrom('imports')
    .selectAll()
    .where('project_id', '=', projectId)
    .where('request_key', '=', key)
    .executeTakeFirst();
}

/** What a worker knows of a fetch that is not over. */
export interface Fetch {
  readonly record: ImportRecord;
  readonly source: ImportSource;
  readonly address: string;
  readonly validator: string | null;
}

/** A fetch that is still wanted, with a fresh heartbeat; undefined when it is over, or never was. */
export async function takeUpFetch(db: Executor, importId: string): Promise<Fetch | undefined> {
  const record = await db
    .updateTable('imports')
    .set({ heartbeat_at: sql`now()` })
    .where('id', '=', importId)
    .where('state', '=', 'uploading')
    .returningAll()
    .executeTakeFirst();
  const wanted = await db
    .selectFrom('import_fetches')
    .select(['address', 'validator'])
    .where('import_id', '=', importId)
    .executeTakeFirst();
  if (record === undefined || wanted === undefined) return undefined;
  return { record, source: importSource.parse(record.source), ...wanted };
}

/** Ends what is kept of a fetch: the address with its secrets. */
export async function forgetFetch(db: Executor, importId: string): Promise<void> {
  await db.deleteFrom('import_fetches').where('import_id', '=', importId).execute();
}

/** Fetches that no worker shows life of. */
export async function findSilentFetches(db: Executor): Promise<string[]> {
  const rows = await db
    .selectFrom('imports')
    .innerJoin('import_fetches', 'import_fetches.import_id', 'imports.id')
    .select('imports.id')
    .where('imports.state', '=', 'uploading')
    .where(isSilent(sql`imports.heartbeat_at`))
    .orderBy('imports.id')
    .execute();
  return rows.map(({ id }) => id);
}

/** The import, locked, while it waits for the bytes from `offset` on. Throws ImportTakenAway. */
export async function holdFetch(
  db: Tx,
  { importId, offset }: { importId: string; offset: number },
): Promise<ImportRecord> {
  const record = await lockImport(db, importId);
  if (record?.state !== 'uploading' || record.byte_offset !== offset) throw new ImportTakenAway(importId);
  return record;
}

/** Notes which version of the file the parts are of, and its size; `again`: that of parts before is another one. Gives those. */
export async function beginVersion(
  db: Tx,
  record: ImportRecord,
  version: { validator: string | null; sizeBytes: number | null; again: boolean },
): Promise<Part[]> {
  const source: ImportSource = { ...importSource.parse(record.source), sizeBytes: version.sizeBytes };
  await db
    .updateTable('import_fetches')
    .set({ validator: version.validator })
    .where('import_id', '=', record.id)
    .execute();
  await db
    .updateTable('imports')
    .set({
      source: JSON.stringify(source),
      heartbeat_at: sql`now()`,
      ...(version.again ? { upload_parts: null, byte_offset: 0 } : {}),
    })
    .where('id', '=', record.id)
    .execute();
  return version.again ? partsOf(record) : [];
}

/** The file is here. */
export async function endFetch(
  db: Tx,
  importId: string,
  file: { size: number; sha256: string },
): Promise<void> {
  await forgetFetch(db, importId);
  await changeImport(db, importId, {
    state: 'uploaded',
    size_bytes: file.size,
    sha256: file.sha256,
    byte_offset: 0,
  });
}

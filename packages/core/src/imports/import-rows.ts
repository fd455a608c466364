import type { ImportJob, Pairing } from '@pairwright/contract/imports';
import { inTransaction } from '@pairwright/db/transaction';
import type { Services } from '../context.ts';
import { ownReading } from './foreign/recognise.ts';
import { executeImport } from './import-engine.ts';
import { findImport, toImportJob } from './import-row.queries.ts';
import { beginTurnIfAllowed } from './imports.service.ts';
import { storeUpload } from './receive-upload.ts';
import { nobody } from '../system/still-allowed.ts';

export interface RowsToImport {
  readonly projectId: string;
  /** The bytes of a JSONL file with rows of ours. */
  readonly source: AsyncIterable<Uint8Array>;
  readonly filename: string;
  readonly pairing: Pairing;
  readonly createdBy?: string | null;
  readonly signal?: AbortSignal;
}

/**
 * Imports a file here and now, without the queue, on nobody's rights but the caller's, and gives the finished import. Should the process be killed on the
 * way, a worker finishes it.
 */
export async function importRows(services: Services, given: RowsToImport): Promise<ImportJob> {
  const owner = { projectId: given.projectId, createdBy: given.createdBy ?? null };
  const { id: importId } = await storeUpload(services, owner, {
    filename: given.filename,
    body: given.source,
    signal: given.signal,
  });
  const { turn } = await inTransaction(services.db.db, (db) =>
    beginTurnIfAllowed(db, {
      importId,
      projectId: given.projectId,
      pairing: given.pairing,
      reading: ownReading,
      event: 'run',
      maySetGold: true,
      asker: nobody,
    }),
  );
  await executeImport(services, {
    importId,
    turn,
    signal: given.signal ?? new AbortController().signal,
    lastAttempt: true,
  });
  const record = await findImport(services.db.db, { importId });
  if (record === undefined) throw new Error('The import was deleted while it ran.');
  return toImportJob(record);
}

import { setTimeout as delay } from 'node:timers/promises';
import type { JobError } from '@pairwright/contract/shapes';
import { inTransaction } from '@pairwright/db/transaction';
import { importTransition } from '@pairwright/domain/import-lifecycle';
import type { Services } from '../../context.ts';
import type { EngineServices } from '../import-engine.ts';
import { describeFailure } from '../import-error.ts';
import { changeImport, findImport, lockImport, requireAskerOfImport } from '../import-row.queries.ts';
import { NoLongerAllowed } from '../../system/still-allowed.ts';
import { ImportTakenAway } from '../store-chunk.ts';
import { joined } from '../upload/upload-parts.service.ts';
import { partsOf } from '../upload/upload-parts.queries.ts';
import { endFetch, type Fetch, forgetFetch, holdFetch, takeUpFetch } from './fetch.queries.ts';
import type { FetchSettings } from './fetch-settings.ts';
import { receiveFile, type Receiving } from './receive-file.ts';
import { RemoteFault, type RemoteFile } from './remote-file.ts';

export interface FetchRun {
  readonly importId: string;
  readonly signal: AbortSignal;
  /** Whether a failure now is final and goes into the import's row. */
  readonly lastAttempt: boolean;
}

/** A host may ask to wait; longer than this a person should know. */
const LONGEST_WAIT_MS = 60_000;

export interface Fetching extends FetchSettings {
  /** The file that an import is to be made of. Throws RemoteFault where it may not be fetched. */
  readonly open: (fetch: Pick<Fetch, 'source' | 'address'>) => Promise<RemoteFile>;
}

/**
 * Fetches the file of an import in parts, goes on after breaks from what arrived as long as the other side has the same
 * version, and puts the parts together. Safe to run twice, also at the same time. Does nothing when the file is here, or the
 * import is cancelled. What the other side refuses goes into the import's row; throws what went wrong on ours.
 */
export async function executeFetch(
  services: EngineServices,
  fetching: Fetching,
  run: FetchRun,
): Promise<void> {
  const fetch = await takeUpFetch(services.db.db, run.importId);
  if (fetch === undefined) return;
  try {
    await requireAskerOfImport(services.db.db, fetch.record);
    await bring(services, fetching, { fetch, signal: run.signal });
    await putTogether(services, run);
  } catch (error) {
    if (error instanceof ImportTakenAway) return leave(services, run.importId);
    if (run.signal.aborted) throw run.signal.reason;
    // Cancelled: its files went away while it wrote them.
    if (!(error instanceof RemoteFault) && (await takeUpFetch(services.db.db, run.importId)) === undefined)
      return leave(services, run.importId);
    if (error instanceof RemoteFault) {
      const { code, message, fix } = error;
      services.log.info({ importId: run.importId, code, err: error.cause }, 'a file could not be fetched');
      return giveUpFetch(services, run.importId, { code, message, fix });
    }
    if (error instanceof NoLongerAllowed) {
      services.log.warn({ importId: run.importId }, 'a fetch was refused: who asked may no longer import');
      return giveUpFetch(services, run.importId, describeFailure(error));
    }
    if (run.lastAttempt) await giveUpFetch(services, run.importId, describeFailure(error));
    throw error;
  }
}

/** Until all of the file is here in parts. */
async function bring(
  services: EngineServices,
  fetching: Fetching,
  { fetch, signal }: { fetch: Fetch; signal: AbortSignal },
): Promise<void> {
  const { record } = fetch;
  const state: Receiving = {
    importId: record.id,
    received: record.byte_offset,
    validator: fetch.validator,
    restarts: 0,
    until: Date.parse(record.created_at) + fetching.mostMs,
  };
  // Killed before the parts were put together.
  if (state.received > 0 && state.received === fetch.source.sizeBytes) return;
  const file = await fetching.open(fetch);
  for (let failed = 0; ;) {
    signal.throwIfAborted();
    const before = state.received;
    try {
      return await receiveFile(services, state, { file, limits: fetching, signal });
    } catch (error) {
      if (!(error instanceof RemoteFault) || !error.mayPass) throw error;
      failed = state.received > before ? 0 : failed + 1;
      if (failed >= fetching.tries) throw error;
      const wait =
        error.waitSeconds === null
          ? fetching.pauseMs * 2 ** Math.max(0, failed - 1)
          : error.waitSeconds * 1000;
      await delay(Math.min(wait, LONGEST_WAIT_MS), undefined, { signal });
      // Cancelled meanwhile?
      if ((await takeUpFetch(services.db.db, record.id)) === undefined) throw new ImportTakenAway(record.id);
    }
  }
}

async function putTogether(services: EngineServices, { importId, signal }: FetchRun): Promise<void> {
  const record = await findImport(services.db.db, { importId });
  if (record?.state !== 'uploading') throw new ImportTakenAway(importId);
  const parts = partsOf(record);
  if (parts.length === 0)
    throw new RemoteFault('source_empty', { message: 'The file is empty.', fix: 'Check the address.' });
  const written = await services.artifacts.write(record.artifact_key, joined(services, parts), { signal });
  await inTransaction(services.db.db, async (db) => {
    await requireAskerOfImport(db, await holdFetch(db, { importId, offset: written.size }));
    await endFetch(db, importId, written);
  });
  for (const { key } of parts) await services.artifacts.delete(key);
}

/** Somebody else has it, or nobody wants it: then nothing of it stays. */
async function leave(services: EngineServices, importId: string): Promise<void> {
  const record = await findImport(services.db.db, { importId });
  services.log.info({ importId }, 'the fetch was cancelled or is carried on elsewhere');
  if (record === undefined || record.state === 'cancelled')
    await services.artifacts.deletePrefix(`imports/${importId}`);
}

/** Writes into an import that is being fetched why it has failed for good, and removes what was fetched. */
export async function giveUpFetch(
  services: Pick<Services, 'db' | 'artifacts'>,
  importId: string,
  error: JobError,
): Promise<void> {
  const gone = await inTransaction(services.db.db, async (db) => {
    const record = await lockImport(db, importId);
    const step = record === undefined ? undefined : importTransition(record.state, 'fail');
    if (record?.state !== 'uploading' || step?.ok !== true) return false;
    await changeImport(db, importId, { state: step.state, error, finished: true });
    await forgetFetch(db, importId);
    return true;
  });
  if (gone) await services.artifacts.deletePrefix(`imports/${importId}`);
}

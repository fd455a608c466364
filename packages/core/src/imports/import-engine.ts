import type { FolderChoice, SettledReading } from '@pairwright/contract/import-reading';
import { importTransition } from '@pairwright/domain/import-lifecycle';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import { defaultLimits } from '@pairwright/formats/containers/items';
import { ImportSurvey } from '@pairwright/formats/import-survey';
import { sql } from 'kysely';
import type { Services } from '../context.ts';
import type { Checkpoint, Chunk } from './chunk.ts';
import { artifactSource, type CountingSource } from './foreign/artifact-source.ts';
import { readMadeChunks } from './foreign/read-made-chunks.ts';
import { isOwnLines, kindOf, partsOf, recognise } from './foreign/recognise.ts';
import { NoLongerAllowed } from '../system/still-allowed.ts';
import { describeFailure, ImportFailure } from './import-error.ts';
import {
  changeImport,
  type ImportRecord,
  lockImport,
  readPairing,
  readProvenance,
  readReading,
  requireAskerOfImport,
  restartCheck,
} from './import-row.queries.ts';
import { readChunks, type ReadOptions } from './read-chunks.ts';
import { scanFile } from './scan-file.ts';
import { SeenContent } from './seen-content.ts';
import { type ChunkTarget, ImportTakenAway, storeChunk } from './store-chunk.ts';

export type EngineServices = Pick<Services, 'db' | 'artifacts' | 'ids' | 'log' | 'scanner'>;

export interface EngineRun {
  readonly importId: string;
  /** The turn of the import this run is for; a later turn has a run of its own. */
  readonly turn: number;
  readonly signal: AbortSignal;
  /** Whether a failure now is final and goes into the import's row. */
  readonly lastAttempt: boolean;
  /** Told after each chunk, 0 to 1. */
  readonly onProgress?: ((fraction: number) => Promise<void> | void) | undefined;
  readonly chunkRows?: number;
}

/**
 * Carries out what an import waits for: a check (from the first byte, adds nothing) or a run (from its checkpoint). Safe
 * to run twice, also at the same time. Does nothing when the import is finished, cancelled, or on another turn. Throws
 * what stopped it; ImportFailure when trying again cannot help.
 */
export async function executeImport(services: EngineServices, run: EngineRun): Promise<void> {
  const record = await takeUp(services, run);
  if (record === undefined) return;
  try {
    await carryOut(services, run, record);
  } catch (error) {
    if (error instanceof ImportTakenAway) {
      services.log.info({ importId: run.importId }, 'the import was cancelled or is carried on elsewhere');
      return;
    }
    if (run.signal.aborted) throw run.signal.reason;
    if (error instanceof NoLongerAllowed) {
      services.log.warn({ importId: run.importId }, 'an import was refused: who asked may no longer import');
      return giveUpImport(services, run, error);
    }
    if (run.lastAttempt || error instanceof ImportFailure) await giveUpImport(services, run, error);
    throw error;
  }
}

async function takeUp(services: EngineServices, run: EngineRun): Promise<ImportRecord | undefined> {
  run.signal.throwIfAborted();
  return inTransaction(services.db.db, async (db) => {
    const record = await lockImport(db, run.importId);
    if (record === undefined || record.turn !== run.turn) return undefined;
    const step = importTransition(record.state, 'start');
    if (!step.ok) return undefined;
    if (step.state === 'checking') await restartCheck(db, run.importId);
    return start(db, run.importId, step.state);
  });
}

async function start(
  db: Tx,
  importId: string,
  state: ImportRecord['state'],
): Promise<ImportRecord | undefined> {
  return db
    .updateTable('imports')
    .set((eb) => ({
      state,
      heartbeat_at: sql`now()`,
      started_at: sql`coalesce(started_at, now())`,
      taken_up_at: sql`now()`,
      taken_up_bytes: eb.ref('byte_offset'),
      taken_up_lines: eb.ref('line_number'),
    }))
    .where('id', '=', importId)
    .returningAll()
    .executeTakeFirst();
}

async function carryOut(services: EngineServices, run: EngineRun, record: ImportRecord): Promise<void> {
  await requireAskerOfImport(services.db.db, record);
  const pairing = readPairing(record);
  if (pairing === null) throw new Error(`The import ${record.id} has no pairing plan.`);
  const check = record.state === 'checking' ? { seen: new SeenContent(), survey: new ImportSurvey() } : null;
  const target: ChunkTarget = { importId: record.id, projectId: record.project_id, turn: record.turn, check };
  const { signal } = run;
  await scanFile(services, { key: record.artifact_key, importId: record.id, signal });
  await settleProvenance(services, record);
  const chunks = await openChunks(services, record, {
    pairing,
    start: checkpointOf(record),
    maySetGold: record.may_set_gold,
    personalData: record.personal_data,
    languages: record.languages,
    survey: check?.survey ?? null,
    ...(run.chunkRows === undefined ? {} : { chunkRows: run.chunkRows }),
  });
  for await (const chunk of oneAhead(chunks)) {
    run.signal.throwIfAborted();
    if (chunk.last) await refuseUnknownBaseline(services, record, chunk);
    await storeChunk(services, target, chunk);
    await run.onProgress?.(
      record.size_bytes === null || record.size_bytes === 0 ? 1 : chunk.end.byteOffset / record.size_bytes,
    );
  }
}

function checkpointOf(record: ImportRecord): Checkpoint {
  return {
    byteOffset: record.byte_offset,
    lineNumber: record.line_number,
    itemNumber: record.item_number,
  };
}

/** Lines of our own rows are entered at a byte; everything else is read from its start. */
async function openChunks(
  services: EngineServices,
  record: ImportRecord,
  options: ReadOptions,
): Promise<AsyncGenerator<Chunk>> {
  const source = await openSource(services, record);
  const asked = readReading(record);
  const reading =
    asked === null || asked.by === 'recognised'
      ? await recogniseOnce(services, record, { source, folder: asked?.folder })
      : asked;
  if (!(await isOwnLines(source, reading))) return readMadeChunks(source, reading, options);
  const { byteOffset } = options.start;
  const { size } = source.random;
  return readChunks(
    byteOffset >= size
      ? noBytes()
      : await services.artifacts.read(record.artifact_key, { start: byteOffset }),
    options,
  );
}

/** Kept with the import: a run that goes on must read the file as it began. */
async function recogniseOnce(
  services: EngineServices,
  record: ImportRecord,
  { source, folder }: { source: CountingSource; folder: FolderChoice | undefined },
): Promise<SettledReading> {
  const reading = await recognise(source, folder);
  await services.db.db
    .updateTable('imports')
    .set({ reading: JSON.stringify(reading) })
    .where('id', '=', record.id)
    .where('turn', '=', record.turn)
    .execute();
  return reading;
}

/** What the README of an archive says, where nobody was asked: kept with the import, and with its batch. */
async function settleProvenance(services: EngineServices, record: ImportRecord): Promise<void> {
  if (readProvenance(record) !== null) return;
  const source = await openSource(services, record);
  if ((await kindOf(source)) !== 'zip') return;
  const provenance = (await partsOf(source, defaultLimits))?.provenance;
  if (provenance === undefined) return;
  await services.db.db
    .updateTable('imports')
    .set({ provenance: JSON.stringify(provenance) })
    .where('id', '=', record.id)
    .where('turn', '=', record.turn)
    .execute();
}

async function openSource(services: EngineServices, record: ImportRecord): Promise<CountingSource> {
  const stored = await services.artifacts.stat(record.artifact_key);
  if (stored === undefined) {
    throw new ImportFailure('file_missing', {
      message: 'The uploaded file is gone from the artifact store.',
      fix: 'Upload the file again; rows added so far are not added twice.',
    });
  }
  if (record.size_bytes !== null && stored.size !== record.size_bytes) {
    throw new ImportFailure('file_changed', {
      message: `The stored file has ${stored.size} bytes instead of ${record.size_bytes}.`,
      fix: 'Upload the file again; rows added so far are not added twice.',
    });
  }
  return artifactSource(services.artifacts, {
    key: record.artifact_key,
    name: record.filename,
    size: stored.size,
  });
}

async function* noBytes(): AsyncGenerator<Uint8Array> {
  // The checkpoint stands at the end of the file: only the last step is missing.
}

/** A baseline that no row has is a mistake in the plan, not in the rows. */
async function refuseUnknownBaseline(
  services: EngineServices,
  record: ImportRecord,
  chunk: Chunk,
): Promise<void> {
  const pairing = readPairing(record);
  if (pairing?.plan !== 'against_baseline' || chunk.rows.length > 0) return;
  const now = await services.db.db
    .selectFrom('imports')
    .select(['rows_accepted', 'rows_duplicate'])
    .where('id', '=', record.id)
    .executeTakeFirst();
  if (now === undefined || now.rows_accepted + now.rows_duplicate > 0) return;
  const stored = await services.db.db
    .selectFrom('import_rejects')
    .select('line_number')
    .where('import_id', '=', record.id)
    .where('code', '=', 'baseline_missing')
    .limit(1)
    .execute();
  if (stored.length === 0 && !chunk.rejects.some(({ code }) => code === 'baseline_missing')) return;
  throw new ImportFailure('baseline_unknown', {
    message: `No row of this file has a response of the baseline model "${pairing.model}".`,
    fix: 'Check the spelling of the model name, or choose another pairing plan.',
  });
}

/** Works on the next item while the present one is used. */
async function* oneAhead<Item>(items: AsyncGenerator<Item>): AsyncGenerator<Item> {
  let next = items.next();
  try {
    for (;;) {
      const { done, value } = await next;
      if (done === true) return;
      next = items.next();
      // Its failure is reported when its turn comes.
      next.catch(() => undefined);
      yield value;
    }
  } finally {
    await next.catch(() => undefined);
    await items.return(undefined);
  }
}

/** Writes into the import why this turn of it has failed for good. */
export async function giveUpImport(
  services: Pick<Services, 'db'>,
  run: Pick<EngineRun, 'importId' | 'turn'>,
  error: unknown,
): Promise<void> {
  await inTransaction(services.db.db, async (db) => {
    const record = await lockImport(db, run.importId);
    if (record === undefined || record.turn !== run.turn) return;
    const step = importTransition(record.state, 'fail');
    if (step.ok)
      await changeImport(db, run.importId, {
        state: step.state,
        error: describeFailure(error),
        finished: true,
      });
  });
}

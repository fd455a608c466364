import { setTimeout as delay } from 'node:timers/promises';
import type { Services } from '../context.ts';
import { asOneWorker } from '../system/one-worker.ts';
import type { StoredFile } from './datasets.shapes.ts';
import { type Client, writeDataFiles } from './export-data.ts';
import {
  artifactKey,
  artifactPrefix,
  companionFiles,
  countsOf,
  type SplitFiles,
  splitsOf,
} from './export-files.ts';
import {
  beginExport,
  type ExportTask,
  finishExport,
  reportProgress,
  stateOfExport,
} from './export-run.queries.ts';
import { inVersionSnapshot } from './version-snapshot.ts';

type ExportServices = Pick<Services, 'db' | 'replica' | 'artifacts' | 'log'>;

export interface ExportRun {
  readonly exportId: string;
  readonly signal: AbortSignal;
  /** Told now and then how much is done, 0 to 1. */
  readonly onProgress?: (fraction: number) => Promise<void>;
}

const REPORT_MS = 500;

/** Somebody cancelled the export while it ran. */
class Cancelled extends Error {}

/**
 * Writes the files of an export. Running it again, also after a kill in the middle, overwrites what was left and ends
 * with the same bytes; nothing is visible before everything is written. While another worker writes it, it does nothing.
 * Throws ArtifactError and database errors, worth another try.
 */
export async function runExport(ctx: ExportServices, run: ExportRun): Promise<void> {
  // Cancelled and asked for again while it ran: the queue took the second wish for the first.
  do {
    try {
      const what = { kind: 'export', id: run.exportId } as const;
      await asOneWorker(ctx, { what, signal: run.signal }, (client) => writeExport(ctx, run, client));
    } catch (error) {
      if (!(error instanceof Cancelled)) throw error;
    }
    run.signal.throwIfAborted();
  } while ((await stateOfExport(ctx.db.db, run.exportId)) === 'queued');
}

async function writeExport(ctx: ExportServices, run: ExportRun, client: Client): Promise<void> {
  const task = await beginExport(ctx.db.db, run.exportId);
  if (task === undefined) return;
  const prefix = artifactPrefix(run.exportId);
  // Unfinished files of a killed run.
  await ctx.artifacts.deletePrefix(prefix);
  try {
    const { from, value: splits } = await writeData(ctx, run, { task, client });
    const data: StoredFile[] = splits.flatMap(({ files }) => files);
    const counts = countsOf(splits);
    const rows = counts?.rows ?? data.reduce((sum, file) => sum + (file.rows ?? 0), 0);
    const files = [...data, ...(await writeCompanions(ctx, run, { task, splits }))];
    run.signal.throwIfAborted();
    if (!(await finishExport(ctx.db.db, run.exportId, { rows, refused: counts?.refused ?? null, files })))
      throw new Cancelled();
    ctx.log.info({ exportId: run.exportId, rows, files: files.length, from }, 'export written');
  } catch (error) {
    await ctx.artifacts
      .deletePrefix(prefix)
      .catch((reason: unknown) =>
        ctx.log.warn({ err: reason, prefix }, 'files of an unfinished export were left'),
      );
    throw error;
  }
}

async function writeCompanions(
  ctx: ExportServices,
  run: ExportRun,
  made: { task: ExportTask; splits: readonly SplitFiles[] },
): Promise<StoredFile[]> {
  const files: StoredFile[] = [];
  for (const { name, text } of companionFiles(made.task, made.splits)) {
    const key = artifactKey(made.task.id, name);
    const { size, sha256 } = await ctx.artifacts.write(key, oneChunk(text), { signal: run.signal });
    files.push({ name, key, size, sha256, rows: null });
  }
  return files;
}

async function* oneChunk(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text, 'utf8');
}

/** Writes the data files from one snapshot and says how far it is; a report that finds the export cancelled stops it. */
async function writeData(
  ctx: ExportServices,
  run: ExportRun,
  made: { task: ExportTask; client: Client },
): ReturnType<typeof inVersionSnapshot<SplitFiles[]>> {
  const { task, client } = made;
  const stopping = new AbortController();
  const signal = AbortSignal.any([run.signal, stopping.signal]);
  const done = { rows: 0, bytes: 0 };
  const total = splitsOf(task).reduce((sum, { rows }) => sum + rows, 0);
  const reports = reportWhile(ctx, run, { done, total, stopping });
  try {
    return await inVersionSnapshot(ctx, { versionId: task.version_id, client, signal }, (reading) => {
      Object.assign(done, { rows: 0, bytes: 0 });
      return writeDataFiles(ctx.artifacts, { task, client: reading, signal, done });
    });
  } catch (error) {
    throw stopping.signal.aborted ? stopping.signal.reason : error;
  } finally {
    stopping.abort(new Error('finished'));
    await reports;
  }
}

interface Reporting {
  readonly done: { readonly rows: number; readonly bytes: number };
  readonly total: number;
  readonly stopping: AbortController;
}

async function reportWhile(
  ctx: ExportServices,
  run: ExportRun,
  { done, total, stopping }: Reporting,
): Promise<void> {
  while (!stopping.signal.aborted) {
    try {
      if (!(await reportProgress(ctx.db.db, run.exportId, done))) stopping.abort(new Cancelled());
      await run.onProgress?.(total === 0 ? 1 : Math.min(1, done.rows / total));
    } catch (error) {
      // A report that fails is no reason to stop writing; the last one, with the files, decides.
      ctx.log.warn({ err: error, exportId: run.exportId }, 'the progress of an export could not be written');
    }
    await delay(REPORT_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
  }
}

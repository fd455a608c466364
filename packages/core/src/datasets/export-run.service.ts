import type { Services } from '../context.ts';
import { asOneWorker } from '../system/one-worker.ts';
import { NotWanted, whileWanted } from '../system/while-wanted.ts';
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
  requireAskerOfExport,
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

/**
 * Writes the files of an export. Running it again, also after a kill in the middle, overwrites what was left and ends
 * with the same bytes; nothing is visible before everything is written. While another worker writes it, it does nothing.
 * Throws ArtifactError and database errors, worth another try.
 */
export async function runExport(ctx: ExportServices, run: ExportRun): Promise<void> {
  // Cancelled and asked for again while it ran: the queue took the second wish for the first.
  do {
    const what = { kind: 'export', id: run.exportId } as const;
    await asOneWorker(ctx, { what, signal: run.signal }, (client) => writeExport(ctx, run, client));
    run.signal.throwIfAborted();
  } while ((await stateOfExport(ctx.db.db, run.exportId)) === 'queued');
}

async function writeExport(ctx: ExportServices, run: ExportRun, client: Client): Promise<void> {
  const task = await beginExport(ctx.db.db, run.exportId);
  if (task === undefined) return;
  await requireAskerOfExport(ctx.db.db, task.id);
  const tidy = tidier(ctx, artifactPrefix(run.exportId));
  // Unfinished files of a killed run.
  await ctx.artifacts.deletePrefix(artifactPrefix(run.exportId));
  const done = { rows: 0, bytes: 0 };
  const isWanted = (): Promise<boolean> => report(ctx, run, { task, done });
  const wanted = { signal: run.signal, isWanted, everyMs: REPORT_MS };
  try {
    const written = await whileWanted(ctx, wanted, async (signal) => {
      await writeFiles(ctx, signal, { task, client, done });
      return true;
    });
    if (written === undefined) await tidy();
  } catch (error) {
    await tidy();
    throw error;
  }
}

const tidier =
  ({ artifacts, log }: ExportServices, prefix: string) =>
  (): Promise<void> =>
    artifacts
      .deletePrefix(prefix)
      .catch((reason: unknown) =>
        log.warn({ err: reason, prefix }, 'files of an unfinished export were left'),
      );

interface Making {
  readonly task: ExportTask;
  readonly client: Client;
  /** Counted up while the data files are written. */
  readonly done: { rows: number; bytes: number };
}

/** Writes all files and makes them visible; the data files are read from one snapshot. Throws NotWanted when it was cancelled at the last moment. */
async function writeFiles(
  ctx: ExportServices,
  signal: AbortSignal,
  { task, client, done }: Making,
): Promise<void> {
  const snapshot = { versionId: task.version_id, client, signal };
  const { from, value: splits } = await inVersionSnapshot(ctx, snapshot, (reading) => {
    Object.assign(done, { rows: 0, bytes: 0 });
    return writeDataFiles(ctx.artifacts, { task, client: reading, signal, done });
  });
  const data: StoredFile[] = splits.flatMap(({ files }) => files);
  const counts = countsOf(splits);
  const rows = counts?.rows ?? data.reduce((sum, file) => sum + (file.rows ?? 0), 0);
  const files = [...data, ...(await writeCompanions(ctx, signal, { task, splits }))];
  signal.throwIfAborted();
  await requireAskerOfExport(ctx.db.db, task.id);
  if (!(await finishExport(ctx.db.db, task.id, { rows, refused: counts?.refused ?? null, files })))
    throw new NotWanted();
  ctx.log.info({ exportId: task.id, rows, files: files.length, from }, 'export written');
}

async function writeCompanions(
  ctx: ExportServices,
  signal: AbortSignal,
  made: { task: ExportTask; splits: readonly SplitFiles[] },
): Promise<StoredFile[]> {
  const files: StoredFile[] = [];
  for (const { name, text } of companionFiles(made.task, made.splits)) {
    const key = artifactKey(made.task.id, name);
    const { size, sha256 } = await ctx.artifacts.write(key, oneChunk(text), { signal });
    files.push({ name, key, size, sha256, rows: null });
  }
  return files;
}

async function* oneChunk(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text, 'utf8');
}

/** Says how far it is. False: it is not wanted any more. */
async function report(
  ctx: ExportServices,
  run: ExportRun,
  { task, done }: Pick<Making, 'task' | 'done'>,
): Promise<boolean> {
  const total = splitsOf(task).reduce((sum, { rows }) => sum + rows, 0);
  const isWanted = await reportProgress(ctx.db.db, run.exportId, done);
  await run.onProgress?.(total === 0 ? 1 : Math.min(1, done.rows / total));
  return isWanted;
}

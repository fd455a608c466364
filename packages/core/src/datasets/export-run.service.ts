import { setTimeout as delay } from 'node:timers/promises';
import type { Written } from '@pairwright/runtime/artifacts/store';
import { copyTo } from '@pairwright/db/copy';
import type { Services } from '../context.ts';
import { parseRecipe, type StoredFile } from './datasets.shapes.ts';
import { artifactKey, artifactPrefix, companionFiles, dataFileName, formatOf } from './export-files.ts';
import { copyLines, copySettings } from './export-lines.sql.ts';
import {
  beginExport,
  type ExportTask,
  finishExport,
  reportProgress,
  stateOfExport,
} from './export-run.queries.ts';
import { parseFacts } from './facts.queries.ts';
import { LineJoiner } from './join-messages.ts';

type ExportServices = Pick<Services, 'db' | 'artifacts' | 'log'>;

export interface ExportRun {
  readonly exportId: string;
  readonly signal: AbortSignal;
  /** Told now and then how much is done, 0 to 1. */
  readonly onProgress?: (fraction: number) => Promise<void>;
}

type Client = Exclude<Parameters<typeof copyTo>[0], Services['db']['pool']>;

const REPORT_MS = 500;
const LOCK = `hashtextextended('export/' || $1, 0)`;
const LOCK_TRIES = 20;
const LOCK_WAIT_MS = 250;

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
      await withExportLock(ctx, run, (client) => writeExport(ctx, run, client));
    } catch (error) {
      if (!(error instanceof Cancelled)) throw error;
    }
    run.signal.throwIfAborted();
  } while ((await stateOfExport(ctx.db.db, run.exportId)) === 'queued');
}

/** One writer per export: the lock belongs to the connection and ends with it, also when this process is killed. */
async function withExportLock(
  ctx: ExportServices,
  run: ExportRun,
  work: (client: Client) => Promise<void>,
): Promise<void> {
  const client = await ctx.db.pool.connect();
  let failure: unknown = new Error('the lock was not given back');
  try {
    if (await lockExport(client, run)) {
      await work(client);
      await client.query(`select pg_advisory_unlock(${LOCK})`, [run.exportId]);
    } else {
      ctx.log.info({ exportId: run.exportId }, 'another worker is writing this export');
    }
    failure = undefined;
  } finally {
    client.release(failure === undefined ? undefined : true);
  }
}

/** The server needs a moment to notice that a killed worker is gone. */
async function lockExport(client: Client, run: ExportRun): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    const { rows } = await client.query<{ got: boolean }>(`select pg_try_advisory_lock(${LOCK}) as got`, [
      run.exportId,
    ]);
    if (rows[0]?.got === true || attempt === LOCK_TRIES) return rows[0]?.got === true;
    await delay(LOCK_WAIT_MS, undefined, { signal: run.signal });
  }
}

async function writeExport(ctx: ExportServices, run: ExportRun, client: Client): Promise<void> {
  const task = await beginExport(ctx.db.db, run.exportId);
  if (task === undefined) return;
  const prefix = artifactPrefix(run.exportId);
  // Unfinished files of a killed run.
  await ctx.artifacts.deletePrefix(prefix);
  try {
    const data = await writeData(ctx, run, { task, client });
    const files = [storedFile(task, data), ...(await writeCompanions(ctx, run, { task, data }))];
    run.signal.throwIfAborted();
    if (!(await finishExport(ctx.db.db, run.exportId, { rows: data.rows, files }))) throw new Cancelled();
    ctx.log.info({ exportId: run.exportId, rows: data.rows, bytes: data.size }, 'export written');
  } catch (error) {
    await ctx.artifacts
      .deletePrefix(prefix)
      .catch((reason: unknown) =>
        ctx.log.warn({ err: reason, prefix }, 'files of an unfinished export were left'),
      );
    throw error;
  }
}

interface Data extends Written {
  readonly rows: number;
}

function storedFile(task: ExportTask, data: Data): StoredFile {
  const name = dataFileName(formatOf(task));
  return { name, key: artifactKey(task.id, name), size: data.size, sha256: data.sha256, rows: data.rows };
}

async function writeCompanions(
  ctx: ExportServices,
  run: ExportRun,
  made: { task: ExportTask; data: Data },
): Promise<StoredFile[]> {
  const files: StoredFile[] = [];
  for (const { name, text } of companionFiles(made.task, made.data)) {
    const key = artifactKey(made.task.id, name);
    const { size, sha256 } = await ctx.artifacts.write(key, oneChunk(text), { signal: run.signal });
    files.push({ name, key, size, sha256, rows: null });
  }
  return files;
}

async function* oneChunk(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text, 'utf8');
}

/** Streams the lines from the database through the joiner into the store; a report that finds the export cancelled stops it. */
async function writeData(
  ctx: ExportServices,
  run: ExportRun,
  made: { task: ExportTask; client: Client },
): Promise<Data> {
  const { task, client } = made;
  const format = formatOf(task);
  const stopping = new AbortController();
  const signal = AbortSignal.any([run.signal, stopping.signal]);
  const done = { rows: 0, bytes: 0 };
  const total = (format === 'votes' ? task.votes_total : task.rows_total) ?? 0;
  const reports = reportWhile(ctx, run, { done, total, stopping });
  const writer = await ctx.artifacts.openWriter(artifactKey(task.id, dataFileName(format)), { signal });
  try {
    await client.query('begin transaction isolation level repeatable read read only');
    await client.query(copySettings);
    const { includeMargin } = parseRecipe(task.recipe);
    const joiner = new LineJoiner();
    const sql = copyLines({
      versionId: task.version_id,
      format,
      includeMargin,
      projectSlug: parseFacts(task.facts).project.slug,
    });
    for await (const chunk of await copyTo(client, sql, { signal })) {
      const lines = joiner.push(chunk as Buffer);
      done.rows += lines.count;
      done.bytes += lines.bytes.length;
      if (!writer.write(lines.bytes)) await writer.drain();
    }
    joiner.finish();
    await client.query('commit');
    if (done.rows !== total) throw new Error(`the version has ${total} rows and ${done.rows} were read`);
    return { ...(await writer.close()), rows: done.rows };
  } catch (error) {
    await writer.abort();
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
      await run.onProgress?.(total === 0 ? 1 : done.rows / total);
    } catch (error) {
      // A report that fails is no reason to stop writing; the last one, with the files, decides.
      ctx.log.warn({ err: error, exportId: run.exportId }, 'the progress of an export could not be written');
    }
    await delay(REPORT_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
  }
}

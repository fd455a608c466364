import { copyTo } from '@pairwright/db/copy';
import { fitsContainer, dataFileName } from '@pairwright/domain/export-containers';
import { columnsOf } from '@pairwright/formats/card-features';
import type { FileShape } from '@pairwright/formats/files/encoder';
import type { ArtifactWriter, Written } from '@pairwright/runtime/artifacts/store';
import type { Services } from '../context.ts';
import { parseRecipe } from './datasets.shapes.ts';
import { EncoderThread } from './encoder-thread.ts';
import { artifactKey, formatOf, packingOf, type SplitFiles, splitsOf } from './export-files.ts';
import { copyLines } from './export-lines.sql.ts';
import type { ExportTask } from './export-run.queries.ts';
import { parseFacts } from './facts.queries.ts';
import { LineJoiner } from './join-messages.ts';
import { ShardCutter } from './shard-cutter.ts';

export type Client = Exclude<Parameters<typeof copyTo>[0], Services['db']['pool']>;

export interface DataRun {
  readonly task: ExportTask;
  /** Inside a transaction whose snapshot holds the version. */
  readonly client: Client;
  readonly signal: AbortSignal;
  /** Counted up while lines are read. */
  readonly done: { rows: number; bytes: number };
}

/** Writes the data files of all splits. When it fails, what it began is gone or has no name. */
export async function writeDataFiles(artifacts: Services['artifacts'], run: DataRun): Promise<SplitFiles[]> {
  const shape = shapeOf(run.task);
  const thread =
    shape.container === 'jsonl' && shape.compression === 'none' ? undefined : new EncoderThread();
  try {
    const splits: SplitFiles[] = [];
    for (const { name, rows } of splitsOf(run.task)) {
      const files = new SplitWriter({ artifacts, run, shape, thread, split: name });
      splits.push({ split: name, files: await writeSplit(run, { name, rows }, files) });
    }
    return splits;
  } finally {
    await thread?.stop();
  }
}

function shapeOf(task: ExportTask): FileShape {
  const { container, compression } = packingOf(task);
  if (!fitsContainer(container, compression))
    throw new Error(`${container} is not packed with ${compression}`);
  const { plainMessages, withImages } = parseFacts(task.facts);
  const withMargin = parseRecipe(task.recipe).includeMargin;
  return {
    container,
    compression,
    columns: columnsOf({ format: formatOf(task), withMargin, plainMessages, withImages }),
  };
}

/** Streams the lines of a split from the database through the joiner into its files. */
async function writeSplit(
  { task, client, signal, done }: DataRun,
  split: { readonly name: string; readonly rows: number },
  files: SplitWriter,
): Promise<SplitFiles['files']> {
  const joiner = new LineJoiner();
  const cutter = new ShardCutter({ rows: task.shard_rows, bytes: task.shard_bytes });
  const before = done.rows;
  const sql = copyLines({
    versionId: task.version_id,
    format: formatOf(task),
    includeMargin: parseRecipe(task.recipe).includeMargin,
    projectSlug: parseFacts(task.facts).project.slug,
  });
  try {
    for await (const chunk of await copyTo(client, sql, { signal })) {
      const lines = joiner.push(chunk as Buffer);
      done.rows += lines.count;
      done.bytes += lines.bytes.length;
      for (const piece of cutter.cut(lines)) await files.write(piece);
    }
    joiner.finish();
    const rows = done.rows - before;
    if (rows !== split.rows) throw new Error(`${split.name} has ${split.rows} rows and ${rows} were read`);
    return await files.close();
  } catch (error) {
    await files.abort();
    throw error;
  }
}

interface SplitTarget {
  readonly artifacts: Services['artifacts'];
  readonly run: DataRun;
  readonly shape: FileShape;
  readonly thread: EncoderThread | undefined;
  readonly split: string;
}

/** The files of one split, one open at a time. */
class SplitWriter {
  readonly #target: SplitTarget;
  readonly #closed: (Written & { readonly key: string; readonly rows: number })[] = [];
  #open:
    | { readonly writer: ArtifactWriter; readonly shard: number; readonly key: string; rows: number }
    | undefined;

  constructor(target: SplitTarget) {
    this.#target = target;
  }

  async write(piece: { shard: number; bytes: Uint8Array; count: number }): Promise<void> {
    if (this.#open?.shard !== piece.shard) await this.#begin(piece.shard);
    const open = this.#open;
    if (open === undefined) throw new Error('no file is open');
    open.rows += piece.count;
    if (!open.writer.write(piece.bytes)) await open.writer.drain();
  }

  /** The files under the names that readers know: how many there are is known only now. */
  async close(): Promise<SplitFiles['files']> {
    await this.#finish();
    const { run, shape, split } = this.#target;
    const sharded = isSharded(run.task);
    return this.#closed.map((file, index) => ({
      ...file,
      name: dataFileName({
        ...shape,
        split,
        shard: sharded ? { index, count: this.#closed.length } : null,
      }),
    }));
  }

  async abort(): Promise<void> {
    await this.#open?.writer.abort();
    this.#open = undefined;
  }

  async #begin(shard: number): Promise<void> {
    await this.#finish();
    const { artifacts, run, shape, thread, split } = this.#target;
    const key = artifactKey(
      run.task.id,
      dataFileName({ ...shape, split, shard: isSharded(run.task) ? { index: shard, count: 0 } : null }),
    );
    const writer = await artifacts.openWriter(key, { signal: run.signal });
    this.#open = { writer: thread?.open(shape, writer) ?? writer, shard, key, rows: 0 };
  }

  async #finish(): Promise<void> {
    if (this.#open === undefined) return;
    const { writer, key, rows } = this.#open;
    const written = await writer.close();
    this.#open = undefined;
    this.#closed.push({ ...written, key, rows });
  }
}

function isSharded(task: ExportTask): boolean {
  return task.shard_rows !== null || task.shard_bytes !== null;
}

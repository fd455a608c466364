import { copyOut } from '@pairwright/db/copy-out';
import { fitsContainer } from '@pairwright/domain/export-containers';
import { columnsOf } from '@pairwright/formats/card-features';
import type { FileShape } from '@pairwright/formats/files/encoder';
import type { ArtifactWriter, Written } from '@pairwright/runtime/artifacts/store';
import type { Services } from '../context.ts';
import { parseRecipe } from './datasets.shapes.ts';
import { EncoderThread } from './encoder-thread.ts';
import {
  artifactKey,
  countsOf,
  fileNameOf,
  formatOf,
  packingOf,
  type SplitFiles,
  splitsOf,
} from './export-files.ts';
import { columnsOf as columnsOfRecipe, orderSettings } from './export-lines.sql.ts';
import type { ExportTask } from './export-run.queries.ts';
import { parseFacts } from './facts.shapes.ts';
import type { Lines } from './join-messages.ts';
import { isWrittenByDatabase, type LineSource, nothingHeld, openLines } from './line-source.ts';
import { ShardCutter } from './shard-cutter.ts';

export type Client = Parameters<typeof copyOut>[0];

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
      if (rows === 0 && isWrittenByDatabase(formatOf(run.task))) continue;
      const source = sourceOf(run.task, name);
      splits.push({ split: name, ...(await writeSplit(run, { source, rows }, files)) });
    }
    const counts = countsOf(splits);
    if (counts?.lines === 0) throw nothingHeld(counts);
    return splits.filter(({ files }) => files.length > 0);
  } finally {
    await thread?.stop();
  }
}

function shapeOf(task: ExportTask): FileShape {
  const { container, compression } = packingOf(task);
  if (!fitsContainer(container, compression))
    throw new Error(`${container} is not packed with ${compression}`);
  const { plainMessages, withImages } = parseFacts(task.facts);
  const { includeMargin: withMargin, includeWeight: withWeight } = columnsOfRecipe(parseRecipe(task.recipe));
  return {
    container,
    compression,
    columns: columnsOf({ format: formatOf(task), withMargin, withWeight, plainMessages, withImages }),
  };
}

function sourceOf(task: ExportTask, split: string): LineSource {
  const recipe = parseRecipe(task.recipe);
  return openLines({
    versionId: task.version_id,
    format: formatOf(task),
    recipe,
    template: task.template,
    projectSlug: parseFacts(task.facts).project.slug,
    // A recipe with parts is read by parts even where all rows are in one of them: what else is told goes with the rows.
    split: recipe.split === null ? null : split,
    hasAllKinds: task.row_counts !== null,
  });
}

/** Streams the lines of a split from the database into its files. */
async function writeSplit(
  { task, client, signal, done }: DataRun,
  { source, rows }: { readonly source: LineSource; readonly rows: number },
  files: SplitWriter,
): Promise<Pick<SplitFiles, 'files' | 'counts'>> {
  const cutter = new ShardCutter({ rows: task.shard_rows, bytes: task.shard_bytes });
  const before = done.rows;
  let lines = 0;
  const take = async (some: Lines): Promise<void> => {
    lines += some.count;
    done.rows = before + (source.counts?.rows ?? lines);
    done.bytes += some.bytes.length;
    for (const piece of cutter.cut(some)) await files.write(piece);
  };
  try {
    await client.query(orderSettings(source));
    await copyOut(client, source.sql, {
      sink: { write: (bytes) => !source.push(bytes), drain: () => take(source.take()) },
      signal,
    });
    await take(source.take());
    await take(source.finish());
    if (source.counts === null && lines !== rows)
      throw new Error(`the version has ${rows} rows and ${lines} were read`);
    return { files: await files.close(), counts: source.counts };
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
      name: fileNameOf(formatOf(run.task), {
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
      fileNameOf(formatOf(run.task), {
        ...shape,
        split,
        shard: isSharded(run.task) ? { index: shard, count: 0 } : null,
      }),
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

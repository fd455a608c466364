import { createWriteStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type ExportFormat, type Recipe, recipe, rowKind } from '@pairwright/contract/datasets';
import { exportFormats } from '@pairwright/contract/export-formats';
import type { ProjectContext } from '@pairwright/core/context';
import {
  createDataset,
  freezeDataset,
  getExport,
  getVersion,
  startExport,
} from '@pairwright/core/datasets/datasets.service';
import { findDownload } from '@pairwright/core/datasets/download.service';
import { runExport } from '@pairwright/core/datasets/export-run.service';
import { freezeVersion } from '@pairwright/core/datasets/freeze.service';
import {
  compressionsFor,
  containersOf,
  type ExportCompression,
  type ExportContainer,
  isPlainOnly,
} from '@pairwright/domain/export-containers';
import { recordFormats } from '@pairwright/formats/out/registry';
import { checkFile } from '@pairwright/formats/out/rules/check';

/** Everything that a format may hold: ties, both bad, single responses. */
const everything = { ties: 'keep', bothBad: 'negatives', singles: 'include' } as const;
const signal = new AbortController().signal;

export interface Version {
  readonly id: string;
  /** Of its rows. */
  readonly kinds: ReadonlySet<string>;
}

/** What holds rows of every kind, ratings beside another question among them, which are no rows of their own. */
export const everyKind: ReadonlySet<string> = new Set(rowKind.options);

/** A frozen version of everything in a project. */
export async function freeze(
  ctx: ProjectContext,
  name: string,
  choices: Partial<Pick<Recipe, 'includeMargin' | 'softLabel' | 'split'>>,
): Promise<Version> {
  const dataset = await createDataset(ctx, { name, recipe: recipe.parse({ ...everything, ...choices }) });
  const { id } = await freezeDataset(ctx, dataset.id);
  await freezeVersion(ctx, { versionId: id, signal });
  const { rowCounts } = await getVersion(ctx, id);
  return { id, kinds: new Set(Object.values(rowCounts ?? {}).flatMap((counts) => Object.keys(counts))) };
}

export interface Shape {
  readonly format: ExportFormat;
  readonly container: ExportContainer;
  /** The usual one of the container where nothing is said. */
  readonly compression?: ExportCompression;
  readonly shardRows?: number;
}

/** Every format that holds rows of these kinds, in every container that makes sense for it. */
export function shapesFor(kinds: ReadonlySet<string>): Shape[] {
  return exportFormats
    .filter((format) => format === 'votes' || recordFormats[format].reads.some((kind) => kinds.has(kind)))
    .flatMap((format) => containersOf(format).map((container) => ({ format, container })));
}

/** The same in every compression but the usual one. */
export function packedShapes(shapes: readonly Shape[]): Shape[] {
  return shapes.flatMap(({ format, container }) =>
    compressionsFor(format, container)
      .slice(1)
      .map((compression) => ({ format, container, compression })),
  );
}

/** In several files each, where the loader of the format knows more than one. */
export function inShards(shapes: readonly Shape[], shardRows: number): Shape[] {
  return shapes.map((shape) => (isPlainOnly(shape.format) ? shape : { ...shape, shardRows }));
}

/** What the rules of a format's rows say of the data files of an export. */
export interface Ruled {
  readonly rows: number;
  readonly kept: number;
  /** Why a reader refuses a whole file; null: it does not. */
  readonly refused: string | null;
}

/** Writes an export of the version and puts its files into a folder, as a download would. Null: no plain file of JSON lines. */
export async function exportInto(
  ctx: ProjectContext,
  { version, shape, folder }: { version: Version; shape: Shape; folder: string },
): Promise<Ruled | null> {
  const { id } = await startExport(ctx, { versionId: version.id, ...shape });
  await runExport(ctx, { exportId: id, signal });
  const job = await getExport(ctx, id);
  if (job.state !== 'ready' || job.files === null)
    throw new Error(`The export of ${shape.format} is ${job.state}: ${JSON.stringify(job.error)}`);
  await mkdir(folder, { recursive: true });
  for (const { name } of job.files) {
    const { open } = await findDownload(ctx, { exportId: id, fileName: name });
    await pipeline(await open(), createWriteStream(path.join(folder, name)));
  }
  if (shape.container !== 'jsonl' || job.compression !== 'none') return null;
  const data = job.files.filter(({ rows }) => rows !== null);
  const checks = await Promise.all(
    data.map(async ({ name }) => checkFile(shape.format, await readFile(path.join(folder, name), 'utf8'))),
  );
  const rows = checks.flatMap((check) => check.rows);
  return {
    rows: rows.length,
    kept: rows.filter(({ fate }) => fate === 'kept').length,
    refused: checks.find(({ refused }) => refused !== null)?.refused ?? null,
  };
}

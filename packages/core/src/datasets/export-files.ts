import {
  dropReason,
  type DropReason,
  exportFormat,
  type ExportFormat,
  rowCounts,
  unitCounts,
} from '@pairwright/contract/datasets';
import type { RefusalReason } from '@pairwright/contract/export-formats';
import { exportCompression, exportContainer } from '@pairwright/contract/export-files';
import { datasetCard } from '@pairwright/formats/dataset-card';
import { buildManifest, type ManifestSource, manifestText } from '@pairwright/formats/manifest';
import type { Packing } from '@pairwright/formats/packing';
import { recordFormats } from '@pairwright/formats/out/registry';
import type { WriteCounts } from '@pairwright/formats/out/writer';
import { dataFileName, type FilePlace, isPlainOnly } from '@pairwright/domain/export-containers';
import type { Written } from '@pairwright/runtime/artifacts/store';
import { parseRecipe } from './datasets.shapes.ts';
import type { ExportTask } from './export-run.queries.ts';
import { parseFacts, toldIn } from './facts.shapes.ts';

/** The data files of one split, in the order of their rows. */
export interface SplitFiles {
  readonly split: string;
  /** What the format made of its rows; null: each is a line. */
  readonly counts: WriteCounts | null;
  readonly files: readonly (Written & {
    readonly name: string;
    readonly key: string;
    readonly rows: number;
  })[];
}

/** A part of a version that has rows, with how many of them are preferences. */
export interface SplitRows {
  readonly name: string;
  readonly rows: number;
}

/** The splits in the order they are written: `train` first. Versions frozen before there were any have that one. */
export function splitsOf(task: ExportTask): SplitRows[] {
  if (formatOf(task) === 'votes') return [{ name: 'votes', rows: task.votes_total ?? 0 }];
  const counts = task.row_counts === null ? null : rowCounts.parse(task.row_counts);
  if (counts === null) return [{ name: 'train', rows: task.rows_total ?? 0 }];
  const names = Object.keys(counts).sort();
  const isTrain = (name: string): number => (name === 'train' ? 0 : 1);
  return names
    .toSorted((a, b) => isTrain(a) - isTrain(b))
    .map((name) => ({ name, rows: counts[name]?.preference ?? 0 }));
}

export function packingOf(task: ExportTask): Packing {
  return {
    container: exportContainer.parse(task.container),
    compression: exportCompression.parse(task.compression),
    shardRows: task.shard_rows,
    shardBytes: task.shard_bytes,
    template: task.template,
  };
}

/** Loaders that know one plain file a split look for it under a name of their own. */
export function fileNameOf(format: ExportFormat, place: FilePlace): string {
  return format !== 'votes' && isPlainOnly(format)
    ? recordFormats[format].fileName(place.split)
    : dataFileName(place);
}

/** What a format made of the rows of all splits; null: each is a line. */
export function countsOf(splits: readonly SplitFiles[]): WriteCounts | null {
  const all = splits.flatMap(({ counts }) => counts ?? []);
  if (all.length === 0) return null;
  const sum = (key: 'rows' | 'written' | 'lines'): number => all.reduce((total, one) => total + one[key], 0);
  const refused: Partial<Record<RefusalReason, number>> = {};
  for (const [reason, count] of all.flatMap((one) => Object.entries(one.refused)))
    refused[reason as RefusalReason] = (refused[reason as RefusalReason] ?? 0) + count;
  return { rows: sum('rows'), written: sum('written'), lines: sum('lines'), refused };
}

export function formatOf(task: ExportTask): ExportFormat {
  return exportFormat.parse(task.format);
}

/** Where a file of an export is kept: made of internal ids and names of ours only. */
export function artifactKey(exportId: string, fileName: string): string {
  return `${artifactPrefix(exportId)}/${fileName}`;
}

export function artifactPrefix(exportId: string): string {
  return `exports/${exportId}`;
}

/** Of versions frozen before the languages of their prompts were looked for. */
const languagesOfProject = { en: ['en'], 'zh-CN': ['zh'], mixed: ['en', 'zh'] } as const;

/** The texts that stand beside the data: made of the frozen version alone, so they are the same whenever they are written. */
export function companionFiles(
  task: ExportTask,
  splits: readonly SplitFiles[],
): { readonly name: string; readonly text: string }[] {
  const facts = parseFacts(task.facts);
  const recipe = parseRecipe(task.recipe);
  const format = formatOf(task);
  const told = toldIn(format, facts);
  const counts = countsOf(splits);
  if (task.frozen_at === null) throw new Error('a version that is ready has the moment of its freeze');
  const manifest = buildManifest({
    project: facts.project,
    dataset: { ...facts.dataset, version: task.version },
    format,
    recipe,
    frozenAt: task.frozen_at,
    comparisons: task.comparisons_total ?? 0,
    ...unitsOf(task),
    resolved: task.rows_total ?? 0,
    judgments: task.votes_total ?? 0,
    judgmentsCounted: facts.judgmentsCounted,
    judgmentsOfRows: facts.judgmentsOfRows,
    drops: parseDrops(task.drop_reasons),
    rowCounts: task.row_counts === null ? null : rowCounts.parse(task.row_counts),
    questionVersions: told.questions.map(({ version }) => version),
    guidelinesVersions: told.guidelines.map(({ version }) => version),
    packing: packingOf(task),
    ...(counts === null ? {} : { rows: counts }),
    files: splits.flatMap(({ files }) =>
      files.map(({ name, rows, size, sha256 }) => ({ name, rows, bytes: size, sha256 })),
    ),
    writtenBy: facts.writtenBy,
    frozenBy: facts.frozenBy,
    evidence: facts.evidence,
    detectedLanguages: facts.detectedLanguages,
    ...(told.unlicensed === null
      ? {}
      : { provenance: { sources: told.sources, unlicensed: told.unlicensed } }),
    asked: told,
  });
  const card = datasetCard({
    manifest,
    // The file of votes is no split of its own: readers find it as train.
    splits: splits.map(({ split, files }) => ({
      name: split === 'votes' ? 'train' : split,
      paths: files.map(({ name }) => name),
    })),
    languages: told.languages ?? languagesOfProject[facts.project.language],
    questions: told.questions.length === 0 ? [facts.question] : told.questions,
    sources: told.sources,
    unlicensed: told.unlicensed,
    plainMessages: facts.plainMessages,
    withImages: facts.withImages,
    finds: facts,
  });
  return [
    { name: 'manifest.json', text: manifestText(manifest) },
    { name: 'README.md', text: card },
    ...loaderFiles(format, facts.dataset.slug, splits),
  ];
}

/** What the trainer's loader needs beside the data. */
function loaderFiles(
  format: ExportFormat,
  dataset: string,
  splits: readonly SplitFiles[],
): readonly { readonly name: string; readonly text: string }[] {
  if (format === 'votes') return [];
  const files = splits.flatMap(({ split, files }) => files.map(({ name }) => ({ name, split })));
  return recordFormats[format].companions?.(dataset, files) ?? [];
}

/** Versions frozen before there were rankings have a unit for each comparison. */
function unitsOf(task: ExportTask): Pick<ManifestSource, 'units' | 'kinds'> {
  const units = task.units_total ?? task.comparisons_total ?? 0;
  const kinds =
    task.kinds === null ? { pair: { units, rows: task.rows_total ?? 0 } } : unitCounts.parse(task.kinds);
  return { units, kinds };
}

function parseDrops(value: unknown): Partial<Record<DropReason, number>> {
  const given = value as Partial<Record<DropReason, number>> | null;
  return Object.fromEntries(
    dropReason.options.flatMap((reason) => (given?.[reason] === undefined ? [] : [[reason, given[reason]]])),
  );
}

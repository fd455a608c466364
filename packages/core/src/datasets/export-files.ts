import {
  dropReason,
  type DropReason,
  exportFormat,
  type ExportFormat,
  unitCounts,
} from '@pairwright/contract/datasets';
import { exportCompression, exportContainer } from '@pairwright/contract/export-files';
import { datasetCard } from '@pairwright/formats/dataset-card';
import { buildManifest, type ManifestSource, manifestText, type Packing } from '@pairwright/formats/manifest';
import type { Written } from '@pairwright/runtime/artifacts/store';
import { parseRecipe } from './datasets.shapes.ts';
import type { ExportTask } from './export-run.queries.ts';
import { type Facts, parseFacts } from './facts.queries.ts';

/** The data files of one split, in the order of their rows. */
export interface SplitFiles {
  readonly split: string;
  readonly files: readonly (Written & {
    readonly name: string;
    readonly key: string;
    readonly rows: number;
  })[];
}

/** The splits that have rows, with how many, in the order they are written. Versions so far have one. */
export function splitsOf(task: ExportTask): { readonly name: string; readonly rows: number }[] {
  return formatOf(task) === 'votes'
    ? [{ name: 'votes', rows: task.votes_total ?? 0 }]
    : [{ name: 'train', rows: task.rows_total ?? 0 }];
}

export function packingOf(task: ExportTask): Packing {
  return {
    container: exportContainer.parse(task.container),
    compression: exportCompression.parse(task.compression),
    shardRows: task.shard_rows,
    shardBytes: task.shard_bytes,
  };
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

/** The texts that stand beside the data: made of the frozen version alone, so they are the same whenever they are written. */
export function companionFiles(
  task: ExportTask,
  splits: readonly SplitFiles[],
): { readonly name: string; readonly text: string }[] {
  const facts = parseFacts(task.facts);
  const recipe = parseRecipe(task.recipe);
  const format = formatOf(task);
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
    drops: parseDrops(task.drop_reasons),
    questionVersions: facts.questions.map(({ version }) => version),
    guidelinesVersions: facts.guidelines.map(({ version }) => version),
    packing: packingOf(task),
    files: splits.flatMap(({ files }) =>
      files.map(({ name, rows, size, sha256 }) => ({ name, rows, bytes: size, sha256 })),
    ),
    writtenBy: facts.writtenBy,
  });
  const card = datasetCard({
    manifest,
    // The file of votes is no split of its own: readers find it as train.
    splits: splits.map(({ split, files }) => ({
      name: split === 'votes' ? 'train' : split,
      paths: files.map(({ name }) => name),
    })),
    language: facts.project.language,
    questions: facts.questions.length === 0 ? [facts.question] : facts.questions,
    sources: facts.sources,
    licenceNote: licenceNote(facts),
    plainMessages: facts.plainMessages,
    withImages: facts.withImages,
  });
  return [
    { name: 'manifest.json', text: manifestText(manifest) },
    { name: 'README.md', text: card },
  ];
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

/** The licences that the imported prompts name, by source. */
function licenceNote({ sources }: Facts): string | null {
  const named = sources
    .filter(({ licences }) => licences.length > 0)
    .map(({ name, licences }) => `${name}: ${licences.join(', ')}`);
  return named.length === 0 ? null : `${named.join('; ')}.`;
}

import {
  dropReason,
  type DropReason,
  exportFormat,
  type ExportFormat,
  unitCounts,
} from '@pairwright/contract/datasets';
import { datasetCard } from '@pairwright/formats/dataset-card';
import { buildManifest, type ManifestSource, manifestText } from '@pairwright/formats/manifest';
import type { Written } from '@pairwright/runtime/artifacts/store';
import { parseRecipe } from './datasets.shapes.ts';
import type { ExportTask } from './export-run.queries.ts';
import { type Facts, parseFacts } from './facts.queries.ts';

/** The name of the data file. The card's front matter leads readers to it; `train` is also found without the card. */
export function dataFileName(format: ExportFormat): string {
  return format === 'votes' ? 'votes.jsonl' : 'train.jsonl';
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
  data: Written & { readonly rows: number },
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
    files: [{ name: dataFileName(format), rows: data.rows, bytes: data.size, sha256: data.sha256 }],
    writtenBy: facts.writtenBy,
  });
  const card = datasetCard({
    manifest,
    dataFiles: [dataFileName(format)],
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

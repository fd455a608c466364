import { counted } from '@pairwright/domain/counted';
import {
  type ListedFilter,
  listOfFilter,
  unmatchedValues,
} from '@pairwright/domain/versions/unmatched-values';
import { stat } from 'node:fs/promises';
import type { Dataset, DatasetVersion, ExportJob, Recipe } from '@pairwright/contract/datasets';
import type { Cli } from '../app-context.ts';
import { CliError } from '../cli-error.ts';
import { findDataset, findVersion, isBeingFrozen } from '../datasets.ts';
import { placeAll, type Placed, placeFile } from '../download-files.ts';
import { findProject } from '../find-project.ts';
import { pollUntil } from '../poll.ts';
import { type ExportWish, runExport } from '../run-export.ts';

export interface ExportOptions extends ExportWish {
  readonly output: string;
  readonly dataset: string;
  readonly datasetVersion?: number;
  readonly recipe: Partial<Recipe>;
}

/** Freezes a dataset (or takes a frozen version), exports it, downloads and verifies the files. */
export async function exportDataset(cli: Cli, projectName: string, options: ExportOptions): Promise<void> {
  const project = await findProject(cli, projectName);
  const dataset = await findOrCreateDataset(cli, project.id, options);
  if (options.datasetVersion === undefined) await tellUnmatched(cli, dataset);
  const version = await pickVersion(cli, dataset, options.datasetVersion);
  const { format, container, compression, shardRows, shardBytes, template } = options;
  const job = await runExport(cli, version, {
    projectId: project.id,
    format,
    container,
    ...(compression === undefined ? {} : { compression }),
    ...(shardRows === undefined ? {} : { shardRows }),
    ...(shardBytes === undefined ? {} : { shardBytes }),
    ...(template === undefined ? {} : { template }),
  });
  const written = await downloadAll(cli, job, options.output);
  cli.out.result(
    { dataset: dataset.slug, version, export: job, files: written },
    [
      `${dataset.slug} version ${version.version}: ${counted(version.rows ?? 0, 'row')} from ${counted(version.comparisons ?? 0, 'comparison')}, ${counted(version.votes ?? 0, 'vote')}`,
      ...Object.entries(version.drops ?? {})
        .filter(([, n]) => n > 0)
        .map(([reason, n]) => `  left out: ${n} ${reason}`),
      ...written.map((file) => `${file.path}  ${counted(file.size, 'byte')}  sha256 ${file.sha256}`),
    ].join('\n'),
  );
}

/** Says which values of the filters nothing in the project has, before anything is frozen by them. */
async function tellUnmatched(cli: Cli, { projectId, recipe: { filters } }: Dataset): Promise<void> {
  if ((Object.keys(listOfFilter) as ListedFilter[]).every((filter) => filters[filter].length === 0)) return;
  const choices = await cli.client.call('getRecipeChoices', { params: { projectId } });
  for (const { filter, value, sure } of unmatchedValues(filters, choices))
    cli.out.line(
      sure
        ? `filters.${filter}: nothing in the project has ${JSON.stringify(value)}.`
        : `filters.${filter}: ${JSON.stringify(value)} was not found in the part of the project that was looked at.`,
    );
}

async function findOrCreateDataset(cli: Cli, projectId: string, options: ExportOptions): Promise<Dataset> {
  const found = await findDataset(cli, projectId, options.dataset);
  if (!found) {
    return cli.client.call('createDataset', {
      params: { projectId },
      body: { name: options.dataset, recipe: options.recipe },
    });
  }
  const recipe = { ...found.recipe, ...options.recipe };
  if (options.datasetVersion !== undefined || JSON.stringify(recipe) === JSON.stringify(found.recipe))
    return found;
  return cli.client.call('updateDataset', { params: { projectId, datasetId: found.id }, body: { recipe } });
}

async function pickVersion(cli: Cli, dataset: Dataset, wanted: number | undefined): Promise<DatasetVersion> {
  const params = { projectId: dataset.projectId, datasetId: dataset.id };
  const started =
    wanted === undefined
      ? await cli.client.call('freezeDataset', { params })
      : await findVersion(cli, dataset, wanted);
  const bar = cli.out.progress('freezing ', 100);
  try {
    const version = await pollUntil(
      async () => {
        const params = { projectId: dataset.projectId, versionId: started.id };
        const each = await cli.client.call('getVersion', { params });
        if (each.progress !== null) bar.update(each.progress.percent ?? 0);
        return each;
      },
      (each) => !isBeingFrozen(each),
    );
    if (version.state === 'failed')
      throw new CliError('failed', version.error?.message ?? 'The version could not be frozen.', { version });
    if (version.state === 'cancelled')
      throw new CliError('failed', 'The freeze was cancelled. Freeze again.', { version });
    bar.update(100);
    const { exports: _exports, ...rest } = version;
    return rest;
  } finally {
    bar.stop();
  }
}

/** A folder gets every file; a file name gets the data alone, which must be one file. */
async function downloadAll(cli: Cli, job: ExportJob, output: string): Promise<Placed[]> {
  const isFolder =
    output.endsWith('/') ||
    (await stat(output).then(
      (found) => found.isDirectory(),
      () => false,
    ));
  if (isFolder) return placeAll(cli, job, output);
  const data = (job.files ?? []).filter(({ rows }) => rows !== null);
  const [file] = data;
  if (file === undefined) throw new CliError('failed', 'The export holds no data file.');
  if (data.length > 1)
    throw new CliError(
      'usage',
      `The export has ${data.length} data files. Name a folder, ending in "/", for them.`,
    );
  return [await placeFile(cli, job, { file, place: output })];
}

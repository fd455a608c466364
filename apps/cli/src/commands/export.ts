import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Dataset, DatasetVersion, ExportFormat, ExportJob, Recipe } from '@pairwright/contract/datasets';
import type { Cli } from '../app-context.ts';
import { CliError } from '../cli-error.ts';
import { downloadTo } from '../download.ts';
import { findProject } from '../find-project.ts';
import { pollUntil } from '../poll.ts';

export interface ExportOptions {
  readonly output: string;
  readonly dataset: string;
  readonly format: ExportFormat;
  readonly datasetVersion?: number;
  readonly recipe: Partial<Recipe>;
}

type ExportFile = NonNullable<ExportJob['files']>[number];

/** Freezes a dataset (or takes a frozen version), exports it, downloads and verifies the files. */
export async function exportDataset(cli: Cli, projectName: string, options: ExportOptions): Promise<void> {
  const project = await findProject(cli, projectName);
  const dataset = await findOrCreateDataset(cli, project.id, options);
  const version = await pickVersion(cli, dataset, options.datasetVersion);
  const job = await runExport(cli, version, { projectId: project.id, format: options.format });
  const files = job.files ?? [];
  const written = await downloadAll(cli, job, { files, output: options.output });
  cli.out.result(
    { dataset: dataset.slug, version, export: job, files: written },
    [
      `${dataset.slug} version ${version.version}: ${version.rows ?? 0} rows from ${version.comparisons ?? 0} comparisons, ${version.votes ?? 0} votes`,
      ...Object.entries(version.drops ?? {})
        .filter(([, n]) => n > 0)
        .map(([reason, n]) => `  left out: ${n} ${reason}`),
      ...written.map((file) => `${file.path}  ${file.size} bytes  sha256 ${file.sha256}`),
    ].join('\n'),
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

async function findDataset(cli: Cli, projectId: string, wanted: string): Promise<Dataset | undefined> {
  let cursor: string | undefined;
  do {
    const page = await cli.client.call('listDatasets', {
      params: { projectId },
      query: { limit: 200, ...(cursor ? { cursor } : {}) },
    });
    const found = page.items.find(
      (each) => each.slug === wanted || each.name === wanted || each.id === wanted,
    );
    if (found) return found;
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return undefined;
}

async function pickVersion(cli: Cli, dataset: Dataset, wanted: number | undefined): Promise<DatasetVersion> {
  const params = { projectId: dataset.projectId, datasetId: dataset.id };
  const started =
    wanted === undefined
      ? await cli.client.call('freezeDataset', { params })
      : await findVersion(cli, params, wanted);
  const bar = cli.out.progress('freezing ', 1);
  try {
    const version = await pollUntil(
      () =>
        cli.client.call('getVersion', { params: { projectId: dataset.projectId, versionId: started.id } }),
      (each) => each.state === 'ready' || each.state === 'failed',
    );
    if (version.state === 'failed')
      throw new CliError('failed', version.error?.message ?? 'The version could not be frozen.', { version });
    bar.update(1);
    const { exports: _exports, ...rest } = version;
    return rest;
  } finally {
    bar.stop();
  }
}

async function findVersion(
  cli: Cli,
  params: { projectId: string; datasetId: string },
  wanted: number,
): Promise<DatasetVersion> {
  let cursor: string | undefined;
  do {
    const page = await cli.client.call('listVersions', {
      params,
      query: { limit: 200, ...(cursor ? { cursor } : {}) },
    });
    const found = page.items.find((each) => each.version === wanted);
    if (found) return found;
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  throw new CliError('usage', `The dataset has no version ${wanted}.`);
}

async function runExport(
  cli: Cli,
  version: DatasetVersion,
  { projectId, format }: { projectId: string; format: ExportFormat },
): Promise<ExportJob> {
  const started = await cli.client.call('startExport', {
    params: { projectId, versionId: version.id },
    body: { format },
  });
  const bar = cli.out.progress('exporting', started.rowsTotal ?? 0);
  try {
    const job = await pollUntil(
      async () => {
        const each = await cli.client.call('getExport', { params: { projectId, exportId: started.id } });
        bar.update(each.rowsDone, each.rowsTotal ?? undefined);
        return each;
      },
      (each) => each.state === 'ready' || each.state === 'failed' || each.state === 'cancelled',
    );
    if (job.state !== 'ready') {
      throw new CliError(
        'failed',
        [job.error?.message ?? `The export was ${job.state}.`, job.error?.fix].filter(Boolean).join(' '),
        { export: job },
      );
    }
    return job;
  } finally {
    bar.stop();
  }
}

/** A folder gets every file; a file name gets the data alone. */
async function downloadAll(
  cli: Cli,
  job: ExportJob,
  target: { files: readonly ExportFile[]; output: string },
) {
  const isFolder =
    target.output.endsWith('/') ||
    (await stat(target.output).then(
      (found) => found.isDirectory(),
      () => false,
    ));
  const chosen = isFolder ? target.files : target.files.filter((file) => file.rows !== null).slice(0, 1);
  if (chosen.length === 0) throw new CliError('failed', 'The export holds no data file.');
  await mkdir(isFolder ? target.output : path.dirname(target.output), { recursive: true });
  const written: { path: string; size: number; sha256: string }[] = [];
  for (const file of chosen) {
    const place = isFolder ? path.join(target.output, path.basename(file.name)) : target.output;
    const params = { projectId: job.projectId, exportId: job.id, fileName: file.name };
    await downloadTo(
      place,
      {
        size: file.size,
        sha256: file.sha256,
        open: (headers) => cli.client.open('downloadFile', { params }, { headers }),
      },
      cli.out.progress(file.name, file.size),
    );
    written.push({ path: place, size: file.size, sha256: file.sha256 });
  }
  return written;
}

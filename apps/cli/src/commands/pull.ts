import { counted } from '@pairwright/domain/counted';
import type { Cli } from '../app-context.ts';
import { CliError } from '../cli-error.ts';
import { findVersion, pickDataset } from '../datasets.ts';
import { placeAll } from '../download-files.ts';
import { findProject } from '../find-project.ts';
import { type ExportWish, runExport } from '../run-export.ts';

export type PullOptions = ExportWish & { readonly output: string };

/** `PROJECT[/DATASET[@VERSION]]`. Throws CliError where it is something else. */
export function parseSource(text: string): { project: string; dataset?: string; version?: number } {
  const found = /^([^/@]+)(?:\/([^/@]+)(?:@(?:v)?([1-9]\d{0,5}))?)?$/.exec(text);
  const [, project, dataset, version] = found ?? [];
  if (project === undefined)
    throw new CliError('usage', `"${text}" is not PROJECT, PROJECT/DATASET or PROJECT/DATASET@VERSION.`);
  return {
    project,
    ...(dataset === undefined ? {} : { dataset }),
    ...(version === undefined ? {} : { version: Number(version) }),
  };
}

/** Downloads a frozen version as a folder that dataset readers open; what is there already stays. */
export async function pull(cli: Cli, source: string, options: PullOptions): Promise<void> {
  const { output, ...wish } = options;
  const wanted = parseSource(source);
  const project = await findProject(cli, wanted.project);
  const dataset = await pickDataset(cli, project.id, wanted.dataset);
  const version = await findVersion(cli, dataset, wanted.version);
  const job = await runExport(cli, version, { ...wish, projectId: project.id });
  const files = await placeAll(cli, job, output);
  cli.out.result(
    { dataset: dataset.slug, version: version.version, export: job, files },
    [
      `${project.slug}/${dataset.slug}@${version.version}: ${counted(job.rowsDone, 'row')}`,
      ...files.map(
        ({ path, size, sha256, kept }) =>
          `${path}  ${counted(size, 'byte')}  sha256 ${sha256}${kept ? '  (was there)' : ''}`,
      ),
    ].join('\n'),
  );
}

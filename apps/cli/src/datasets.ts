import type { Dataset, DatasetVersion } from '@pairwright/contract/datasets';
import type { Cli } from './app-context.ts';
import { CliError } from './cli-error.ts';

/** All datasets of a project, archived ones too, newest first. */
export async function allDatasets(cli: Cli, projectId: string): Promise<Dataset[]> {
  const found: Dataset[] = [];
  let cursor: string | undefined;
  do {
    const page = await cli.client.call('listDatasets', {
      params: { projectId },
      query: { limit: 200, state: 'all', ...(cursor ? { cursor } : {}) },
    });
    found.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return found;
}

/** A dataset by id, short name or full name; undefined when there is none. */
export async function findDataset(cli: Cli, projectId: string, wanted: string): Promise<Dataset | undefined> {
  return (await allDatasets(cli, projectId)).find(
    (each) => each.slug === wanted || each.name === wanted || each.id === wanted,
  );
}

/** The version with this number, or the newest one that is ready. Throws CliError when there is none. */
export async function findVersion(
  cli: Cli,
  dataset: Dataset,
  wanted: number | undefined,
): Promise<DatasetVersion> {
  const fits = wanted === undefined ? ({ state }: DatasetVersion) => state === 'ready' : numbered(wanted);
  const found = await firstVersion(cli, dataset, fits);
  if (found) return found;
  throw new CliError(
    'usage',
    wanted === undefined
      ? `The dataset ${dataset.slug} has no frozen version. Freeze one with "export" or on its page.`
      : noVersion(wanted),
  );
}

/** The version with this number, or the newest one that is being frozen. Throws CliError when there is none. */
export async function findFreeze(
  cli: Cli,
  dataset: Dataset,
  wanted: number | undefined,
): Promise<DatasetVersion> {
  const fits = wanted === undefined ? isBeingFrozen : numbered(wanted);
  const found = await firstVersion(cli, dataset, fits);
  if (found) return found;
  throw new CliError(
    'usage',
    wanted === undefined ? `No version of the dataset ${dataset.slug} is being frozen.` : noVersion(wanted),
  );
}

export function isBeingFrozen({ state }: DatasetVersion): boolean {
  return state === 'queued' || state === 'running';
}

const numbered =
  (wanted: number) =>
  ({ version }: DatasetVersion): boolean =>
    version === wanted;
const noVersion = (wanted: number): string => `The dataset has no version ${wanted}.`;

async function firstVersion(
  cli: Cli,
  dataset: Dataset,
  fits: (version: DatasetVersion) => boolean,
): Promise<DatasetVersion | undefined> {
  let cursor: string | undefined;
  do {
    const page = await cli.client.call('listVersions', {
      params: { projectId: dataset.projectId, datasetId: dataset.id },
      query: { limit: 200, ...(cursor ? { cursor } : {}) },
    });
    const found = page.items.find(fits);
    if (found) return found;
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return undefined;
}

/** The dataset of that name, or the only one where none is named. Throws CliError when there is none, or several. */
export async function pickDataset(cli: Cli, projectId: string, wanted: string | undefined): Promise<Dataset> {
  const all = await allDatasets(cli, projectId);
  const found = wanted === undefined ? undefined : await findDataset(cli, projectId, wanted);
  if (found) return found;
  const [only] = all;
  if (wanted === undefined && only && all.length === 1) return only;
  const names = all.map(({ slug }) => slug).join(', ');
  throw new CliError(
    'usage',
    all.length === 0
      ? 'The project has no dataset. Make one with "export" or on its page.'
      : `Name one of the datasets: ${names}.`,
  );
}

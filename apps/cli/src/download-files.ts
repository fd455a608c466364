import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { ExportJob } from '@pairwright/contract/datasets';
import type { Cli } from './app-context.ts';
import { downloadTo, hashOf } from './download.ts';
import { refuseStrays } from './pulled-folder.ts';

type ExportFile = NonNullable<ExportJob['files']>[number];

export interface Placed {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
  /** It was there already, with the same bytes. */
  readonly kept: boolean;
}

/** One file of an export at this place, verified; what is there with the same bytes is left as it is. */
export async function placeFile(
  cli: Cli,
  job: ExportJob,
  { file, place }: { file: ExportFile; place: string },
): Promise<Placed> {
  const { size, sha256 } = file;
  await mkdir(path.dirname(place), { recursive: true });
  if ((await hashOf(place).catch(() => undefined)) === sha256)
    return { path: place, size, sha256, kept: true };
  const params = { projectId: job.projectId, exportId: job.id, fileName: file.name };
  await downloadTo(
    place,
    { size, sha256, open: (headers) => cli.client.open('downloadFile', { params }, { headers }) },
    cli.out.progress(file.name, size),
  );
  return { path: place, size, sha256, kept: false };
}

/** All files of an export in a folder, under their names. Throws CliError where files of another one would stand among them. */
export async function placeAll(cli: Cli, job: ExportJob, folder: string): Promise<Placed[]> {
  await refuseStrays(folder, job.files ?? []);
  const placed: Placed[] = [];
  for (const file of job.files ?? [])
    placed.push(await placeFile(cli, job, { file, place: path.join(folder, path.basename(file.name)) }));
  return placed;
}

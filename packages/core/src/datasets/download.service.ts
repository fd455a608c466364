import type { Readable } from 'node:stream';
import { Problem } from '@pairwright/contract/errors';
import type { ByteRange } from '@pairwright/runtime/artifacts/store';
import type { ProjectContext } from '../context.ts';
import { requireExport } from './datasets.service.ts';
import { type ExportRecord, parseFiles, type StoredFile } from './datasets.shapes.ts';

export interface Download {
  readonly file: StoredFile;
  /** The bytes of the file or of a range of it. */
  open(range?: ByteRange): Promise<Readable>;
}

/**
 * A file of a finished export. The name is looked up among the files the export has and never becomes part of a path.
 * Throws `not_found`, and `wrong_state` while there are no files.
 */
export async function findDownload(
  ctx: ProjectContext,
  input: { exportId: string; fileName: string },
): Promise<Download> {
  return openDownload(ctx.artifacts, await requireExport(ctx, input.exportId), input.fileName);
}

/** The same of an export that was found already. */
export function openDownload(
  artifacts: ProjectContext['artifacts'],
  job: Pick<ExportRecord, 'state' | 'files'>,
  fileName: string,
): Download {
  if (job.state !== 'ready')
    throw new Problem('wrong_state', {
      detail: `The export is ${job.state}. Its files can be downloaded when it is ready.`,
    });
  const files = parseFiles(job.files);
  const file = files.find(({ name }) => name === fileName);
  if (file === undefined)
    throw new Problem('not_found', {
      detail: `The export has these files: ${files.map(({ name }) => name).join(', ')}.`,
    });
  return { file, open: (range) => artifacts.read(file.key, range) };
}

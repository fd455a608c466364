import type { DatasetVersion, ExportFormat, ExportJob } from '@pairwright/contract/datasets';
import type { TextTemplate } from '@pairwright/contract/export-formats';
import type { ExportCompression, ExportContainer } from '@pairwright/domain/export-containers';
import type { Cli } from './app-context.ts';
import { CliError } from './cli-error.ts';
import { pollUntil } from './poll.ts';

/** What the files of an export are to be. */
export interface ExportWish {
  readonly format: ExportFormat;
  readonly container: ExportContainer;
  readonly compression?: ExportCompression;
  readonly shardRows?: number;
  readonly shardBytes?: number;
  readonly template?: TextTemplate;
}

/** Asks for an export of a version and waits until its files are there. */
export async function runExport(
  cli: Cli,
  version: DatasetVersion,
  wish: ExportWish & { projectId: string },
): Promise<ExportJob> {
  const { projectId, ...body } = wish;
  const started = await cli.client.call('startExport', {
    params: { projectId, versionId: version.id },
    body,
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

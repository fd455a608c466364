import { randomUUID } from 'node:crypto';
import type { FetchRequest } from '@pairwright/contract/import-sources';
import type { ImportJob } from '@pairwright/contract/imports';
import type { Cli } from './app-context.ts';
import { CliError } from './cli-error.ts';
import { pollUntil } from './poll.ts';

/** An https address, or one or several of S3. */
export type FetchedFrom = Pick<FetchRequest, 'address' | 'addresses'>;

/** Lets the server fetch a file and waits until it is there; gives the import. */
export async function fetchFile(cli: Cli, projectId: string, from: FetchedFrom): Promise<ImportJob> {
  // By its key a request that is sent again, because its answer got lost, is the same one.
  const body = { ...from, key: randomUUID() };
  const { id: importId } = await pollUntil(
    () => cli.client.call('fetchImport', { params: { projectId }, body }),
    () => true,
  );
  const bar = cli.out.progress('fetching ', 0);
  try {
    const job = await pollUntil(
      async () => {
        const now = await cli.client.call('getImport', { params: { projectId, importId } });
        bar.update(now.bytesDone, now.source?.sizeBytes ?? undefined);
        return now;
      },
      ({ state }) => state !== 'uploading',
    );
    if (job.state !== 'failed' && job.state !== 'cancelled') return job;
    throw new CliError(
      'failed',
      [job.error?.message ?? 'The import was cancelled.', job.error?.fix].filter(Boolean).join(' '),
      { import: job },
    );
  } finally {
    bar.stop();
  }
}

import type { System } from '@pairwright/contract/system';
import type { Context } from '../context.ts';
import { readLeases, readUnfinished, readUnresolvedChanges } from './gauges.queries.ts';
import { readDatabase, readStoredBytes } from './system.queries.ts';
import { listWorkers } from './workers.queries.ts';

/** How this installation is. A queue that does not answer is told as such. */
export async function getSystem(ctx: Context, version: string): Promise<System> {
  const { db } = ctx.db;
  const [database, bytes, workers, unfinished, leases, resolutionLag, lanes] = await Promise.all([
    readDatabase(db),
    readStoredBytes(db),
    listWorkers(db),
    readUnfinished(db),
    readLeases(db),
    readUnresolvedChanges(db),
    ctx.queue.depths().catch((error: unknown) => {
      ctx.log.warn({ err: error }, 'the queue did not answer');
      return null;
    }),
  ]);
  return {
    version,
    database,
    storage: { kind: ctx.artifacts.kind, bytes },
    queue: {
      backend: ctx.queue.backend,
      lanes: lanes?.map(({ workers: _connected, ...depth }) => depth) ?? null,
    },
    workers,
    work: { unfinished, leases, resolutionLag },
  };
}

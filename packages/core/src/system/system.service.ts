import type { System } from '@pairwright/contract/system';
import { readLastBackup } from '../backups/backups.queries.ts';
import type { Context } from '../context.ts';
import { readLeases, readUnfinished, readUnresolvedChanges } from './gauges.queries.ts';
import { readDatabase, readStoredBytes } from './system.queries.ts';
import { listWorkers } from './workers.queries.ts';

const DAY_SECONDS = 86_400;

/** What the process that answers knows of itself. */
export interface SystemSettings {
  readonly version: string;
  readonly backupWarnDays: number;
}

/** How this installation is. A queue that does not answer is told as such. */
export async function getSystem(ctx: Context, { version, backupWarnDays }: SystemSettings): Promise<System> {
  const { db } = ctx.db;
  const [database, bytes, disk, last, workers, unfinished, leases, resolutionLag, lanes] = await Promise.all([
    readDatabase(db),
    readStoredBytes(db),
    ctx.artifacts.space().catch((error: unknown) => {
      ctx.log.warn({ err: error }, 'the room on the disk of the files cannot be read');
      return null;
    }),
    readLastBackup(db),
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
    storage: { kind: ctx.artifacts.kind, bytes, disk },
    backup: {
      last,
      warnAfterDays: backupWarnDays,
      isDue: last === null || last.ageSeconds > backupWarnDays * DAY_SECONDS,
    },
    queue: {
      backend: ctx.queue.backend,
      lanes: lanes?.map(({ workers: _connected, ...depth }) => depth) ?? null,
    },
    workers,
    work: { unfinished, leases, resolutionLag },
  };
}

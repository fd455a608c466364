import type { Database } from '@pairwright/db/database';
import { openReplica, type Replica } from '@pairwright/db/replica';
import type { Logger } from '@pairwright/runtime/logger';

export interface ReplicaUse {
  readonly program: 'api' | 'worker';
  readonly primary: Database;
  /** Connections at most. */
  readonly poolSize: number;
  readonly log: Logger;
}

/** Opens the replica where one is configured, and tells the log when heavy reads begin and cease to go there. */
export function useReplica(
  url: string | undefined,
  { program, log, ...use }: ReplicaUse,
): Replica | undefined {
  if (url === undefined) return undefined;
  return openReplica({
    ...use,
    url,
    applicationName: `pairwright-${program}-replica`,
    onChange: ({ usable, lagSeconds, detail }, cause) =>
      usable
        ? log.info({ lagSeconds }, 'heavy reads go to the replica')
        : log.warn({ err: cause, lagSeconds, detail }, 'heavy reads go to the database itself'),
  });
}

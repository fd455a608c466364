import { openDatabase } from '@pairwright/db/database';
import type { TimeLimits } from '@pairwright/db/time-limits';
import { traceQueries } from '@pairwright/db/trace-queries';
import { openQueue } from '@pairwright/queue/queue';
import { openClamd } from '@pairwright/runtime/antivirus/clamd';
import { openArtifactStore } from '@pairwright/runtime/artifacts/open-store';
import { systemClock } from '@pairwright/runtime/clock';
import type { Closable } from '@pairwright/runtime/close';
import type { Config } from '@pairwright/runtime/env';
import { systemIds } from '@pairwright/runtime/ids';
import type { Logger } from '@pairwright/runtime/logger';
import { startTracing } from '@pairwright/runtime/observe/tracing';
import { openSealer } from '@pairwright/runtime/secret-keys';
import type { Services } from '../context.ts';
import { useReplica } from './use-replica.ts';

export interface ServicesWanted {
  readonly program: 'api' | 'worker';
  readonly version: string;
  /** Connections to the database at most, unless the configuration says how many. */
  readonly poolSize: number;
  readonly limits: TimeLimits;
  readonly log: Logger;
}

export interface OpenedServices {
  readonly services: Services;
  /** Where the queue is. */
  readonly connection: { readonly databaseUrl: string } | { readonly redisUrl: string };
  /** What to close at the end, in this order. */
  readonly parts: readonly Closable[];
}

/**
 * Opens what every process of ours works with, as the configuration says. Throws, with a sentence for who runs it, where
 * something cannot be reached.
 */
export async function openServices(config: Config, wanted: ServicesWanted): Promise<OpenedServices> {
  const { program, limits, log } = wanted;
  const { databaseUrl, databaseReplicaUrl, redisUrl } = config.secrets.reveal();
  if (databaseUrl === undefined) {
    throw new Error(
      'DATABASE_URL is not set. Give the PostgreSQL of this installation, like postgres://user:password@host:5432/pairwright, or use npm start, which brings one.',
    );
  }
  const traces = await startTracing(config, { program, version: wanted.version });
  if (traces !== undefined) traceQueries();
  const connection = redisUrl === undefined ? { databaseUrl } : { redisUrl };
  const poolSize = config.databasePoolSize ?? wanted.poolSize;
  const db = await openDatabase({
    url: databaseUrl,
    applicationName: `pairwright-${program}`,
    poolSize,
    limits,
    onIdleError: (error) => log.warn({ err: error }, 'an idle database connection broke'),
  });
  const replica = useReplica(databaseReplicaUrl, {
    program,
    primary: db,
    poolSize: Math.ceil(poolSize / 2),
    log,
  });
  const queue = await openQueue({ connection, log });
  const artifacts = await openArtifactStore(config);
  const sealer = await openSealer(config);
  const scanner = config.clamdUrl === undefined ? undefined : openClamd(config.clamdUrl);
  return {
    services: { db, replica, queue, artifacts, clock: systemClock, ids: systemIds, log, sealer, scanner },
    connection,
    parts: [
      { name: 'queue', close: () => queue.close(), deadlineMs: 5_000 },
      { name: 'artifacts', close: () => artifacts.close(), deadlineMs: 5_000 },
      { name: 'replica', close: () => replica?.close(), deadlineMs: 5_000 },
      { name: 'database', close: () => db.close(), deadlineMs: 5_000 },
      ...(traces === undefined ? [] : [traces]),
    ],
  };
}

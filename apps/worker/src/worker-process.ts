import type { Services } from '@pairwright/core/context';
import { watchServices } from '@pairwright/core/system/gauges';
import { useReplica } from '@pairwright/core/system/use-replica';
import { usualFetch } from '@pairwright/core/imports/fetch/fetch-settings';
import { openSources } from '@pairwright/core/imports/fetch/open-sources';
import { openDatabase } from '@pairwright/db/database';
import { timeLimits } from '@pairwright/db/time-limits';
import { openQueue } from '@pairwright/queue/queue';
import { openArtifactStore } from '@pairwright/runtime/artifacts/open-store';
import { systemClock } from '@pairwright/runtime/clock';
import { closeInOrder, onShutdown } from '@pairwright/runtime/close';
import type { Config } from '@pairwright/runtime/env';
import { openSealer } from '@pairwright/runtime/secret-keys';
import { watchProcess } from '@pairwright/runtime/observe/watch';
import { systemIds } from '@pairwright/runtime/ids';
import type { Logger } from '@pairwright/runtime/logger';
import { openOutgoing } from '@pairwright/runtime/outgoing/outgoing';
import packageJson from '../package.json' with { type: 'json' };
import { startWorker, type WorkerSettings } from './worker.ts';

/**
 * Makes this process a worker as the configuration says: it works until a signal or the end of the process that
 * started it, then stops in order. Sends that process `{ready: true}`.
 */
export async function runWorkerProcess(
  config: Config,
  log: Logger,
  takeover: Pick<WorkerSettings, 'lockMs' | 'stalledCheckMs' | 'schedulesCheckMs'> = {},
): Promise<void> {
  const { databaseUrl, databaseReplicaUrl, redisUrl, importS3 } = config.secrets.reveal();
  if (databaseUrl === undefined) {
    throw new Error(
      'DATABASE_URL is not set. Give the PostgreSQL of this installation, like postgres://user:password@host:5432/pairwright.',
    );
  }
  const connection = redisUrl === undefined ? { databaseUrl } : { redisUrl };
  const db = await openDatabase({
    url: databaseUrl,
    applicationName: 'pairwright-worker',
    poolSize: config.databasePoolSize ?? config.workerConcurrency * 2 + 4,
    limits: timeLimits.job,
    onIdleError: (error) => log.warn({ err: error }, 'an idle database connection broke'),
  });
  const replica = useReplica(databaseReplicaUrl, {
    program: 'worker',
    primary: db,
    poolSize: config.workerConcurrency + 1,
    log,
  });
  const queue = await openQueue({ connection, log });
  const artifacts = await openArtifactStore(config);
  const sealer = await openSealer(config);
  const services: Services = {
    db,
    replica,
    queue,
    artifacts,
    clock: systemClock,
    ids: systemIds,
    log,
    sealer,
  };
  const watch = watchProcess(config, { program: 'worker', version: packageJson.version, log });
  if (watch.metrics !== undefined) watchServices(watch.metrics, services);
  const worker = await startWorker(services, {
    connection,
    onRun: ({ job, result, seconds }) => watch.metrics?.job(job, result, seconds),
    version: packageJson.version,
    concurrency: config.workerConcurrency,
    fetching: {
      ...usualFetch,
      mostBytes: config.uploadMaxBytes,
      open: openSources(
        { policy: config.outgoing, s3: config.importS3 ?? null, mostBytes: config.uploadMaxBytes },
        { keys: importS3 ?? null },
      ),
    },
    webhooks: { outgoing: openOutgoing(config.outgoing) },
    ...takeover,
  });
  const close = (): Promise<void> =>
    closeInOrder([
      { name: 'worker', close: () => worker.close(), deadlineMs: 40_000 },
      { name: 'metrics', close: () => watch.close(), deadlineMs: 1_000 },
      { name: 'queue', close: () => queue.close(), deadlineMs: 5_000 },
      { name: 'artifacts', close: () => artifacts.close(), deadlineMs: 5_000 },
      { name: 'replica', close: () => replica?.close(), deadlineMs: 5_000 },
      { name: 'database', close: () => db.close(), deadlineMs: 5_000 },
    ]);
  onShutdown(close, { onError: (error) => log.error({ err: error }, 'the worker did not stop cleanly') });
  // When the process that started this one dies, this one must not stay behind.
  process.once('disconnect', () => process.emit('SIGTERM', 'SIGTERM'));
  await watch.start(() => notReady(services));
  log.info({ queue: queue.backend, artifacts: artifacts.kind }, 'worker ready');
  process.send?.({ ready: true });
}

/** Why this worker cannot work now; undefined when it can. */
async function notReady({ db, queue }: Services): Promise<string | undefined> {
  const reachable = await db.probe.query('select 1').then(
    () => true,
    () => false,
  );
  if (!reachable) return 'The database cannot be reached.';
  return (await queue.health()).ok ? undefined : 'The job queue cannot be reached.';
}

import type { Services } from '@pairwright/core/context';
import { watchServices } from '@pairwright/core/system/gauges';
import { openServices } from '@pairwright/core/system/open-services';
import { usualFetch } from '@pairwright/core/imports/fetch/fetch-settings';
import { openSources } from '@pairwright/core/imports/fetch/open-sources';
import { timeLimits } from '@pairwright/db/time-limits';
import { closeInOrder, onShutdown } from '@pairwright/runtime/close';
import type { Config } from '@pairwright/runtime/env';
import { watchProcess } from '@pairwright/runtime/observe/watch';
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
  takeover: Pick<WorkerSettings, 'lockMs' | 'stalledCheckMs' | 'schedulesCheckMs' | 'patience'> = {},
): Promise<void> {
  const { services, connection, parts } = await openServices(config, {
    program: 'worker',
    version: packageJson.version,
    poolSize: config.workerConcurrency * 2 + 4,
    limits: timeLimits.job,
    log,
  });
  const { queue, artifacts } = services;
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
        { keys: config.secrets.reveal().importS3 },
      ),
    },
    webhooks: {
      outgoing: openOutgoing(config.outgoing),
      onTry: (result) => watch.metrics?.delivery(result),
    },
    ...takeover,
  });
  const close = (): Promise<void> =>
    closeInOrder([
      { name: 'worker', close: () => worker.close(), deadlineMs: 40_000 },
      { name: 'metrics', close: () => watch.close(), deadlineMs: 1_000 },
      ...parts,
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

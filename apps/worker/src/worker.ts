import type { Services } from '@pairwright/core/context';
import { reconcileJobs } from '@pairwright/core/system/reconcile-jobs.service';
import type { Fetching } from '@pairwright/core/imports/fetch/fetch-engine';
import type { WebhookSettings } from '@pairwright/core/webhooks/settings';
import type { Patience, QueueConnection } from '@pairwright/queue/backend';
import type { Handlers } from '@pairwright/queue/registry-types';
import { type EndedRun, openWorker } from '@pairwright/queue/worker';
import { closeInOrder } from '@pairwright/runtime/close';
import { giveUpsOf } from './give-ups.ts';
import { startHeartbeat } from './heartbeat.ts';
import { auditCheckJob } from './jobs/audit.check.job.ts';
import { auditSealJob } from './jobs/audit.seal.job.ts';
import { activePoolJob } from './jobs/active.pool.job.ts';
import { activeSweepJob } from './jobs/active.sweep.job.ts';
import { datasetFreezeJob } from './jobs/dataset.freeze.job.ts';
import { exportRunJob } from './jobs/export.run.job.ts';
import { exclusionsRunJob } from './jobs/exclusions.run.job.ts';
import { healthComputeJob } from './jobs/health.compute.job.ts';
import { importFetchJob } from './jobs/import.fetch.job.ts';
import { importRunJob } from './jobs/import.run.job.ts';
import { jobsReconcileJob } from './jobs/jobs.reconcile.job.ts';
import { leasesSweepJob } from './jobs/leases.sweep.job.ts';
import { retentionApplyJob } from './jobs/retention.apply.job.ts';
import { trashEmptyJob } from './jobs/trash.empty.job.ts';
import { secretsSealJob } from './jobs/secrets.seal.job.ts';
import { statisticsComputeJob } from './jobs/statistics.compute.job.ts';
import { resolutionsRefreshJob } from './jobs/resolutions.refresh.job.ts';
import { resolutionsSweepJob } from './jobs/resolutions.sweep.job.ts';
import { webhooksDeliverJob } from './jobs/webhooks.deliver.job.ts';
import { webhooksSweepJob } from './jobs/webhooks.sweep.job.ts';

type Reach = Pick<WorkerSettings, 'fetching' | 'webhooks'>;

/** One handler for each job there is. */
export function handlersOf(services: Services, { fetching, webhooks }: Reach): Handlers {
  return {
    'import.fetch': importFetchJob(services, fetching),
    'import.run': importRunJob(services),
    'export.run': exportRunJob(services),
    'dataset.freeze': datasetFreezeJob(services),
    'health.compute': healthComputeJob(services),
    'statistics.compute': statisticsComputeJob(services),
    'exclusions.run': exclusionsRunJob(services),
    'resolutions.refresh': resolutionsRefreshJob(services),
    'resolutions.sweep': resolutionsSweepJob(services),
    'active.pool': activePoolJob(services),
    'active.sweep': activeSweepJob(services),
    'leases.sweep': leasesSweepJob(services),
    'audit.seal': auditSealJob(services),
    'audit.check': auditCheckJob(services),
    'trash.empty': trashEmptyJob(services),
    'retention.apply': retentionApplyJob(services),
    'webhooks.deliver': webhooksDeliverJob(services, webhooks),
    'webhooks.sweep': webhooksSweepJob(services),
    'secrets.seal': secretsSealJob(services),
    'jobs.reconcile': jobsReconcileJob(services),
  };
}

export interface WorkerSettings {
  readonly connection: QueueConnection;
  readonly version: string;
  /** Imports and exports at a time. */
  readonly concurrency: number;
  /** What files of imports are fetched from, and how. */
  readonly fetching: Fetching;
  /** Where requests of webhooks may go, and what keeps their secrets. */
  readonly webhooks: WebhookSettings;
  /** How long another worker waits before it takes over from one that died; the queue's own default when left out. */
  readonly lockMs?: number;
  readonly stalledCheckMs?: number;
  readonly schedulesCheckMs?: number;
  /** With a queue that says nothing; the queue's own default when left out. */
  readonly patience?: Patience;
  /** Told of each run of a job when it ends. */
  readonly onRun?: (run: EndedRun) => void;
}

export interface RunningWorker {
  /** Stops taking jobs, breaks off the running ones at their checkpoint and gives them back to the queue. */
  close(): Promise<void>;
}

/** Begins to work: heartbeat, handlers for all jobs, and the jobs of unfinished work put back. */
export async function startWorker(services: Services, settings: WorkerSettings): Promise<RunningWorker> {
  const { version, fetching, webhooks, ...options } = settings;
  const endHeartbeat = await startHeartbeat(services, version);
  const worker = await openWorker({
    ...options,
    handlers: handlersOf(services, { fetching, webhooks }),
    giveUps: giveUpsOf(services),
    log: services.log,
  });
  await reconcileJobs(services);
  return {
    close: () =>
      closeInOrder([
        { name: 'jobs', close: () => worker.close(), deadlineMs: 30_000 },
        { name: 'heartbeat', close: endHeartbeat, deadlineMs: 5_000 },
      ]),
  };
}

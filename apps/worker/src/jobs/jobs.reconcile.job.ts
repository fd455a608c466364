import type { Services } from '@pairwright/core/context';
import { reconcileJobs } from '@pairwright/core/system/reconcile-jobs.service';
import type { Handlers } from '@pairwright/queue/registry-types';

/** Puts back the jobs of unfinished work that nothing works on. */
export function jobsReconcileJob(services: Services): Handlers['jobs.reconcile'] {
  return async ({ log }) => {
    const found = await reconcileJobs(services);
    if (found > 0) log.info({ found }, 'unfinished work without a heartbeat was put back into the queue');
  };
}

import type { Services } from '@pairwright/core/context';
import { sweepPools } from '@pairwright/core/routing/active/make-pool.service';
import type { Handlers } from '@pairwright/queue/registry-types';

/** Has made anew what comparisons are drawn from, in all projects where it is time. */
export function activeSweepJob(services: Services): Handlers['active.sweep'] {
  return async ({ log }) => {
    const projects = await sweepPools(services);
    if (projects > 0) log.info({ projects }, 'pools of comparisons are being made');
  };
}

import type { Services } from '@pairwright/core/context';
import { sweepExpiredLeases } from '@pairwright/core/leases/leases.service';
import type { Handlers } from '@pairwright/queue/registry-types';

/** Ends the leases whose time is over. */
export function leasesSweepJob(services: Services): Handlers['leases.sweep'] {
  return async ({ log }) => {
    const ended = await sweepExpiredLeases(services);
    if (ended > 0) log.info({ ended }, 'expired leases ended');
  };
}

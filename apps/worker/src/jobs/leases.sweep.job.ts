import type { Services } from '@pairwright/core/context';
import { mendLeases, sweepExpiredLeases } from '@pairwright/core/leases/leases.service';
import { endLongSittings } from '@pairwright/core/routing/gold-rules.service';
import type { Handlers } from '@pairwright/queue/registry-types';

/** Ends the leases whose time is over, and sittings, which rules wait for. */
export function leasesSweepJob(services: Services): Handlers['leases.sweep'] {
  return async ({ log }) => {
    const shortened = await mendLeases(services);
    if (shortened > 0) log.warn({ shortened }, 'the clock of the database went back: leases were shortened');
    const ended = await sweepExpiredLeases(services);
    const sittings = await endLongSittings(services);
    if (sittings > 0) log.info({ sittings }, 'gold rules looked after sittings');
    if (ended > 0) log.info({ ended }, 'expired leases ended');
  };
}

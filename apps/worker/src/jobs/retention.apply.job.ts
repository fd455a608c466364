import type { Services } from '@pairwright/core/context';
import { applyRetention } from '@pairwright/core/retention/retention.service';
import type { Handlers } from '@pairwright/queue/registry-types';

/** Removes what is older than the rules of this installation say. */
export function retentionApplyJob(services: Services): Handlers['retention.apply'] {
  return async ({ log }) => {
    log.info(await applyRetention(services), 'retention rules were followed');
  };
}

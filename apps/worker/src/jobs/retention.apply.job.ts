import type { Services } from '@pairwright/core/context';
import { applyRetention } from '@pairwright/core/retention/retention.service';
import { retireDeliveries } from '@pairwright/core/webhooks/retire.service';
import { removeOldKeys } from '@pairwright/core/repeats/repeat-keys.queries';
import { tidyArtifacts } from '@pairwright/core/system/tidy-artifacts';
import type { Handlers } from '@pairwright/queue/registry-types';

/** Removes what is older than the rules of this installation say, old deliveries of webhooks and keys of requests, and half-written files. */
export function retentionApplyJob(services: Services): Handlers['retention.apply'] {
  return async ({ log }) => {
    log.info(await applyRetention(services), 'retention rules were followed');
    const deliveries = await retireDeliveries(services);
    if (deliveries > 0) log.info({ deliveries }, 'old deliveries of webhooks were removed');
    const keys = await removeOldKeys(services.db.db);
    if (keys > 0) log.info({ keys }, 'keys of old requests were forgotten');
    const files = await tidyArtifacts(services);
    if (files > 0) log.info({ files }, 'half-written files of processes that were killed were removed');
  };
}

import type { Services } from '@pairwright/core/context';
import { applyRetention } from '@pairwright/core/retention/retention.service';
import { retireDeliveries } from '@pairwright/core/webhooks/retire.service';
import { removeOldKeys } from '@pairwright/core/repeats/repeat-keys.queries';
import { tidyArtifacts } from '@pairwright/core/system/tidy-artifacts';
import type { Handlers } from '@pairwright/queue/registry-types';
import { ArtifactError } from '@pairwright/runtime/artifacts/store';

/** Removes what is older than the rules of this installation say, old deliveries of webhooks and keys of requests, and half-written files. */
export function retentionApplyJob(services: Services): Handlers['retention.apply'] {
  return async ({ log }) => {
    log.info(await applyRetention(services), 'retention rules were followed');
    const deliveries = await retireDeliveries(services);
    if (deliveries > 0) log.info({ deliveries }, 'old deliveries of webhooks were removed');
    const keys = await removeOldKeys(services.db.db);
    if (keys > 0) log.info({ keys }, 'keys of old requests were forgotten');
    await tidy(services, log);
  };
}

/** Nothing else waits for it: not every store lets its unfinished uploads be listed, and not every key may. */
async function tidy(services: Services, log: Services['log']): Promise<void> {
  try {
    const files = await tidyArtifacts(services);
    if (files > 0) log.info({ files }, 'half-written files of processes that were killed were removed');
  } catch (error) {
    if (!(error instanceof ArtifactError)) throw error;
    log.warn(
      { err: error },
      'half-written files could not be looked for: the store needs a rule of its own for them',
    );
  }
}

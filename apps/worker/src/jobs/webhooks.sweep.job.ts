import type { Services } from '@pairwright/core/context';
import { sweepWebhooks } from '@pairwright/core/webhooks/deliver.service';
import type { Handlers } from '@pairwright/queue/registry-types';

/** Has webhooks worked on that have something to send. */
export function webhooksSweepJob(services: Services): Handlers['webhooks.sweep'] {
  return async () => void (await sweepWebhooks(services));
}

import type { Services } from '@pairwright/core/context';
import { deliverDue } from '@pairwright/core/webhooks/deliver.service';
import type { WebhookSettings } from '@pairwright/core/webhooks/settings';
import type { Handlers } from '@pairwright/queue/registry-types';

/** Sends what is due of a webhook. */
export function webhooksDeliverJob(
  services: Services,
  settings: WebhookSettings,
): Handlers['webhooks.deliver'] {
  return async ({ payload, signal, log }) => {
    await deliverDue({ ...services, log }, settings, { webhookId: payload.webhookId, signal });
  };
}

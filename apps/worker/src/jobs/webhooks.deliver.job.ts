import type { Services } from '@pairwright/core/context';
import { giveUpWebhook } from '@pairwright/core/webhooks/give-up.service';
import { deliverDue } from '@pairwright/core/webhooks/deliver.service';
import type { WebhookSettings } from '@pairwright/core/webhooks/settings';
import type { Handlers } from '@pairwright/queue/registry-types';

/** Sends what is due of a webhook. */
export function webhooksDeliverJob(
  services: Services,
  settings: WebhookSettings,
): Handlers['webhooks.deliver'] {
  return async ({ payload: { webhookId }, signal, lastAttempt, log }) => {
    try {
      await deliverDue({ ...services, log }, settings, { webhookId, signal });
    } catch (error) {
      if (lastAttempt && !signal.aborted) await giveUpWebhook({ ...services, log }, webhookId, error);
      throw error;
    }
  };
}

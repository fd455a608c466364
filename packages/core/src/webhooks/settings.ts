import type { Outgoing } from '@pairwright/runtime/outgoing/outgoing';

/** What webhooks need beside the usual services: where requests may go. */
export interface WebhookSettings {
  readonly outgoing: Outgoing;
}

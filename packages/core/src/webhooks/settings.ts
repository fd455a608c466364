import type { Outgoing } from '@pairwright/runtime/outgoing/outgoing';
import type { Sealer } from '@pairwright/runtime/seal';

/** What webhooks need beside the usual services: where requests may go, and what keeps their secrets. */
export interface WebhookSettings {
  readonly outgoing: Outgoing;
  readonly sealer: Sealer;
}

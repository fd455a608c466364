import type { DeliveryResult } from '@pairwright/runtime/observe/metrics';
import type { Outgoing } from '@pairwright/runtime/outgoing/outgoing';

/** What webhooks need beside the usual services: where requests may go. */
export interface WebhookSettings {
  readonly outgoing: Outgoing;
  /** Told how each try ended, when that is stored. */
  readonly onTry?: (result: DeliveryResult) => void;
}

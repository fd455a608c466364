import type { TEST_EVENT, WebhookEvent } from '@pairwright/contract/webhook-event-names';
import type { Delivery } from '@pairwright/contract/webhooks';
import type { MessageKey } from '../../../i18n/keys.ts';
import type { Translate } from '../../../i18n/use-i18n.ts';
import type { Tone } from '../../../ui/Badge.tsx';

/** The message that says when an event is told. */
export function eventKey(event: WebhookEvent | typeof TEST_EVENT): MessageKey {
  // A test of this file sees that each of them is there.
  return `console-webhooks.event_${event.replace('.', '_')}` as MessageKey;
}

const faults = ['not_allowed', 'unreachable', 'tls_failed', 'bad_answer', 'too_slow', 'broken_off'] as const;

/** What came of a try, in few words; null before the first one. */
export function outcomeWords(
  { status, fault }: Pick<Delivery, 'status' | 'fault'>,
  t: Translate,
): string | null {
  if (status !== null) return t('console-webhooks.status', { status });
  if (fault === null) return null;
  const known = faults.find((name) => name === fault);
  return t(known === undefined ? 'console-webhooks.fault_other' : `console-webhooks.fault_${known}`);
}

export const toneOf: Record<Delivery['state'], Tone> = {
  waiting: 'neutral',
  sending: 'accent',
  delivered: 'ok',
  dead: 'danger',
};

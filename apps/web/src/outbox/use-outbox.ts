import { useSyncExternalStore } from 'react';
import { useMe } from '../shell/use-me.ts';
import { outboxOf } from './outbox.ts';
import type { Outbox, OutboxStatus } from './outbox.ts';

export function useOutbox(): Outbox {
  return outboxOf(useMe().id);
}

export function useOutboxStatus(): OutboxStatus {
  const outbox = useOutbox();
  return useSyncExternalStore(outbox.subscribe, outbox.status);
}

import { openIndexedDb } from './indexed-db-store.ts';
import { withOverflow } from './overflow.ts';
import { memoryStore } from './store.ts';
import type { OutboxStore } from './store.ts';

let opened: Promise<OutboxStore> | null = null;

/** The store of this browser; in memory where the browser forbids anything lasting. */
export function openStore(): Promise<OutboxStore> {
  opened ??= openIndexedDb().then(withOverflow, () => memoryStore());
  return opened;
}

/** Actions of this person that the server does not have, the refused ones included. */
export async function countUnsent(userId: string): Promise<number> {
  return (await (await openStore()).list(userId)).length;
}

/** Forgets what waits; only after the person was told what is lost. */
export async function clearOutboxOf(userId: string): Promise<void> {
  const store = await openStore();
  const records = await store.list(userId);
  await store.remove(records.map((record) => record.seq));
}

import type { Health } from '@pairwright/contract/system';

/** What keeps waiting work from beginning; null: nothing that is known. */
export type Trouble = 'worker' | 'queue';

/** Asks the server how its parts are. Anybody may: it names no secrets. */
export async function askHealth(signal: AbortSignal): Promise<unknown> {
  // Failed, it answers with 503 and says why just the same.
  return (await fetch('/health', { signal })).json();
}

/** Of an answer of `GET /health`. Without the queue nothing reaches a worker, so it is named first. */
export function troubleIn(answer: unknown): Trouble | null {
  const { queue, worker } = (answer ?? {}) as Partial<Pick<Health, 'queue' | 'worker'>>;
  if (queue !== undefined && queue.status !== 'ok') return 'queue';
  return worker !== undefined && worker.status !== 'ok' ? 'worker' : null;
}

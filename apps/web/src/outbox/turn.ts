const name = 'pairwright-outbox';

export interface Turns {
  /** Undefined where the browser has none. */
  locks: Pick<LockManager, 'request'> | undefined;
  now: () => number;
  /** After this long of sending, others come first. */
  shareMs: number;
  /** A turn that takes longer is held by a tab that the system put to sleep: share and one attempt are over by then. */
  longestMs: number;
}

const ours = (): Turns => ({
  locks: (navigator as { locks?: LockManager }).locks,
  now: () => performance.now(),
  shareMs: 20_000,
  longestMs: 60_000,
});

/**
 * One sender at a time over all tabs, where the browser has locks; else the server's idempotence must do. The work asks
 * `isMyTurn` before each step and stops when it is not.
 */
export async function inTurn<T>(
  work: (isMyTurn: () => boolean) => Promise<T>,
  { locks, now, shareMs, longestMs }: Turns = ours(),
): Promise<T> {
  if (locks === undefined) return work(() => true);
  let lost = false;
  let running: Promise<T> | null = null;
  const run = (): Promise<T> => {
    const until = now() + shareMs;
    running = work(() => !lost && now() < until);
    return running;
  };
  try {
    const signal = AbortSignal.timeout(longestMs);
    return await locks.request(name, { signal }, run).catch((error: unknown) => {
      if (running !== null || !isNamed(error, 'TimeoutError')) throw error;
      return locks.request(name, { steal: true }, run);
    });
  } catch (error) {
    // Another tab had waited too long: what is under way here comes to its end, and nothing more is begun.
    if (running === null || !isNamed(error, 'AbortError')) throw error;
    lost = true;
    return running;
  }
}

function isNamed(error: unknown, kind: string): boolean {
  return error instanceof DOMException && error.name === kind;
}

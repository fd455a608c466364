import { nextChance } from '../device/next-chance.ts';
import { api, isUnreachable } from './client.ts';

const firstWaitMs = 3_000;
const longestWaitMs = 30_000;
const answerMs = 10_000;

export interface Reach {
  /** Whether the server could not be reached when it was last tried. */
  readonly isAway: boolean;
  readonly isTrying: boolean;
  /** How often in a row it was asked for and did not come back. */
  readonly tries: number;
}

const near: Reach = { isAway: false, isTrying: false, tries: 0 };
const listeners = new Set<() => void>();
let state = near;
let waiting: Promise<void> | null = null;
let wake: () => void = () => undefined;

function set(next: Reach): void {
  state = next;
  for (const listener of listeners) listener();
}

export function reach(): Reach {
  return state;
}

export function onReachChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Something that was asked of the server came from the device instead. */
export function noteAway(): void {
  if (!state.isAway) set({ ...near, isAway: true });
}

export function noteAnswer(): void {
  if (state.isAway && waiting === null) set(near);
}

/** Asks now instead of a little later. */
export function tryNow(): void {
  wake();
}

/** Asks again and again, ever more seldom, until the server answers. Everybody who waits waits together. */
export function untilReached(): Promise<void> {
  waiting ??= askUntilReached().finally(() => {
    waiting = null;
  });
  return waiting;
}

async function askUntilReached(): Promise<void> {
  noteAway();
  for (let tries = 1; ; tries += 1) {
    set({ ...state, isTrying: true });
    if (await answers()) break;
    set({ isAway: true, isTrying: false, tries });
    const wait = Math.min(longestWaitMs, firstWaitMs * 1.5 ** (tries - 1));
    await Promise.race([
      nextChance(wait),
      new Promise<void>((resolve) => {
        wake = resolve;
      }),
    ]);
  }
  set(near);
}

/** Any answer counts, also that nobody is signed in. */
async function answers(): Promise<boolean> {
  try {
    await api.call('getMe', {}, { signal: AbortSignal.timeout(answerMs) });
    return true;
  } catch (error) {
    return !isUnreachable(error);
  }
}

/**
 * Fetches a part of the program. Without the server waits for it; a fault that is none of the connection is thrown at once.
 * A browser that remembers the failed try for ever is given a fresh page.
 */
export async function whenReached<Part>(load: () => Promise<Part>): Promise<Part> {
  try {
    return await load();
  } catch (error) {
    if (await answers()) throw error;
  }
  await untilReached();
  try {
    return await load();
  } catch {
    location.reload();
    return new Promise(() => undefined);
  }
}

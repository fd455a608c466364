import { setTimeout as delay } from 'node:timers/promises';
import { NoAnswer } from '@pairwright/contract/client';

/** Reads until `done`, with growing pauses up to a second; bridges up to a minute without an answer. */
export async function pollUntil<T>(read: () => Promise<T>, done: (value: T) => boolean): Promise<T> {
  let pause = 100;
  let silentSince: number | undefined;
  for (;;) {
    try {
      const value = await read();
      silentSince = undefined;
      if (done(value)) return value;
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      silentSince ??= Date.now();
      if (Date.now() - silentSince > 60_000) throw error;
    }
    await delay(pause);
    pause = Math.min(1000, pause * 1.5);
  }
}

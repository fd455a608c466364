import { Problem } from '@pairwright/contract/errors';

export interface WorkQueue {
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** Runs at most `parallel` works at once and lets at most `waiting` wait; the others are refused with `unavailable`. */
export function createWorkQueue(parallel: number, waiting: number): WorkQueue {
  let running = 0;
  const waiters: (() => void)[] = [];
  return {
    async run(work) {
      if (running >= parallel) {
        if (waiters.length >= waiting) throw new Problem('unavailable', { retryAfterSeconds: 5 });
        await new Promise<void>((resolve) => void waiters.push(resolve));
      } else running += 1;
      try {
        return await work();
      } finally {
        // The place goes to the next in line, so `running` stays as it is.
        const next = waiters.shift();
        if (next === undefined) running -= 1;
        else next();
      }
    },
  };
}

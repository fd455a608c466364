import { startWorker } from '../../../device/trusted-types.ts';
import type { DiffAnswer, DiffRequest } from './diff.worker.ts';
// oxlint-disable-next-line import/default -- Vite gives its address
import script from './diff.worker.ts?worker&url';
import { compareWords } from './word-diff.ts';
import type { DiffOutcome } from './word-diff.ts';

export interface DiffOptions {
  /** Nobody waits for the answer any more: the promise fails with the signal's reason. */
  signal?: AbortSignal;
  /** Longer than this, texts count as too different to be worth it. */
  timeoutMs?: number;
}

const usualTimeout = 1500;
/** The worker ends by itself; one that does not by now has lost its way. */
const grace = 1000;

interface Waiting {
  settle: (outcome: DiffOutcome) => void;
  fail: (reason: unknown) => void;
}

let worker: Worker | null = null;
let count = 0;
const waiting = new Map<number, Waiting>();

/**
 * What differs between two texts, by words, computed beside the page so that it stays quick. `too_long` above
 * 400,000 characters together, `too_different` where it takes longer than allowed. Fails when `signal` says so, or when
 * the worker's code cannot be loaded.
 */
export function diffWords(
  first: string,
  second: string,
  { signal, timeoutMs = usualTimeout }: DiffOptions = {},
): Promise<DiffOutcome> {
  if (signal?.aborted === true) return Promise.reject(reasonOf(signal));
  // Outside of browsers: the same, here.
  if (typeof Worker === 'undefined') return Promise.resolve(compareWords(first, second, timeoutMs));
  count += 1;
  const number = count;
  return new Promise<DiffOutcome>((resolve, reject) => {
    const over = setTimeout(() => {
      restart();
      done();
      resolve('too_different');
    }, timeoutMs + grace);
    const onAbort = (): void => {
      done();
      if (signal !== undefined) reject(reasonOf(signal));
    };
    const done = (): void => {
      clearTimeout(over);
      waiting.delete(number);
      signal?.removeEventListener('abort', onAbort);
    };
    signal?.addEventListener('abort', onAbort);
    waiting.set(number, {
      settle: (outcome) => {
        done();
        resolve(outcome);
      },
      fail: (reason) => {
        done();
        reject(reason instanceof Error ? reason : new Error('The comparison could not be started.'));
      },
    });
    const request: DiffRequest = { number, first, second, timeoutMs };
    started().postMessage(request);
  });
}

/** Starts the worker before it is needed, so that its code is here when the network is not. */
export function prepareDiff(): void {
  if (typeof Worker !== 'undefined') started();
}

function started(): Worker {
  if (worker !== null) return worker;
  worker = startWorker(script);
  worker.addEventListener('message', ({ data }: MessageEvent<DiffAnswer>) => {
    waiting.get(data.number)?.settle(data.outcome);
  });
  worker.addEventListener('error', ({ error }: ErrorEvent) => {
    worker = null;
    for (const { fail } of waiting.values()) fail(error);
  });
  return worker;
}

/** Ends a worker that hangs; what else waits for it is told that it is too different. */
function restart(): void {
  worker?.terminate();
  worker = null;
  for (const { settle } of waiting.values()) settle('too_different');
}

function reasonOf(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  return reason instanceof Error ? reason : new Error('The comparison is not wanted any more.');
}

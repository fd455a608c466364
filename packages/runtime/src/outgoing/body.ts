import type { IncomingMessage } from 'node:http';
import { performance } from 'node:perf_hooks';
import { OutgoingError } from './outgoing-error.ts';

export interface BodyLimits {
  /** Longest wait for the next bytes, ms. */
  readonly idleMs: number;
  /** Bytes per second of waiting, in the mean of 30 seconds; a sender slower than this is left. */
  readonly leastRate: number;
  readonly mostBytes: number;
}

const WINDOW_MS = 30_000;

/**
 * The bytes of an answer as they come. Only time spent waiting for the sender counts, not that of the reader. Throws
 * OutgoingError `too_slow`, `too_large` or `broken_off`, or the reason of the signal. Ending early closes the connection.
 */
export async function* readBody(
  message: IncomingMessage,
  { limits, host, signal }: { limits: BodyLimits; host: string; signal: AbortSignal },
): AsyncGenerator<Uint8Array> {
  const late = new OutgoingError('too_slow', {
    message: `“${host}” stopped sending, or sent too slowly.`,
    fix: 'Try again later, or download the file and upload it.',
  });
  const iterator = message[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  let received = 0;
  let pace = { waited: 0, bytes: 0 };
  try {
    for (;;) {
      const began = performance.now();
      const timer = setTimeout(() => message.destroy(late), limits.idleMs);
      const step = await iterator.next().finally(() => clearTimeout(timer));
      if (step.done === true) return;
      received += step.value.length;
      if (received > limits.mostBytes) throw tooLarge(limits.mostBytes);
      pace = { waited: pace.waited + performance.now() - began, bytes: pace.bytes + step.value.length };
      if (pace.waited >= WINDOW_MS) {
        if ((pace.bytes * 1000) / pace.waited < limits.leastRate) throw late;
        pace = { waited: 0, bytes: 0 };
      }
      yield step.value;
    }
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw error instanceof OutgoingError ? error : brokenOff(host, error);
  } finally {
    message.destroy();
  }
}

export function tooLarge(mostBytes: number): OutgoingError {
  return new OutgoingError('too_large', {
    message: `The file has more than ${mostBytes} bytes.`,
    fix: 'Split it and import the parts one after the other.',
  });
}

function brokenOff(host: string, cause: unknown): OutgoingError {
  return new OutgoingError('broken_off', {
    message: `“${host}” broke off before the end of the file.`,
    fix: 'Try again later, or download the file and upload it.',
    cause,
  });
}

import { parentPort } from 'node:worker_threads';
import { type FileEncoder, openEncoder } from '@pairwright/formats/files/encoder';
import type { FromThread, ToThread } from './encoder-thread.ts';

/**
 * The program of the thread that packs the files of an export, so that the worker's own thread stays free for the
 * database and the store. One file after the other.
 */
if (parentPort === null) throw new Error('this is the program of a thread');
const port = parentPort;

let encoder: FileEncoder | undefined;
let turn: Promise<void> = Promise.resolve();

function say(message: FromThread, transfer: ArrayBuffer[] = []): void {
  port.postMessage(message, transfer);
}

function give(parts: readonly Uint8Array[], taken: { back: ArrayBuffer; taken: number } | null): void {
  const bytes = parts.filter(({ length }) => length > 0).map(owned);
  const back = taken?.back ?? null;
  say({ bytes, back, taken: taken?.taken ?? 0 }, [
    ...new Set([...bytes.map(({ buffer }) => buffer), ...(back === null ? [] : [back])]),
  ]);
}

/** Views of a larger buffer would take it all along. */
function owned(part: Uint8Array): Uint8Array<ArrayBuffer> {
  return part.length === part.buffer.byteLength && part.buffer instanceof ArrayBuffer
    ? (part as Uint8Array<ArrayBuffer>)
    : part.slice();
}

async function answer(message: ToThread): Promise<void> {
  if ('open' in message) encoder = await openEncoder(message.open);
  else if (encoder === undefined) throw new Error('no file is open');
  else if ('lines' in message) {
    const { lines, length } = message;
    give(encoder.push(new Uint8Array(lines, 0, length)), { back: lines, taken: length });
  } else {
    give(encoder.finish(), null);
    encoder = undefined;
    say({ finished: true });
  }
}

port.on('message', (message: ToThread) => {
  turn = turn
    .then(() => answer(message))
    .catch((error: unknown) => {
      say({ failed: error instanceof Error ? error.message : String(error) });
    });
});

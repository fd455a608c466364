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

function say(message: FromThread): void {
  port.postMessage(
    message,
    'bytes' in message ? message.bytes.map(({ buffer }) => buffer as ArrayBuffer) : [],
  );
}

/** Parts may be views of a larger buffer, which would go along as a whole. */
function own(parts: readonly Uint8Array[]): Uint8Array[] {
  return parts.filter(({ length }) => length > 0).map((part) => part.slice());
}

async function answer(message: ToThread): Promise<void> {
  if ('open' in message) encoder = await openEncoder(message.open);
  else if (encoder === undefined) throw new Error('no file is open');
  else if ('lines' in message) say({ bytes: own(encoder.push(message.lines)), taken: message.lines.length });
  else {
    say({ bytes: own(encoder.finish()), taken: 0 });
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

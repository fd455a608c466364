import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract as openExtract } from 'tar-stream';
import { OperateError } from '../operate-error.ts';

export interface TarEntry {
  readonly name: string;
  readonly bytes: number;
  /** Must be read to its end before the next entry is asked for. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** The files of a tar file in their order. Throws OperateError where it is no tar file or cut off. */
export async function* tarEntries(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry> {
  const extract = openExtract();
  let failure: unknown;
  const fed = pipeline(Readable.from(bytes), extract).catch((error: unknown) => {
    failure = error;
  });
  try {
    for await (const entry of extract) {
      const { name, size } = entry.header;
      yield { name, bytes: size, body: guarded(entry as AsyncIterable<Uint8Array>) };
    }
    await fed;
    if (failure !== undefined) throw failure;
  } catch (error) {
    // The stream that broke knows more than the one that lost it; an error of whoever reads comes without one.
    if (failure === undefined) extract.destroy();
    await fed;
    throw explained(isOurs(error) ? error : (failure ?? error));
  } finally {
    extract.destroy();
    await fed;
  }
}

/** What breaks in the middle of an entry is told like what breaks between two. */
async function* guarded(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw explained(error);
  }
}

function isOurs(error: unknown): boolean {
  return error instanceof OperateError;
}

function explained(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof OperateError) return error;
  if (/unexpected end of data/i.test(error.message))
    return new OperateError('The backup is cut off: its end is missing. Take another copy.', error);
  if (/invalid tar header|header exceeds|invalid header/i.test(error.message))
    return new OperateError(
      'The backup is damaged: what should be a tar file is none. Take another copy.',
      error,
    );
  return error;
}

import { Decompress } from 'fzstd';
import { ContainerError } from './container-faults.ts';
import type { Limits } from './items.ts';

/** Watches how much comes out of a compressed file for what went in. */
export class Budget {
  read = 0;
  unpacked = 0;
  readonly #limits: Pick<Limits, 'ratio' | 'freeBytes'>;

  constructor(limits: Pick<Limits, 'ratio' | 'freeBytes'>) {
    this.#limits = limits;
  }

  took(bytes: number): void {
    this.unpacked += bytes;
    const { ratio, freeBytes } = this.#limits;
    if (this.unpacked > freeBytes && this.unpacked > this.read * ratio)
      throw new ContainerError(
        'unpacks_too_large',
        `a compressed file unpacks to at most ${ratio} times its size`,
      );
  }
}

/** Unpacks gzip or the raw deflate of zip files, chunk by chunk: the platform waits while nobody reads. */
export async function* inflate(
  source: AsyncIterable<Uint8Array>,
  format: 'gzip' | 'deflate-raw',
  budget: Budget,
): AsyncGenerator<Uint8Array> {
  const unpacking = new DecompressionStream(format);
  const writer = unpacking.writable.getWriter();
  const reader = (unpacking.readable as ReadableStream<Uint8Array>).getReader();
  let broken: unknown = null;
  const feeding = (async () => {
    const chunks = source[Symbol.asyncIterator]();
    for (;;) {
      const next = await chunks.next().catch((error: unknown) => {
        broken = error;
        throw error;
      });
      if (next.done === true) break;
      budget.read += next.value.length;
      try {
        await writer.write(next.value as Uint8Array<ArrayBuffer>);
      } catch (error) {
        await chunks.return?.();
        throw error;
      }
    }
    await writer.close();
  })();
  feeding.catch((error: unknown) => writer.abort(error).catch(() => undefined));
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      budget.took(value.length);
      yield value;
    }
    await feeding;
  } catch (error) {
    // What broke in the source is told as it is.
    if (broken !== null) throw broken;
    throw error instanceof ContainerError ? error : new ContainerError('damaged_archive');
  } finally {
    await reader.cancel().catch(() => undefined);
    await feeding.catch(() => undefined);
  }
}

/** A window is memory that the packer asks for. */
const largestWindow = 128 * 1024 * 1024;
// Small, because one step may give 128 KiB for three bytes.
const step = 1024;

/** Bytes of the window that the first frame asks for; null when the header is not all there. */
function windowOf(head: Uint8Array): number | null {
  const descriptor = head[4];
  if (descriptor === undefined || head.length < 18) return null;
  if ((descriptor & 0x20) === 0) {
    const window = head[5]!;
    const base = 2 ** (10 + (window >> 3));
    return base + (base / 8) * (window & 7);
  }
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3]!;
  const sizeBytes = [1, 2, 4, 8][descriptor >> 6]!;
  let size = 0;
  for (let index = sizeBytes - 1; index >= 0; index--) size = size * 256 + head[5 + dictionaryBytes + index]!;
  return size;
}

/** Unpacks zstd step by step. */
export async function* unzstd(source: AsyncIterable<Uint8Array>, budget: Budget): AsyncGenerator<Uint8Array> {
  let out: Uint8Array[] = [];
  const unpacking = new Decompress((chunk) => {
    budget.took(chunk.length);
    out.push(chunk.slice());
  });
  const guarded = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      throw error instanceof ContainerError ? error : new ContainerError('damaged_archive');
    }
  };
  let first = true;
  for await (const chunk of source) {
    if (first) {
      first = false;
      const window = windowOf(chunk);
      // A frame that says its size has no larger window than its content.
      if (window !== null && window > largestWindow && (chunk[4]! & 0x20) === 0)
        throw new ContainerError('unsupported_archive', 'a zstd file has a window of at most 128 MiB');
    }
    for (let at = 0; at < chunk.length; at += step) {
      const part = chunk.subarray(at, at + step);
      budget.read += part.length;
      guarded(() => unpacking.push(part.slice()));
      yield* out;
      out = [];
    }
  }
  guarded(() => unpacking.push(new Uint8Array(0), true));
  yield* out;
}

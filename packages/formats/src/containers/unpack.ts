import { Gunzip } from 'fflate';
import { Decompress } from 'fzstd';
import { ContainerError } from './container-faults.ts';
import { crc32 } from './crc32.ts';
import type { Limits } from './items.ts';
import { sayDetail } from '../rule-details.ts';
import { Xxh64 } from './xxh64.ts';
import { hasSumOf, windowOf, ZstdFrames } from './zstd-frames.ts';

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
      throw new ContainerError('unpacks_too_large', sayDetail('unpack_ratio', { ratio }));
  }
}

const damaged = (error: unknown): Error =>
  error instanceof ContainerError ? error : new ContainerError('damaged_archive');

/** Unpacks the raw deflate of zip files, chunk by chunk: the platform waits while nobody reads. */
export async function* inflate(
  source: AsyncIterable<Uint8Array>,
  budget: Budget,
): AsyncGenerator<Uint8Array> {
  const unpacking = new DecompressionStream('deflate-raw');
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
    throw damaged(error);
  } finally {
    await reader.cancel().catch(() => undefined);
    await feeding.catch(() => undefined);
  }
}

// One step may give a thousand times as many bytes.
const gzipStep = 16 * 1024;
const trailerBytes = 8;
// More than the longest header of a member, which may come in several steps.
const tailBytes = 6 * gzipStep;

/**
 * Unpacks gzip step by step, also of several members after another: the streams of browsers and of newer Nodes call the
 * second member garbage. The checksum of each member must hold.
 */
export async function* gunzip(source: AsyncIterable<Uint8Array>, budget: Budget): AsyncGenerator<Uint8Array> {
  let out: Uint8Array[] = [];
  let sum = 0;
  // The end of what was fed: the trailer of a member is known as such only when the next one begins.
  let tail = new Uint8Array(0);
  let fed = 0;
  const checkSum = (end: number): void => {
    const at = tail.length - (fed - end) - trailerBytes;
    if (at < 0 || new DataView(tail.buffer, tail.byteOffset).getUint32(at, true) !== sum)
      throw new ContainerError('damaged_archive');
    sum = 0;
  };
  const unpacking = new Gunzip((chunk) => {
    budget.took(chunk.length);
    sum = crc32(chunk, sum);
    out.push(chunk);
  });
  unpacking.onmember = checkSum;
  for await (const chunk of source) {
    for (let at = 0; at < chunk.length; at += gzipStep) {
      const part = chunk.slice(at, at + gzipStep);
      budget.read += part.length;
      fed += part.length;
      const kept = tail.subarray(-tailBytes);
      tail = new Uint8Array(kept.length + part.length);
      tail.set(kept);
      tail.set(part, kept.length);
      try {
        unpacking.push(part);
      } catch (error) {
        throw damaged(error);
      }
      yield* out;
      out = [];
    }
  }
  try {
    unpacking.push(new Uint8Array(0), true);
    checkSum(fed);
  } catch (error) {
    throw damaged(error);
  }
  yield* out;
}

/** A window is memory that the packer asks for. */
const largestWindow = 128 * 1024 * 1024;
// Small, because one step may give 128 KiB for three bytes.
const step = 1024;

/** A frame that is being unpacked, and the sum of what came out of it. */
class ZstdFrame {
  readonly #sum = new Xxh64();
  readonly #unpacking: Decompress;

  constructor({ hasSum, give }: { hasSum: boolean; give: (bytes: Uint8Array) => void }) {
    this.#unpacking = new Decompress((chunk) => {
      if (hasSum) this.#sum.update(chunk);
      give(chunk);
    });
  }

  push(bytes: Uint8Array): void {
    this.#unpacking.push(bytes.slice());
  }

  /** To be called when all of it was pushed; `sum` is what stands behind it. */
  end(sum: number | null): void {
    this.#unpacking.push(new Uint8Array(0), true);
    if (sum !== null && this.#sum.low() !== sum) throw new ContainerError('damaged_archive');
  }
}

/** Unpacks zstd step by step, frame after frame. The checksum of each frame that has one must hold. */
export async function* unzstd(source: AsyncIterable<Uint8Array>, budget: Budget): AsyncGenerator<Uint8Array> {
  const out: Uint8Array[] = [];
  const give = (chunk: Uint8Array): void => {
    budget.took(chunk.length);
    out.push(chunk.slice());
  };
  const frames = new ZstdFrames();
  let frame: ZstdFrame | null = null;
  const begin = (header: Uint8Array): void => {
    if (windowOf(header) > largestWindow)
      throw new ContainerError('unsupported_archive', sayDetail('zstd_window'));
    frame = new ZstdFrame({ hasSum: hasSumOf(header), give });
  };
  const push = (part: Uint8Array): void => {
    try {
      for (const { bytes, ends, sum } of frames.push(part, begin)) {
        frame?.push(bytes);
        if (ends) frame?.end(sum);
      }
    } catch (error) {
      throw damaged(error);
    }
  };
  for await (const chunk of source) {
    for (let at = 0; at < chunk.length; at += step) {
      const part = chunk.subarray(at, at + step);
      budget.read += part.length;
      push(part);
      yield* out.splice(0);
    }
  }
  if (!frames.isBetween) throw new ContainerError('damaged_archive');
}

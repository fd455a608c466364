/** Bytes that are read from their start, and where possible from anywhere. */
export interface ByteSource {
  /** As people know it; `archive.zip/train.jsonl` inside an archive. */
  readonly name: string;
  stream(): AsyncIterable<Uint8Array>;
  /** Where the bytes lie at hand: those from `start` up to `end`. */
  readonly random?: { readonly size: number; slice(start: number, end: number): Promise<Uint8Array> };
}

const chunk = 64 * 1024;

export function bytesSource(name: string, bytes: Uint8Array): ByteSource {
  return {
    name,
    // oxlint-disable-next-line typescript/require-await
    async *stream() {
      for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
    },
    random: { size: bytes.length, slice: (start, end) => Promise.resolve(bytes.subarray(start, end)) },
  };
}

/** A file of a browser, or anything that is given as one. */
export function blobSource(name: string, blob: Blob): ByteSource {
  const slice = async (start: number, end: number) =>
    new Uint8Array(await blob.slice(start, end).arrayBuffer());
  return {
    name,
    async *stream() {
      for (let at = 0; at < blob.size; at += 4 * chunk)
        yield await slice(at, Math.min(at + 4 * chunk, blob.size));
    },
    random: { size: blob.size, slice },
  };
}

/** The first bytes of a stream (fewer at its end), and the whole stream again; to end that one ends the stream, begun or not. */
export async function peek(
  stream: AsyncIterable<Uint8Array>,
  wanted: number,
): Promise<{ head: Uint8Array; whole: AsyncIterable<Uint8Array> }> {
  const iterator = stream[Symbol.asyncIterator]();
  const parts: Uint8Array[] = [];
  let size = 0;
  while (size < wanted) {
    const next = await iterator.next();
    if (next.done === true) break;
    parts.push(next.value.slice());
    size += next.value.length;
  }
  const head = joinBytes(parts);
  // A generator that nobody has begun would end without a word to the stream.
  const whole: AsyncIterableIterator<Uint8Array> = {
    [Symbol.asyncIterator]: () => whole,
    async next() {
      const value = parts.shift();
      return value === undefined ? iterator.next() : { done: false, value };
    },
    async return() {
      parts.length = 0;
      await iterator.return?.();
      return { done: true, value: undefined };
    },
  };
  return { head, whole };
}

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

import type { ByteSource } from '@pairwright/formats/containers/source';
import type { ArtifactStore } from '@pairwright/runtime/artifacts/store';

/** Read at a time where a reader asks for less: stores answer a request in milliseconds, whatever its size. */
const BLOCK = 1024 * 1024;

export interface CountingSource extends ByteSource {
  /** Bytes that readers have got so far, at most the size of the file; those read twice count twice. */
  readonly read: () => number;
  readonly random: NonNullable<ByteSource['random']>;
}

interface StoredFile {
  readonly key: string;
  /** As people know it. */
  readonly name: string;
  readonly size: number;
}

/** A stored file for the readers of containers. Throws ArtifactError as the store does. */
export function artifactSource(artifacts: ArtifactStore, file: StoredFile): CountingSource {
  const { key, name, size } = file;
  let read = 0;
  let block: { readonly start: number; readonly bytes: Uint8Array } | null = null;
  const fetchRange = async (start: number, end: number): Promise<Uint8Array> => {
    if (end <= start) return new Uint8Array(0);
    const parts: Uint8Array[] = [];
    const stream = await artifacts.read(key, { start, end: end - 1 });
    for await (const part of stream as AsyncIterable<Uint8Array>) parts.push(part);
    return plain(Buffer.concat(parts));
  };
  return {
    name,
    read: () => Math.min(read, size),
    async *stream() {
      if (size === 0) return;
      for await (const part of (await artifacts.read(key)) as AsyncIterable<Uint8Array>) {
        read += part.length;
        yield plain(part);
      }
    },
    random: {
      size,
      async slice(start, end) {
        const to = Math.min(end, size);
        read += Math.max(0, to - start);
        if (to - start >= BLOCK) return fetchRange(start, to);
        const held = block !== null && start >= block.start && to <= block.start + block.bytes.length;
        if (!held) block = { start, bytes: await fetchRange(start, Math.min(start + BLOCK, size)) };
        const { bytes, start: from } = block!;
        return bytes.slice(start - from, to - from);
      },
    },
  };
}

/** Not a Buffer: its `slice` copies nothing, and what it shares is more than the bytes asked for. */
function plain(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

import { Zstd as Library } from '@hpcc-js/wasm-zstd';
import type { FileEncoder } from './encoder.ts';

/** What `zstd` itself takes: smaller than gzip's best, several times faster. */
const LEVEL = 3;

interface Memory {
  readonly ptr: number;
  size: number;
}

/**
 * The inner side of the library, used because its outer side copies results byte by byte through a JavaScript list, which
 * takes three times as long as compressing them. The version is pinned, and the tests would notice.
 */
interface Inside {
  readonly _mainModule: {
    malloc(size: number): Memory;
    free(memory: Memory): void;
    dataToHeap(bytes: Uint8Array): Memory;
    heapView(memory: Memory): Uint8Array;
  };
  readonly _zstdClass: {
    new (): {
      setCompressionLevel(level: number): void;
      compressChunk(to: number, toSize: number, from: number, fromSize: number): number;
      compressEnd(to: number, toSize: number): number;
      delete(): void;
    };
    compress(to: number, toSize: number, from: number, fromSize: number, level: number): number;
    compressBound(size: number): number;
    CStreamOutSize(): number;
    isError(code: number): number;
    getErrorName(code: number): string;
  };
}

export interface Zstd {
  /** One frame over all bytes. */
  stream(): FileEncoder;
  /** One frame at once. */
  compress(bytes: Uint8Array, level?: number): Uint8Array;
}

/** Zstandard as WebAssembly: the same machine code's meaning everywhere, and there on engines that have none of their own. */
export async function openZstd(): Promise<Zstd> {
  const { _mainModule: memory, _zstdClass: Stream } = (await Library.load()) as unknown as Inside;

  /** Runs a call with room for its result, and copies the result out. */
  function into(room: number, call: (to: number) => number): Uint8Array {
    const to = memory.malloc(room);
    try {
      const size = call(to.ptr);
      if (Stream.isError(size)) throw new Error(`zstd: ${Stream.getErrorName(size)}`);
      return memory.heapView({ ptr: to.ptr, size }).slice();
    } finally {
      memory.free(to);
    }
  }
  function withInput<T>(bytes: Uint8Array, work: (from: Memory) => T): T {
    const from = memory.dataToHeap(bytes);
    try {
      return work(from);
    } finally {
      memory.free(from);
    }
  }

  return {
    stream() {
      const stream = new Stream();
      stream.setCompressionLevel(LEVEL);
      return {
        push: (bytes) =>
          withInput(bytes, ({ ptr, size }) => {
            const room = Stream.compressBound(size) + Stream.CStreamOutSize();
            return [into(room, (to) => stream.compressChunk(to, room, ptr, size))];
          }),
        finish() {
          const room = Stream.CStreamOutSize();
          const last = into(room, (to) => stream.compressEnd(to, room));
          stream.delete();
          return [last];
        },
      };
    },
    compress: (bytes, level = LEVEL) =>
      withInput(bytes, ({ ptr, size }) => {
        const room = Stream.compressBound(size);
        return into(room, (to) => Stream.compress(to, room, ptr, size, level));
      }),
  };
}

import type { Readable } from 'node:stream';
import type { DiskSpace } from './disk-space.ts';

export interface WriteOptions {
  readonly signal?: AbortSignal | undefined;
}

/** What was stored, over exactly the bytes given. */
export interface Written {
  readonly size: number;
  /** 64 hex digits. */
  readonly sha256: string;
}

export interface ByteRange {
  /** First byte, from 0. */
  readonly start?: number;
  /** Last byte, included. */
  readonly end?: number;
}

export interface ArtifactInfo {
  readonly key: string;
  readonly size: number;
}

/**
 * Takes bytes as they come. Nothing is visible under the key until `close` has given its answer; after `abort` or a
 * failure the key is as it was.
 */
export interface ArtifactWriter {
  /** Takes a copy: the chunk may change afterwards. False means: await `drain()` before going on. */
  write(chunk: Uint8Array): boolean;
  drain(): Promise<void>;
  close(): Promise<Written>;
  abort(): Promise<void>;
}

/**
 * Files of ours by key: uploads and exports. Keys are made from internal ids, like `exports/<uuid>/rows.jsonl`, never
 * from names people gave. All methods throw ArtifactError.
 */
export interface ArtifactStore {
  readonly kind: 'folder' | 's3';
  /** Stores all bytes of the source under the key, replacing what was there, or nothing at all. */
  write(key: string, source: AsyncIterable<Uint8Array>, options?: WriteOptions): Promise<Written>;
  openWriter(key: string, options?: WriteOptions): Promise<ArtifactWriter>;
  /** The bytes of a key or of a range of it. Throws `not_found` before the first byte. */
  read(key: string, range?: ByteRange): Promise<Readable>;
  stat(key: string): Promise<ArtifactInfo | undefined>;
  /** Deleting what is not there is no error. */
  delete(key: string): Promise<void>;
  /** Deletes all keys below `prefix/`. */
  deletePrefix(prefix: string): Promise<void>;
  /** All keys below `prefix/` in text order. */
  list(prefix: string): AsyncIterable<ArtifactInfo>;
  /**
   * Removes what killed processes have left half-written below `prefix/` and nothing was written to since this moment (ms since
   * 1970); gives how many. Choose a moment longer ago than any writer may be silent. Whole files stay, and what others keep elsewhere in the bucket.
   */
  removeUnfinished(prefixes: readonly string[], before: number): Promise<number>;
  /** Room on the disk that files go to; null where that is not known, as of a bucket. */
  space(): Promise<DiskSpace | null>;
  /** Proves that the store can be written; for start and health. */
  check(): Promise<void>;
  close(): Promise<void>;
}

export type ArtifactFault =
  | 'bad_key'
  | 'not_found'
  | 'no_bucket'
  | 'disk_full'
  | 'no_permission'
  | 'unreachable'
  | 'busy'
  | 'failed';

export class ArtifactError extends Error {
  readonly fault: ArtifactFault;

  constructor(fault: ArtifactFault, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'ArtifactError';
    this.fault = fault;
  }
}

const SEGMENT = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;
/** Names Windows keeps for devices, with or without an ending. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$/i;

/**
 * Checks a key or prefix: segments of letters, digits, dots, hyphens and underscores that begin with a letter or digit,
 * joined by slashes. Anything else (`..`, NUL, absolute paths, device names) is refused.
 */
export function checkKey(key: string): string {
  const good =
    key.length <= 512 &&
    key
      .split('/')
      .every((segment) => SEGMENT.test(segment) && !segment.endsWith('.') && !DEVICE.test(segment));
  if (!good)
    throw new ArtifactError(
      'bad_key',
      `${JSON.stringify(key.slice(0, 100))} is not an artifact key: use letters, digits, dots, hyphens and underscores, joined by slashes.`,
    );
  return key;
}

/** Pumps a source into a writer; on any failure the writer is aborted and the failure thrown. */
export async function pump(
  writer: ArtifactWriter,
  source: AsyncIterable<Uint8Array>,
  signal?: AbortSignal,
): Promise<Written> {
  try {
    for await (const chunk of source) {
      signal?.throwIfAborted();
      if (!writer.write(chunk)) await writer.drain();
    }
    signal?.throwIfAborted();
    return await writer.close();
  } catch (error) {
    await writer.abort();
    throw error;
  }
}

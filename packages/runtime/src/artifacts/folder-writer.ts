import { createHash } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { folderError } from './folder-errors.ts';
import type { ArtifactWriter, WriteOptions, Written } from './store.ts';

/** Bytes given to the file system at once. */
const BLOCK = 1 << 20;
/** Bytes waiting in memory before the caller is asked to pause. */
const HIGH_WATER = 4 << 20;

export interface FolderTarget extends WriteOptions {
  readonly file: string;
  /** In the same folder as `file`, so that the rename is atomic. */
  readonly temporary: string;
}

/** Writes in large blocks behind the caller's back and hashes on the way; publishes by fsync and rename. */
export async function openFolderWriter(target: FolderTarget): Promise<ArtifactWriter> {
  const handle = await open(target.temporary, 'wx', 0o640).catch((error: unknown) => {
    throw folderError('write', target.file, error);
  });
  return new FolderWriter(target, handle);
}

class FolderWriter implements ArtifactWriter {
  readonly #target: FolderTarget;
  readonly #handle: FileHandle;
  readonly #hash = createHash('sha256');
  #size = 0;
  #pending: Uint8Array[] = [];
  #pendingBytes = 0;
  #unwrittenBytes = 0;
  #failure: unknown;
  #ended = false;
  #tail: Promise<void> = Promise.resolve();

  constructor(target: FolderTarget, handle: FileHandle) {
    this.#target = target;
    this.#handle = handle;
  }

  write(chunk: Uint8Array): boolean {
    if (this.#ended) throw new Error('This artifact writer was closed.');
    this.#check();
    this.#hash.update(chunk);
    this.#size += chunk.byteLength;
    this.#pending.push(chunk);
    this.#pendingBytes += chunk.byteLength;
    this.#unwrittenBytes += chunk.byteLength;
    if (this.#pendingBytes >= BLOCK) this.#flush();
    return this.#unwrittenBytes < HIGH_WATER;
  }

  async drain(): Promise<void> {
    await this.#tail;
    this.#check();
  }

  async close(): Promise<Written> {
    if (this.#ended) throw new Error('This artifact writer was closed.');
    this.#ended = true;
    const { file, temporary, signal } = this.#target;
    try {
      this.#flush();
      await this.#tail;
      this.#check();
      await this.#handle.sync();
      await this.#handle.close();
      await rename(temporary, file);
      await syncFolder(path.dirname(file));
    } catch (error) {
      await discard(this.#handle, temporary);
      throw signal?.aborted === true ? error : folderError('write', file, error);
    }
    return { size: this.#size, sha256: this.#hash.digest('hex') };
  }

  async abort(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    this.#failure ??= new Error('aborted');
    await this.#tail;
    await discard(this.#handle, this.#target.temporary);
  }

  #flush(): void {
    const blocks = this.#pending;
    const bytes = this.#pendingBytes;
    this.#pending = [];
    this.#pendingBytes = 0;
    this.#tail = this.#tail.then(async () => {
      try {
        if (this.#failure === undefined) await writeAll(this.#handle, blocks);
      } catch (error) {
        this.#failure ??= error;
      } finally {
        this.#unwrittenBytes -= bytes;
      }
    });
  }

  #check(): void {
    this.#target.signal?.throwIfAborted();
    if (this.#failure !== undefined) throw folderError('write', this.#target.file, this.#failure);
  }
}

async function writeAll(handle: FileHandle, blocks: Uint8Array[]): Promise<void> {
  let rest = blocks;
  while (rest.length > 0) {
    // A system takes at most 1024 buffers in one call.
    const group = rest.slice(0, 1024);
    rest = rest.slice(1024);
    const bytes = group.reduce((sum, block) => sum + block.byteLength, 0);
    const { bytesWritten } = await handle.writev(group);
    if (bytesWritten < bytes) await handle.write(Buffer.concat(group).subarray(bytesWritten));
  }
}

async function discard(handle: FileHandle, temporary: string): Promise<void> {
  // The file may be closed or renamed already; the error that led here is the one to report.
  await handle.close().catch(() => undefined);
  await rm(temporary, { force: true }).catch(() => undefined);
}

/** Makes the rename itself durable. Windows cannot open folders and does this by itself. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

import { createHash } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { BlockFiller } from '../block-filler.ts';
import { folderError } from './folder-errors.ts';
import type { ArtifactWriter, WriteOptions, Written } from './store.ts';

/** Bytes given to the file system at once. */
const BLOCK = 1 << 20;
/** Blocks on their way before the caller is asked to pause. */
const MOST_BLOCKS = 3;

export interface FolderTarget extends WriteOptions {
  readonly file: string;
  /** In the same folder as `file`, so that the rename is atomic. */
  readonly temporary: string;
}

/** Writes in large blocks, used again and again, behind the caller's back and hashes on the way; publishes by fsync and rename. */
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
  readonly #free: Uint8Array<ArrayBuffer>[] = [];
  readonly #blocks = new BlockFiller({
    size: BLOCK,
    take: () => this.#free.pop() ?? Buffer.allocUnsafeSlow(BLOCK),
    give: (block, filled) => this.#give(block, filled),
  });
  #unwritten = 0;
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
    this.#blocks.add(chunk);
    return this.#unwritten < MOST_BLOCKS;
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
      this.#blocks.flush();
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

  #give(block: Uint8Array<ArrayBuffer>, filled: number): void {
    const bytes = block.subarray(0, filled);
    this.#unwritten += 1;
    this.#tail = this.#tail.then(async () => {
      try {
        if (this.#failure === undefined) await writeAll(this.#handle, bytes);
      } catch (error) {
        this.#failure ??= error;
      } finally {
        this.#unwritten -= 1;
        this.#free.push(block);
      }
    });
  }

  #check(): void {
    this.#target.signal?.throwIfAborted();
    if (this.#failure !== undefined) throw folderError('write', this.#target.file, this.#failure);
  }
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let from = 0; from < bytes.byteLength;) {
    const { bytesWritten } = await handle.write(bytes, from);
    from += bytesWritten;
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

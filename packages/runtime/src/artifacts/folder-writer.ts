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
  const { file, temporary, signal } = target;
  const handle = await open(temporary, 'wx', 0o640).catch((error: unknown) => {
    throw folderError('write', file, error);
  });
  const hash = createHash('sha256');
  let size = 0;
  let pending: Uint8Array[] = [];
  let pendingBytes = 0;
  let unwritten = 0;
  let failure: unknown;
  let ended = false;
  let tail: Promise<void> = Promise.resolve();

  const flush = (): void => {
    const blocks = pending;
    const bytes = pendingBytes;
    pending = [];
    pendingBytes = 0;
    tail = tail.then(async () => {
      try {
        if (failure === undefined) await writeAll(handle, blocks);
      } catch (error) {
        failure ??= error;
      } finally {
        unwritten -= bytes;
      }
    });
  };
  const check = (): void => {
    signal?.throwIfAborted();
    if (failure !== undefined) throw folderError('write', file, failure);
  };

  return {
    write(chunk) {
      if (ended) throw new Error('This artifact writer was closed.');
      check();
      hash.update(chunk);
      size += chunk.byteLength;
      pending.push(chunk);
      pendingBytes += chunk.byteLength;
      unwritten += chunk.byteLength;
      if (pendingBytes >= BLOCK) flush();
      return unwritten < HIGH_WATER;
    },
    async drain() {
      await tail;
      check();
    },
    async close(): Promise<Written> {
      if (ended) throw new Error('This artifact writer was closed.');
      ended = true;
      try {
        if (pendingBytes > 0) flush();
        await tail;
        check();
        await handle.sync();
        await handle.close();
        await rename(temporary, file);
        await syncFolder(path.dirname(file));
      } catch (error) {
        await discard(handle, temporary);
        throw signal?.aborted === true ? error : folderError('write', file, error);
      }
      return { size, sha256: hash.digest('hex') };
    },
    async abort() {
      if (ended) return;
      ended = true;
      failure ??= new Error('aborted');
      await tail;
      await discard(handle, temporary);
    },
  };
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

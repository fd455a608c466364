import { randomUUID } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { access, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { type DiskSpace, readDiskSpace } from './disk-space.ts';
import { folderError } from './folder-errors.ts';
import { openFolderWriter, syncFolder } from './folder-writer.ts';
import {
  type ArtifactInfo,
  type ArtifactStore,
  type ArtifactWriter,
  type ByteRange,
  checkKey,
  pump,
  type WriteOptions,
} from './store.ts';

/** Names of unfinished files begin with a dot, which no key can. */
const TEMPORARY = '.writing-';

/** Artifacts as files under `root`, which is made when missing. Throws ArtifactError when it cannot be used. */
export async function openFolderStore(root: string): Promise<ArtifactStore> {
  const store = new FolderStore(path.resolve(root));
  await store.check();
  return store;
}

/** False for what is written to, or was finished or removed meanwhile. */
async function removeOld(file: string, before: number): Promise<boolean> {
  try {
    if ((await stat(file)).mtimeMs >= before) return false;
    await rm(file);
    return true;
  } catch (error) {
    if (folderError('remove', file, error).fault === 'not_found') return false;
    throw error;
  }
}

class FolderStore implements ArtifactStore {
  readonly kind = 'folder';
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  async write(key: string, source: AsyncIterable<Uint8Array>, options: WriteOptions = {}) {
    return pump(await this.openWriter(key, options), source, options.signal);
  }

  async openWriter(key: string, options: WriteOptions = {}): Promise<ArtifactWriter> {
    const file = this.#pathOf(key);
    options.signal?.throwIfAborted();
    try {
      await this.#makeFolder(path.dirname(file));
    } catch (error) {
      throw folderError('write', file, error);
    }
    return openFolderWriter({
      file,
      temporary: path.join(path.dirname(file), `${TEMPORARY}${randomUUID()}`),
      signal: options.signal,
    });
  }

  async read(key: string, range: ByteRange = {}): Promise<Readable> {
    const file = this.#pathOf(key);
    try {
      const handle = await open(file, 'r');
      return createReadStream(file, { fd: handle, highWaterMark: 1 << 18, ...range });
    } catch (error) {
      throw folderError('read', key, error);
    }
  }

  async stat(key: string): Promise<ArtifactInfo | undefined> {
    try {
      const { size } = await stat(this.#pathOf(key));
      return { key, size };
    } catch (error) {
      const said = folderError('look at', key, error);
      if (said.fault === 'not_found') return undefined;
      throw said;
    }
  }

  async delete(key: string): Promise<void> {
    try {
      await rm(this.#pathOf(key), { force: true });
    } catch (error) {
      throw folderError('delete', key, error);
    }
  }

  async deletePrefix(prefix: string): Promise<void> {
    try {
      await rm(this.#pathOf(prefix), { recursive: true, force: true });
    } catch (error) {
      throw folderError('delete', prefix, error);
    }
  }

  async *list(prefix: string): AsyncIterable<ArtifactInfo> {
    const folder = this.#pathOf(prefix);
    const keys: string[] = [];
    try {
      for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || entry.name.startsWith('.')) continue;
        keys.push(
          [prefix, ...path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep)].join(
            '/',
          ),
        );
      }
    } catch (error) {
      const said = folderError('list', prefix, error);
      if (said.fault !== 'not_found') throw said;
    }
    for (const key of keys.sort()) {
      const info = await this.stat(key);
      if (info !== undefined) yield info;
    }
  }

  async removeUnfinished(prefixes: readonly string[], before: number): Promise<number> {
    let removed = 0;
    for (const prefix of prefixes) {
      try {
        for (const entry of await readdir(this.#pathOf(prefix), { recursive: true, withFileTypes: true })) {
          if (!entry.isFile() || !entry.name.startsWith(TEMPORARY)) continue;
          if (await removeOld(path.join(entry.parentPath, entry.name), before)) removed += 1;
        }
      } catch (error) {
        const said = folderError('tidy up', prefix, error);
        if (said.fault !== 'not_found') throw said;
      }
    }
    return removed;
  }

  async space(): Promise<DiskSpace> {
    try {
      return await readDiskSpace(this.#root);
    } catch (error) {
      throw folderError('look at', this.#root, error);
    }
  }

  async check(): Promise<void> {
    try {
      await mkdir(this.#root, { recursive: true });
      await access(this.#root, constants.R_OK | constants.W_OK | constants.X_OK);
    } catch (error) {
      throw folderError('use the folder', this.#root, error);
    }
  }

  async close(): Promise<void> {
    // Files are open only while they are read or written.
  }

  #pathOf(key: string): string {
    return path.join(this.#root, ...checkKey(key).split('/'));
  }

  /** Makes the folders down to `folder` and their entries durable. */
  async #makeFolder(folder: string): Promise<void> {
    const first = await mkdir(folder, { recursive: true });
    if (first === undefined) return;
    for (let made = folder; made.length >= first.length; made = path.dirname(made))
      await syncFolder(path.dirname(made));
  }
}

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BucketServer } from '@pairwright/runtime/fixtures/bucket-server';

/** The files of an installation as they lie there, read past everything of the product. */
export interface Files {
  /** With slashes, like exports/ID/votes.jsonl. */
  names(): Promise<string[]>;
  bytes(name: string): Promise<Buffer | undefined>;
}

export function filesInFolder(folder: string): Files {
  return {
    async names() {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
        .map((file) => file.split(path.sep).join('/'));
    },
    bytes: (name) => readFile(path.join(folder, name)).catch(() => undefined),
  };
}

export function filesInBucket(bucket: BucketServer): Files {
  return { names: () => bucket.keys(), bytes: (name) => bucket.bytes(name) };
}

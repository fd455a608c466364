import { statfs } from 'node:fs/promises';

export interface DiskSpace {
  /** For a process that is not root. */
  readonly freeBytes: number;
  readonly totalBytes: number;
}

/** Room on the disk that a folder is on. Throws what the file system throws. */
export async function readDiskSpace(folder: string): Promise<DiskSpace> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}

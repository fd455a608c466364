import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface SmallDisk {
  readonly folder: string;
  /** Takes all space that is left. */
  fill(): Promise<void>;
  /** Gives it back. */
  empty(): Promise<void>;
  remove(): Promise<void>;
}

/** A disk of its own with so many MB, as a folder. Gives why there can be none. */
export async function mountSmallDisk(megabytes: number): Promise<SmallDisk | { refused: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pairwright-disk-'));
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0755`, 'tmpfs', folder]);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    return { refused: `No small disk can be mounted here: ${(error as Error).message.trim()}` };
  }
  const filler = path.join(folder, 'filler');
  return {
    folder,
    async fill() {
      await mkdir(folder, { recursive: true });
      const file = await open(filler, 'a');
      try {
        for (let size = 1 << 20; size >= 1; size = size > 4_096 ? 4_096 : size >> 12) {
          const bytes = Buffer.alloc(size, 'x');
          try {
            for (;;) await file.appendFile(bytes);
          } catch (error) {
            if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
          }
        }
      } finally {
        await file.close();
      }
    },
    empty: () => rm(filler, { force: true }),
    async remove() {
      await run('umount', [folder]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

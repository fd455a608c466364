import { open, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { planFolder } from '@pairwright/formats/containers/folder';
import type { ByteSource } from '@pairwright/formats/containers/source';
import { CliError } from '../cli-error.ts';

const chunkBytes = 256 * 1024;

/** A file of this machine; it is opened anew for each reading. */
export async function fileSource(file: string): Promise<ByteSource> {
  const { size } = await stat(file);
  const slice = async (start: number, end: number): Promise<Uint8Array> => {
    await using handle = await open(file);
    const bytes = new Uint8Array(Math.max(0, Math.min(end, size) - start));
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, start + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  };
  return {
    name: file,
    async *stream() {
      await using handle = await open(file);
      for (;;) {
        const { bytesRead, buffer } = await handle.read(new Uint8Array(chunkBytes), 0, chunkBytes, null);
        if (bytesRead === 0) return;
        yield buffer.subarray(0, bytesRead);
      }
    },
    random: { size, slice },
  };
}

/** Files of a folder and below, relative, with slashes. */
export async function listFolder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
}

export interface FolderChoice {
  readonly config?: string | undefined;
  readonly split?: string | undefined;
}

/** The file, or the files of a data set's folder; what is told about the choice. */
export async function openInput(
  input: string,
  choice: FolderChoice,
): Promise<{ sources: ByteSource[]; told: string | null }> {
  const found = await stat(input).catch(() => null);
  if (found === null) throw new CliError('usage', `${input} cannot be read. Does it exist?`);
  if (!found.isDirectory()) return { sources: [await fileSource(input)], told: null };
  const all = await listFolder(input);
  const readme = await readFile(path.join(input, 'README.md'), 'utf8').catch(() => null);
  const plan = planFolder(all, readme, choice);
  if ('wrong' in plan) throw new CliError('usage', `${plan.wrong} (--config and --split choose.)`);
  const told = `Reading ${plan.config === null ? '' : `configuration ${plan.config}: `}${plan.files.map(({ path: file, split }) => `${file} (${split})`).join(', ')}`;
  return {
    sources: await Promise.all(plan.files.map(({ path: file }) => fileSource(path.join(input, file)))),
    told,
  };
}

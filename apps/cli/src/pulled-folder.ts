import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { CliError } from './cli-error.ts';
import { hashOf } from './download.ts';

/** What `manifest.json` says that is wanted here. */
export interface PulledManifest {
  readonly dataset: { readonly slug: string; readonly version: number };
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[];
}

export interface PulledFile {
  /** Name where it is put. */
  readonly name: string;
  /** Where it lies on this machine. */
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
}

/** What the loader of some formats finds their data by. */
const COMPANION = 'dataset_info.json';

/** The files of a pulled folder, as its manifest has them, that last. Throws CliError where one is missing or changed. */
export async function readPulledFolder(
  folder: string,
): Promise<{ manifest: PulledManifest; files: PulledFile[] }> {
  const text = await readFile(path.join(folder, 'manifest.json'), 'utf8').catch(() => {
    throw new CliError('usage', `${folder} holds no manifest.json. Make the folder with "pull".`);
  });
  const manifest = JSON.parse(text) as PulledManifest;
  const sums = new Map(manifest.files.map(({ name, sha256 }) => [name, sha256]));
  const files: PulledFile[] = [];
  const hasCompanion = await stat(path.join(folder, COMPANION)).then(
    (found) => found.isFile(),
    () => false,
  );
  const beside = [...(hasCompanion ? [COMPANION] : []), 'README.md', 'manifest.json'];
  for (const name of [...sums.keys(), ...beside]) {
    const file = path.join(folder, path.basename(name));
    const sha256 = await hashOf(file).catch(() => undefined);
    if (sha256 === undefined) throw new CliError('failed', `${file} is missing. Pull the folder again.`);
    if (sums.has(name) && sums.get(name) !== sha256)
      throw new CliError('failed', `${file} is not what its manifest says. Pull the folder again.`);
    const { size } = await stat(file);
    files.push({ name: path.basename(name), path: file, size, sha256 });
  }
  return { manifest, files };
}

import { readdir, readFile, stat } from 'node:fs/promises';
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

/**
 * Throws CliError where a folder holds data of an earlier export that this one has no file in the place of: loaders that take every
 * file of a folder would train on both.
 */
export async function refuseStrays(
  folder: string,
  files: readonly { readonly name: string }[],
): Promise<void> {
  const before = await manifestIn(folder);
  if (before === null) return;
  const there = new Set(await readdir(folder));
  const names = new Set(files.map(({ name }) => path.basename(name)));
  const strays = before.files
    .map(({ name }) => path.basename(name))
    .filter((name) => there.has(name) && !names.has(name));
  if (strays.length > 0)
    throw new CliError(
      'usage',
      `${folder} holds files of ${before.dataset.slug} version ${before.dataset.version} that this export does not have: ${strays.join(', ')}. Take an empty folder, or remove them: some loaders read every file of a folder.`,
    );
}

/** Null: there is none, or it is none of ours. */
async function manifestIn(folder: string): Promise<PulledManifest | null> {
  try {
    const manifest = JSON.parse(
      await readFile(path.join(folder, 'manifest.json'), 'utf8'),
    ) as Partial<PulledManifest>;
    return manifest.dataset !== undefined && Array.isArray(manifest.files)
      ? (manifest as PulledManifest)
      : null;
  } catch {
    return null;
  }
}

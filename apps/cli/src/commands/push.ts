import { counted } from '@pairwright/domain/counted';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Cli } from '../app-context.ts';
import { CliError } from '../cli-error.ts';
import { hashOf } from '../download.ts';
import {
  commitFiles,
  createRepository,
  type Hub,
  type HubFile,
  MAX_FILE_BYTES,
  uploadLarge,
  uploadModes,
} from '../hub.ts';

export interface PushOptions {
  readonly hub: string;
  readonly public?: boolean;
}

/** What `manifest.json` says that is wanted here. */
interface Pulled {
  readonly dataset: { readonly slug: string; readonly version: number };
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[];
}

/** Puts a pulled folder into a data set of a hub: every file is verified first, and all appear in one commit. */
export async function push(
  cli: Pick<Cli, 'env' | 'out'>,
  where: { readonly folder: string; readonly repository: string },
  options: PushOptions,
): Promise<void> {
  const { folder, repository } = where;
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository))
    throw new CliError('usage', `"${repository}" is not NAME/DATASET as hubs write it.`);
  const token = cli.env['HF_TOKEN'];
  if (token === undefined || token === '')
    throw new CliError('not_signed_in', 'Set HF_TOKEN to a token of the hub that may write.');
  const hub: Hub = { address: options.hub.replace(/\/$/, ''), token };
  const { manifest, files } = await readFolder(folder);
  await createRepository(hub, repository, options.public !== true);
  const modes = await uploadModes(hub, repository, files);
  const large = files.filter(({ name }) => modes.get(name) === 'lfs');
  const uploaded: string[] = [];
  const bar = cli.out.progress('uploading', large.length);
  try {
    for (const [index, file] of large.entries()) {
      if (await uploadLarge(hub, repository, file)) uploaded.push(file.name);
      bar.update(index + 1);
    }
  } finally {
    bar.stop();
  }
  const regular = await Promise.all(
    files
      .filter(({ name }) => modes.get(name) !== 'lfs')
      .map(async (file) => ({ name: file.name, content: await readFile(file.path) })),
  );
  const summary = `${manifest.dataset.slug} version ${manifest.dataset.version}`;
  const commit = await commitFiles(hub, repository, { summary, regular, large });
  cli.out.result(
    { repository, commit, files: files.map(({ name }) => name), uploaded },
    `${repository}: ${counted(files.length, 'file')}, ${uploaded.length} uploaded${commit === null ? '' : `, ${commit}`}`,
  );
}

/** The files of a pulled folder, as its manifest has them. Throws CliError where one is missing or changed. */
async function readFolder(folder: string): Promise<{ manifest: Pulled; files: HubFile[] }> {
  const text = await readFile(path.join(folder, 'manifest.json'), 'utf8').catch(() => {
    throw new CliError('usage', `${folder} holds no manifest.json. Make the folder with "pull".`);
  });
  const manifest = JSON.parse(text) as Pulled;
  const sums = new Map(manifest.files.map(({ name, sha256 }) => [name, sha256]));
  const files: HubFile[] = [];
  for (const name of [...sums.keys(), 'manifest.json', 'README.md']) {
    const file = path.join(folder, path.basename(name));
    const sha256 = await hashOf(file).catch(() => undefined);
    if (sha256 === undefined) throw new CliError('failed', `${file} is missing. Pull the folder again.`);
    if (sums.has(name) && sums.get(name) !== sha256)
      throw new CliError('failed', `${file} is not what its manifest says. Pull the folder again.`);
    const { size } = await stat(file);
    if (size > MAX_FILE_BYTES)
      throw new CliError(
        'failed',
        `${file} has ${size} bytes; hubs take 5 GB at once. Pull with --shard-bytes.`,
      );
    files.push({ name: path.basename(name), path: file, size, sha256 });
  }
  return { manifest, files };
}

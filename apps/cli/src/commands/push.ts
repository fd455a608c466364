import { counted } from '@pairwright/domain/counted';
import { readFile } from 'node:fs/promises';
import type { Cli } from '../app-context.ts';
import { CliError } from '../cli-error.ts';
import { commitFiles, createRepository, type Hub, MAX_FILE_BYTES, uploadLarge, uploadModes } from '../hub.ts';
import { type PulledFile, readPulledFolder } from '../pulled-folder.ts';

export interface PushOptions {
  /** Address of the hub; without one the place is a bucket. */
  readonly hub?: string;
  readonly public?: boolean;
  /** Address of the store of a bucket. */
  readonly endpoint?: string;
  /** Takes the place of other files of the same names. */
  readonly replace?: boolean;
}

type PushCli = Pick<Cli, 'env' | 'out'>;

/** Puts a pulled folder into a data set of a hub, or into a bucket. Every file is verified first. */
export async function push(
  cli: PushCli,
  where: { readonly folder: string; readonly place: string },
  options: PushOptions,
): Promise<void> {
  const { folder, place } = where;
  const { hub, endpoint, replace } = options;
  if (place.startsWith('s3://')) {
    if (hub !== undefined || options.public === true)
      throw new CliError('usage', 'A bucket is in a store, not on a hub: leave --hub and --public out.');
    // Loaded by those alone who push there: it is larger than all the rest.
    const { pushToBucket } = await import('./push-to-bucket.ts');
    return pushToBucket(cli, where, { endpoint, replace: replace === true });
  }
  if (endpoint !== undefined || replace !== undefined)
    throw new CliError('usage', '--endpoint and --replace are about a bucket, as s3://BUCKET/PREFIX.');
  if (hub === undefined)
    throw new CliError('usage', 'Name the hub with --hub, or a bucket as s3://BUCKET/PREFIX.');
  return pushToHub(cli, { folder, repository: place }, { hub, isPublic: options.public === true });
}

/** All files appear in one commit. */
async function pushToHub(
  cli: PushCli,
  where: { readonly folder: string; readonly repository: string },
  { hub: address, isPublic }: { readonly hub: string; readonly isPublic: boolean },
): Promise<void> {
  const { folder, repository } = where;
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository))
    throw new CliError('usage', `"${repository}" is not NAME/DATASET as hubs write it.`);
  const token = cli.env['HF_TOKEN'];
  if (token === undefined || token === '')
    throw new CliError('not_signed_in', 'Set HF_TOKEN to a token of the hub that may write.');
  const hub: Hub = { address: address.replace(/\/$/, ''), token };
  const { manifest, files } = await readPulledFolder(folder);
  refuseLarge(files);
  await createRepository(hub, repository, !isPublic);
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

function refuseLarge(files: readonly PulledFile[]): void {
  const large = files.find(({ size }) => size > MAX_FILE_BYTES);
  if (large === undefined) return;
  throw new CliError(
    'failed',
    `${large.path} has ${large.size} bytes; hubs take 5 GB at once. Pull with --shard-bytes.`,
  );
}

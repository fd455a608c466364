import { counted } from '@pairwright/domain/counted';
import type { Cli } from '../app-context.ts';
import { Bucket, type BucketPlace, readBucketPlace } from '../bucket.ts';
import { CliError } from '../cli-error.ts';
import { type PulledFile, readPulledFolder } from '../pulled-folder.ts';

interface Wanted {
  readonly endpoint: string | undefined;
  readonly replace: boolean;
}

/** Puts a pulled folder into a bucket, large files in parts, the manifest last: who finds it finds all that it names. */
export async function pushToBucket(
  cli: Pick<Cli, 'env' | 'out'>,
  { folder, place: address }: { readonly folder: string; readonly place: string },
  { endpoint, replace }: Wanted,
): Promise<void> {
  const place = readBucketPlace(address);
  if (place === null)
    throw new CliError('usage', `"${address}" is no place in a bucket. Write it as s3://BUCKET/PREFIX.`);
  const asked = endpoint ?? cli.env['AWS_ENDPOINT_URL_S3'] ?? cli.env['AWS_ENDPOINT_URL'];
  if (asked !== undefined && !URL.canParse(asked))
    throw new CliError('usage', `"${asked}" is no address of a store, as https://s3.example.org.`);
  const { manifest, files } = await readPulledFolder(folder);
  const bucket = new Bucket(place, { endpoint: asked, region: regionOf(cli.env, asked) });
  try {
    const missing = await missingOf(bucket, files, { place, replace });
    await putAll(cli, bucket, missing);
    const uploaded = missing.map(({ name }) => name);
    cli.out.result(
      { place: `s3://${place.bucket}/${place.prefix}`, files: files.map(({ name }) => name), uploaded },
      `s3://${place.bucket}/${place.prefix}: ${manifest.dataset.slug} version ${manifest.dataset.version}, ${counted(files.length, 'file')}, ${uploaded.length} uploaded`,
    );
  } finally {
    bucket.close();
  }
}

/** Stores of one's own have no regions, and the client wants one. Undefined: it looks for it as AWS's own tools do. */
function regionOf(env: Cli['env'], endpoint: string | undefined): string | undefined {
  return endpoint === undefined ? undefined : (env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? 'us-east-1');
}

/** The files that are not there; nothing is begun where another one would be lost. */
async function missingOf(
  bucket: Bucket,
  files: readonly PulledFile[],
  { place, replace }: { place: BucketPlace; replace: boolean },
): Promise<PulledFile[]> {
  const missing: PulledFile[] = [];
  for (const file of files) {
    const found = await bucket.has(file);
    if (found === 'other' && !replace)
      throw new CliError(
        'failed',
        `s3://${place.bucket}/${place.prefix}${file.name} is there already and is another file. Choose another prefix for this version, or --replace.`,
      );
    if (found !== 'same') missing.push(file);
  }
  return missing;
}

async function putAll(cli: Pick<Cli, 'out'>, bucket: Bucket, files: readonly PulledFile[]): Promise<void> {
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const bar = cli.out.progress('uploading', total);
  let done = 0;
  try {
    for (const file of files) {
      const before = done;
      await bucket.put(file, (bytes) => bar.update(before + bytes));
      done += file.size;
      bar.update(done);
    }
  } finally {
    bar.stop();
  }
}

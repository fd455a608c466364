import { createReadStream } from 'node:fs';
import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { CliError } from './cli-error.ts';
import type { PulledFile } from './pulled-folder.ts';

/** A place in a store that speaks the S3 protocol. */
export interface BucketPlace {
  readonly bucket: string;
  /** Empty, or ending with a slash. */
  readonly prefix: string;
}

export interface BucketOptions {
  /** Of the store; AWS's own, or what the environment names, without one. */
  readonly endpoint: string | undefined;
  /** As the environment or the settings of this machine name it, without one. */
  readonly region: string | undefined;
}

const LEAST_PART = 16 << 20;
const MOST_PARTS = 10_000;
/** Tells the same file again without reading it. */
const SUM = 'sha256';

/** `s3://bucket/prefix`; null: it is no such address. */
export function readBucketPlace(address: string): BucketPlace | null {
  const found = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(address);
  if (found === null) return null;
  const prefix = (found[2] ?? '').replace(/\/+$/, '');
  if (prefix.split('/').some((part) => part === '.' || part === '..')) return null;
  return { bucket: found[1]!, prefix: prefix === '' ? '' : `${prefix}/` };
}

/** Keys are those of the environment, or whatever else the standard chain of S3 clients finds on this machine. */
export class Bucket {
  readonly #client: S3Client;
  readonly #place: BucketPlace;

  constructor(place: BucketPlace, { endpoint, region }: BucketOptions) {
    this.#place = place;
    this.#client = new S3Client({
      // Most stores of one's own have the bucket in the path.
      ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
      ...(region === undefined ? {} : { region }),
      // Many compatible stores do not know the newer trailing checksums; we keep a sha256 of our own.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
  }

  /** What is there under the name of a file: this very file, another one, or nothing. */
  async has(file: PulledFile): Promise<'same' | 'other' | 'nothing'> {
    const command = new HeadObjectCommand({ Bucket: this.#place.bucket, Key: this.#keyOf(file) });
    try {
      const { ContentLength, Metadata } = await this.#client.send(command);
      return ContentLength === file.size && Metadata?.[SUM] === file.sha256 ? 'same' : 'other';
    } catch (error) {
      if (statusOf(error) === 404) return 'nothing';
      throw this.#refused(error);
    }
  }

  /** Puts a file there, in parts where it is large; it appears when all of it is there. */
  async put(file: PulledFile, progress: (bytes: number) => void): Promise<void> {
    const upload = new Upload({
      client: this.#client,
      params: {
        Bucket: this.#place.bucket,
        Key: this.#keyOf(file),
        Body: createReadStream(file.path),
        Metadata: { [SUM]: file.sha256 },
      },
      partSize: Math.max(LEAST_PART, Math.ceil(file.size / MOST_PARTS)),
      queueSize: 2,
    });
    upload.on('httpUploadProgress', ({ loaded }) => progress(loaded ?? 0));
    try {
      await upload.done();
    } catch (error) {
      throw this.#refused(error);
    }
    if ((await this.has(file)) !== 'same')
      throw new CliError('failed', `${this.#addressOf(file)} is not what was sent. Push again.`);
  }

  close(): void {
    this.#client.destroy();
  }

  #keyOf({ name }: PulledFile): string {
    return `${this.#place.prefix}${name}`;
  }

  #addressOf(file: PulledFile): string {
    return `s3://${this.#place.bucket}/${this.#keyOf(file)}`;
  }

  /** In a sentence; what the store says of keys and signatures stays out of it. */
  #refused(error: unknown): CliError {
    const { bucket } = this.#place;
    const { name, message } = error as { name?: string; message?: string };
    const status = statusOf(error);
    if (name === 'CredentialsProviderError')
      return new CliError(
        'not_signed_in',
        'No keys for the store. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or sign in as your store says.',
      );
    if (message === 'Region is missing')
      return new CliError('usage', 'Set AWS_REGION to the region of the bucket.');
    if (status === 401 || status === 403)
      return new CliError(
        'not_signed_in',
        `The store refused (${status}). The keys need to read and write objects of ${bucket}.`,
      );
    if (status === 404 || name === 'NoSuchBucket')
      return new CliError('failed', `There is no bucket ${bucket}. Make it first.`);
    if (status !== undefined)
      return new CliError('failed', `The store answered ${status}. Nothing of the file appears; push again.`);
    return new CliError('unreachable', 'No answer from the store. Is --endpoint right?');
  }
}

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}

import { createHash } from 'node:crypto';
import { PassThrough, type Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { S3Keys } from '../env-reach.ts';
import type { S3Config } from '../env-store.ts';
import {
  ArtifactError,
  type ArtifactFault,
  type ArtifactInfo,
  type ArtifactStore,
  type ArtifactWriter,
  type ByteRange,
  checkKey,
  pump,
  type WriteOptions,
  type Written,
} from './store.ts';

export interface S3Options extends S3Config {
  /** Undefined: the credentials that the machine is given, which the client asks for anew before they end. */
  readonly keys: S3Keys | undefined;
}

/** At 16 MiB, 10,000 parts reach 156 GiB. */
const PART_BYTES = 16 << 20;

/** Artifacts as objects of one bucket. Throws ArtifactError when the bucket cannot be used. */
export async function openS3Store(options: S3Options): Promise<ArtifactStore> {
  const client = new S3Client({
    endpoint: options.endpoint,
    region: options.region,
    forcePathStyle: options.forcePathStyle,
    ...(options.keys === undefined ? {} : { credentials: { ...options.keys } }),
    // Many compatible stores do not know the newer trailing checksums; we keep a sha256 of our own.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const store = new S3Store(client, options.bucket);
  try {
    await store.check();
  } catch (error) {
    client.destroy();
    throw error;
  }
  return store;
}

class S3Store implements ArtifactStore {
  readonly kind = 's3';
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  async write(key: string, source: AsyncIterable<Uint8Array>, options: WriteOptions = {}): Promise<Written> {
    return pump(await this.openWriter(key, options), source, options.signal);
  }

  async openWriter(key: string, options: WriteOptions = {}): Promise<ArtifactWriter> {
    checkKey(key);
    options.signal?.throwIfAborted();
    const body = new PassThrough({ highWaterMark: PART_BYTES });
    const upload = new Upload({
      client: this.#client,
      params: { Bucket: this.#bucket, Key: key, Body: body },
      partSize: PART_BYTES,
      queueSize: 2,
    });
    return s3Writer({ key, body, upload, signal: options.signal });
  }

  async read(key: string, range: ByteRange = {}): Promise<Readable> {
    checkKey(key);
    const wanted =
      range.start === undefined && range.end === undefined
        ? {}
        : { Range: `bytes=${range.start ?? 0}-${range.end ?? ''}` };
    try {
      const { Body } = await this.#client.send(
        new GetObjectCommand({ Bucket: this.#bucket, Key: key, ...wanted }),
      );
      return Body as Readable;
    } catch (error) {
      throw s3Error('read', key, error);
    }
  }

  async stat(key: string): Promise<ArtifactInfo | undefined> {
    checkKey(key);
    try {
      const { ContentLength } = await this.#client.send(
        new HeadObjectCommand({ Bucket: this.#bucket, Key: key }),
      );
      return { key, size: ContentLength ?? 0 };
    } catch (error) {
      const said = s3Error('look at', key, error);
      if (said.fault === 'not_found') return undefined;
      throw said;
    }
  }

  async delete(key: string): Promise<void> {
    checkKey(key);
    try {
      await this.#client.send(new DeleteObjectCommand({ Bucket: this.#bucket, Key: key }));
    } catch (error) {
      throw s3Error('delete', key, error);
    }
  }

  async deletePrefix(prefix: string): Promise<void> {
    for await (const page of this.#pages(prefix)) {
      if (page.length === 0) continue;
      try {
        const Objects = page.map(({ key }) => ({ Key: key }));
        const { Errors } = await this.#client.send(
          new DeleteObjectsCommand({ Bucket: this.#bucket, Delete: { Objects, Quiet: true } }),
        );
        if (Errors?.[0] !== undefined) throw new Error(`${Errors[0].Key}: ${Errors[0].Message}`);
      } catch (error) {
        throw s3Error('delete', prefix, error);
      }
    }
  }

  async *list(prefix: string): AsyncIterable<ArtifactInfo> {
    for await (const page of this.#pages(prefix)) yield* page;
  }

  async removeUnfinished(): Promise<number> {
    return 0;
  }

  async check(): Promise<void> {
    try {
      await this.#client.send(new HeadBucketCommand({ Bucket: this.#bucket }));
    } catch (error) {
      throw s3Error('use', `the bucket ${this.#bucket}`, error);
    }
  }

  async close(): Promise<void> {
    this.#client.destroy();
  }

  async *#pages(prefix: string): AsyncIterable<ArtifactInfo[]> {
    checkKey(prefix);
    let token: string | undefined;
    do {
      const more = token === undefined ? {} : { ContinuationToken: token };
      const answer = await this.#client
        .send(new ListObjectsV2Command({ Bucket: this.#bucket, Prefix: `${prefix}/`, ...more }))
        .catch((error: unknown) => {
          throw s3Error('list', prefix, error);
        });
      yield (answer.Contents ?? []).map(({ Key, Size }) => ({ key: Key ?? '', size: Size ?? 0 }));
      token = answer.NextContinuationToken;
    } while (token !== undefined);
  }
}

interface RunningUpload {
  readonly key: string;
  readonly body: PassThrough;
  readonly upload: Upload;
  readonly signal: AbortSignal | undefined;
}

function s3Writer({ key, body, upload, signal }: RunningUpload): ArtifactWriter {
  const hash = createHash('sha256');
  let size = 0;
  let ended = false;
  let failure: unknown;
  // Aborting ends the upload before it is completed, and the parts already there are thrown away by the library.
  const done = upload.done().then(
    () => undefined,
    (error: unknown) => {
      failure ??= error;
      body.destroy();
    },
  );
  body.on('error', () => undefined);
  const check = (): void => {
    signal?.throwIfAborted();
    if (failure !== undefined) throw s3Error('write', key, failure);
  };
  const abort = async (): Promise<void> => {
    if (ended) return;
    ended = true;
    await upload.abort();
    body.destroy();
    await done;
  };
  return {
    write(chunk) {
      if (ended) throw new Error('This artifact writer was closed.');
      check();
      hash.update(chunk);
      size += chunk.byteLength;
      return body.write(Buffer.from(chunk));
    },
    async drain() {
      if (body.writableNeedDrain && failure === undefined) {
        await Promise.race([new Promise<void>((resolve) => void body.once('drain', resolve)), done]);
      }
      check();
    },
    async close() {
      if (ended) throw new Error('This artifact writer was closed.');
      check();
      ended = true;
      body.end();
      await done;
      check();
      return { size, sha256: hash.digest('hex') };
    },
    abort,
  };
}

const ADVICE: Partial<Record<ArtifactFault, string>> = {
  not_found: 'it does not exist',
  no_permission:
    'the store refuses these keys; correct S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY or the bucket policy',
  unreachable: 'the store cannot be reached; correct S3_ENDPOINT or start it',
  disk_full: 'the store is full',
};

function s3Error(action: string, what: string, error: unknown): ArtifactError {
  if (error instanceof ArtifactError) return error;
  const fault = faultOf(error);
  const say = ADVICE[fault] ?? (error instanceof Error ? error.message : String(error));
  return new ArtifactError(fault, `Cannot ${action} ${what}: ${say}.`, error);
}

function faultOf(error: unknown): ArtifactFault {
  const { name, code, $metadata } = error as {
    name?: string;
    code?: string;
    $metadata?: { httpStatusCode?: number };
  };
  const status = $metadata?.httpStatusCode;
  if (name === 'NoSuchKey' || name === 'NotFound' || name === 'NoSuchBucket' || status === 404)
    return 'not_found';
  if (status === 401 || status === 403) return 'no_permission';
  if (status === 507 || name === 'XMinioStorageFull') return 'disk_full';
  if (
    /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNRESET|EHOSTUNREACH)$/.test(code ?? '') ||
    name === 'TimeoutError'
  )
    return 'unreachable';
  return 'failed';
}

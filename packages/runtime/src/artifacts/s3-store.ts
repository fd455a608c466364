import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import type { S3Keys } from '../env-reach.ts';
import type { S3Config } from '../env-store.ts';
import { s3Error } from './s3-errors.ts';
import { removeSilentUploads } from './s3-unfinished.ts';
import { openS3Writer } from './s3-writer.ts';
import {
  ArtifactError,
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
  /** Default: as below. */
  readonly patience?: Patience;
}

/** How long a store may take before it counts as away, in ms. */
interface Patience {
  /** For a connection. */
  readonly connectMs: number;
  /** From the beginning of a request, with all its bytes, to that of its answer: a part takes that long at 140 kB/s. */
  readonly answerMs: number;
  /** In the middle of an answer, also when who reads it is slow. */
  readonly silentMs: number;
}

const usualPatience: Patience = { connectMs: 10_000, answerMs: 120_000, silentMs: 300_000 };
/** Slow downloads hold one each; there are as many as connections to an API process ever read at a time. */
const MOST_CONNECTIONS = 500;

/** Artifacts as objects of one bucket. Throws ArtifactError when the bucket cannot be used. */
export async function openS3Store(options: S3Options): Promise<ArtifactStore> {
  const { connectMs, answerMs, silentMs } = options.patience ?? usualPatience;
  const agent = { keepAlive: true, maxSockets: MOST_CONNECTIONS };
  const client = new S3Client({
    endpoint: options.endpoint,
    region: options.region,
    forcePathStyle: options.forcePathStyle,
    ...(options.keys === undefined ? {} : { credentials: { ...options.keys } }),
    // Many compatible stores do not know the newer trailing checksums; we keep a sha256 of our own.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // Without these a store that says nothing is waited for without end.
    requestHandler: {
      connectionTimeout: connectMs,
      requestTimeout: answerMs,
      throwOnRequestTimeout: true,
      socketTimeout: silentMs,
      httpAgent: agent,
      httpsAgent: agent,
    },
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
    return openS3Writer({ client: this.#client, bucket: this.#bucket, key, signal: options.signal });
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
      return Readable.from(inOurWords(key, Body as Readable), { objectMode: false });
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
      if (said.fault !== 'not_found') throw said;
      // An answer to HEAD has no words: it may be the bucket that is not there.
      await this.check();
      return undefined;
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

  async removeUnfinished(prefixes: readonly string[], before: number): Promise<number> {
    let removed = 0;
    for (const prefix of prefixes) {
      checkKey(prefix);
      try {
        removed += await removeSilentUploads(this.#client, { bucket: this.#bucket, prefix, before });
      } catch (error) {
        throw s3Error('tidy up', prefix, error);
      }
    }
    return removed;
  }

  async space(): Promise<null> {
    return null;
  }

  async check(): Promise<void> {
    try {
      await this.#client.send(new HeadBucketCommand({ Bucket: this.#bucket }));
    } catch (error) {
      const said = s3Error('use', `the bucket ${this.#bucket}`, error);
      throw said.fault === 'not_found' ? new ArtifactError('no_bucket', said.message, error) : said;
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

/** The bytes of an object, which may break off at any time. */
async function* inOurWords(key: string, body: Readable): AsyncGenerator<Uint8Array> {
  try {
    yield* body as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw s3Error('read', key, error);
  }
}

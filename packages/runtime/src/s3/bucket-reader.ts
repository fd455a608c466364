import type { Readable } from 'node:stream';
import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import type { ImportS3Config, S3Keys } from '../env-reach.ts';
import { BucketError, type BucketFault } from './bucket-error.ts';

export interface ObjectAnswer {
  /** Bytes of the whole object. */
  readonly sizeBytes: number;
  /** Of this version of it. */
  readonly etag: string | null;
  /** From the place asked for. */
  readonly body: Readable;
}

export interface ObjectAsk {
  readonly bucket: string;
  readonly object: string;
  /** First byte, from 0. */
  readonly start: number;
  /** Only if it is this version still; else `changed`. */
  readonly etag: string | null;
  readonly signal: AbortSignal;
}

export interface FoundObject {
  readonly object: string;
  readonly sizeBytes: number;
}

export interface ListAsk {
  readonly bucket: string;
  /** What the keys begin with; empty: all of the bucket. */
  readonly prefix: string;
  readonly signal: AbortSignal;
}

/** Objects of a store that is not ours, to read. Throws BucketError. */
export interface BucketReader {
  read(ask: ObjectAsk): Promise<ObjectAnswer>;
  /** Bytes of an object. */
  size(ask: Pick<ObjectAsk, 'bucket' | 'object' | 'signal'>): Promise<number>;
  list(ask: ListAsk): AsyncIterable<FoundObject>;
  close(): void;
}

/** Without keys the credentials are those that the machine is given. */
export function openBucketReader(config: ImportS3Config, keys: S3Keys | undefined): BucketReader {
  const client = new S3Client({
    endpoint: config.endpoint,
    region: config.region,
    forcePathStyle: config.forcePathStyle,
    ...(keys === undefined ? {} : { credentials: { ...keys } }),
    responseChecksumValidation: 'WHEN_REQUIRED',
    // Whoever asks tries again by themselves, and goes on where it broke off.
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 15_000, requestTimeout: 60_000, throwOnRequestTimeout: true },
  });
  return {
    async read({ bucket, object, start, etag, signal }) {
      const command = new GetObjectCommand({
        Bucket: bucket,
        Key: object,
        ...(start > 0 ? { Range: `bytes=${start}-` } : {}),
        ...(etag === null ? {} : { IfMatch: etag }),
      });
      try {
        const answer = await client.send(command, { abortSignal: signal });
        const body = answer.Body as Readable;
        // Not every compatible store looks at IfMatch.
        if (etag !== null && answer.ETag !== etag) {
          body.destroy();
          throw new BucketError('changed', undefined);
        }
        const whole = /\/(\d+)$/.exec(answer.ContentRange ?? '')?.[1];
        return {
          sizeBytes: Number(whole ?? answer.ContentLength ?? 0),
          etag: answer.ETag ?? null,
          body,
        };
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        throw error instanceof BucketError ? error : new BucketError(faultOf(error), error);
      }
    },
    async size({ bucket, object, signal }) {
      const command = new HeadObjectCommand({ Bucket: bucket, Key: object });
      const answer = await client.send(command, { abortSignal: signal }).catch(throwFault(signal));
      return answer.ContentLength ?? 0;
    },
    list: (ask) => list(client, ask),
    close: () => client.destroy(),
  };
}

async function* list(client: S3Client, { bucket, prefix, signal }: ListAsk): AsyncGenerator<FoundObject> {
  let token: string | undefined;
  do {
    const more = token === undefined ? {} : { ContinuationToken: token };
    const answer = await client
      .send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ...more }), { abortSignal: signal })
      .catch(throwFault(signal));
    for (const { Key, Size } of answer.Contents ?? []) yield { object: Key ?? '', sizeBytes: Size ?? 0 };
    token = answer.NextContinuationToken;
  } while (token !== undefined);
}

const throwFault =
  (signal: AbortSignal) =>
  (error: unknown): never => {
    if (signal.aborted) throw signal.reason;
    throw new BucketError(faultOf(error), error);
  };

function faultOf(error: unknown): BucketFault {
  const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode;
  if (name === 'NoSuchKey' || name === 'NoSuchBucket' || status === 404) return 'not_found';
  if (status === 401 || status === 403) return 'refused';
  // 416: it is shorter now than what arrived.
  if (status === 412 || status === 416) return 'changed';
  return 'unreachable';
}

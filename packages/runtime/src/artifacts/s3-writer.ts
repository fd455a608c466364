import { createHash } from 'node:crypto';
import { PassThrough } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { s3Error } from './s3-errors.ts';
import type { ArtifactWriter } from './store.ts';

/** At 16 MiB, 10,000 parts reach 156 GiB. */
const PART_BYTES = 16 << 20;

export interface Target {
  readonly client: S3Client;
  readonly bucket: string;
  readonly key: string;
  readonly signal: AbortSignal | undefined;
}

/** Writes one object: at once where it is small, else in parts. */
export function openS3Writer({ client, bucket, key, signal }: Target): ArtifactWriter {
  const body = new PassThrough({ highWaterMark: PART_BYTES });
  const upload = new Upload({
    client,
    params: { Bucket: bucket, Key: key, Body: body },
    partSize: PART_BYTES,
    queueSize: 2,
  });
  return s3Writer({ key, body, upload, signal });
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

import { BucketError } from '@pairwright/runtime/s3/bucket-error';
import type { BucketReader } from '@pairwright/runtime/s3/bucket-reader';
import { type RemoteAnswer, type RemoteAsk, RemoteFault, type RemoteFile } from './remote-file.ts';

export interface S3Place {
  readonly bucket: string;
  readonly object: string;
}

/** An object of a bucket that the operator lets be imported from. */
export function s3File(reader: BucketReader, place: S3Place): RemoteFile {
  const open = async (ask: RemoteAsk, start: number): Promise<RemoteAnswer> => {
    const etag = start > 0 ? ask.validator : null;
    const {
      body,
      sizeBytes,
      etag: validator,
    } = await reader.read({ ...place, start, etag, signal: ask.signal });
    return { start, sizeBytes, validator, body: throughFaults(body, ask.signal) };
  };
  return {
    async open(ask) {
      try {
        try {
          return await open(ask, ask.validator === null ? 0 : ask.start);
        } catch (error) {
          if (!(error instanceof BucketError) || error.fault !== 'changed') throw error;
          return await open(ask, 0);
        }
      } catch (error) {
        throw asFault(error);
      }
    },
  };
}

async function* throughFaults(
  body: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw asFault(new BucketError('unreachable', error));
  }
}

const words = {
  not_found: {
    message: 'There is no such object in this bucket.',
    fix: 'Check the bucket and the name of the object; capital letters count.',
  },
  refused: {
    message: 'The store does not let this server read the object.',
    fix: 'Ask the operator: the keys of IMPORT_S3_* need the right to read it.',
  },
  changed: {
    message: 'The object changed while it was fetched.',
    fix: 'Import it again when nobody writes it any more.',
  },
  unreachable: { message: 'The store could not be reached.', fix: 'Try again later, or tell the operator.' },
} as const;

/** What a store answered, in words for people. */
export function asFault(error: unknown): unknown {
  if (!(error instanceof BucketError)) return error;
  const { fault } = error;
  return new RemoteFault(`source_${fault}`, {
    ...words[fault],
    mayPass: fault === 'unreachable',
    cause: error,
  });
}

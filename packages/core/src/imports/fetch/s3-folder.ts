import { setTimeout as delay } from 'node:timers/promises';
import { type ZippedFile, zipOf } from '@pairwright/formats/containers/zip-stream';
import type { BucketReader } from '@pairwright/runtime/s3/bucket-reader';
import { type RemoteAsk, RemoteFault, type RemoteFile } from './remote-file.ts';
import { asFault, s3File, type S3Place } from './s3-file.ts';
import { type ListAsk, type ObjectLimits, objectsBelow, objectsOf, type ZippedObject } from './s3-objects.ts';

const TRIES = 6;
const PAUSE_MS = 500;

interface FolderLimits extends ObjectLimits {
  /** Before a broken read is gone on with; longer each time. */
  readonly pauseMs?: number;
}

/**
 * All objects below a prefix as one zip file. A read that breaks off is gone on with where it stopped; a new open begins anew,
 * from a new list.
 */
export function s3Folder(reader: BucketReader, prefix: S3Place, limits: FolderLimits): RemoteFile {
  return zipped(reader, limits, (ask) => objectsBelow(reader, prefix, ask));
}

/** The objects of several addresses as one zip file, in the same way. */
export function s3List(reader: BucketReader, places: readonly S3Place[], limits: FolderLimits): RemoteFile {
  return zipped(reader, limits, (ask) => objectsOf(reader, places, ask));
}

function zipped(
  reader: BucketReader,
  limits: FolderLimits,
  list: (ask: ListAsk) => Promise<ZippedObject[]>,
): RemoteFile {
  return {
    async open({ signal }) {
      try {
        const objects = await list({ limits, signal });
        const body = zipOf(filesOf(reader, objects, { limits, signal }));
        return { start: 0, sizeBytes: null, validator: null, body };
      } catch (error) {
        throw asFault(error);
      }
    },
  };
}

interface Reading {
  readonly limits: FolderLimits;
  readonly signal: AbortSignal;
}

async function* filesOf(
  reader: BucketReader,
  objects: readonly ZippedObject[],
  reading: Reading,
): AsyncGenerator<ZippedFile> {
  for (const { place, name } of objects) yield { name, body: bytesOf(s3File(reader, place), reading) };
}

/** The bytes of one version of an object. Throws RemoteFault when it does not go on, or changed. */
async function* bytesOf(file: RemoteFile, { limits, signal }: Reading): AsyncGenerator<Uint8Array> {
  let at: Pick<RemoteAsk, 'start' | 'validator'> = { start: 0, validator: null };
  for (let failed = 0; ;) {
    const before = at.start;
    try {
      const { start, validator, body } = await file.open({ ...at, signal });
      if (start !== before) throw changed();
      for await (const piece of body) {
        yield piece;
        at = { start: at.start + piece.byteLength, validator };
      }
      return;
    } catch (error) {
      failed = at.start > before ? 1 : failed + 1;
      if (!(error instanceof RemoteFault) || !error.mayPass || failed >= TRIES) throw error;
      if (at.start > 0 && at.validator === null) throw error;
      await delay((limits.pauseMs ?? PAUSE_MS) * 2 ** (failed - 1), undefined, { signal });
    }
  }
}

function changed(): RemoteFault {
  return new RemoteFault('source_changed', {
    message: 'An object changed while it was fetched.',
    fix: 'Import it again when nobody writes there any more.',
  });
}

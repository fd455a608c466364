import { setTimeout as delay } from 'node:timers/promises';
import { type ZippedFile, zipOf, zipOverhead } from '@pairwright/formats/containers/zip-stream';
import type { BucketReader, FoundObject } from '@pairwright/runtime/s3/bucket-reader';
import { type RemoteAsk, RemoteFault, type RemoteFile } from './remote-file.ts';
import { asFault, s3File, type S3Place } from './s3-file.ts';

/** Objects of one import; more are a matter of several. */
const MOST_OBJECTS = 1_000;
/** A zip file that everybody reads has less than 4 GiB. */
const MOST_ZIP_BYTES = 4 * 1024 ** 3 - 1;

const TRIES = 6;
const PAUSE_MS = 500;

interface FolderLimits {
  readonly mostBytes: number;
  readonly mostObjects?: number;
  /** Before a broken read is gone on with; longer each time. */
  readonly pauseMs?: number;
}

/**
 * All objects below a prefix, in the order of their keys, as one zip file with the names that they have there. Markers of folders are
 * left out. A read that breaks off is gone on with where it stopped; a new open begins anew, from a new list.
 */
export function s3Folder(reader: BucketReader, place: S3Place, limits: FolderLimits): RemoteFile {
  return {
    async open({ signal }) {
      try {
        const objects = await listed(reader, place, { limits, signal });
        return {
          start: 0,
          sizeBytes: null,
          validator: null,
          body: zipOf(filesOf(reader, place, { objects, limits, signal })),
        };
      } catch (error) {
        throw asFault(error);
      }
    },
  };
}

interface Below {
  readonly limits: FolderLimits;
  readonly signal: AbortSignal;
}

async function listed(
  reader: BucketReader,
  { bucket, object: prefix }: S3Place,
  { limits, signal }: Below,
): Promise<FoundObject[]> {
  const objects: FoundObject[] = [];
  const { mostObjects = MOST_OBJECTS } = limits;
  const most = Math.min(limits.mostBytes, MOST_ZIP_BYTES);
  let bytes = 22;
  for await (const found of reader.list({ bucket, prefix, signal })) {
    if (found.object.endsWith('/')) continue;
    objects.push(found);
    bytes += found.sizeBytes + zipOverhead(Buffer.byteLength(found.object) - Buffer.byteLength(prefix));
    if (objects.length > mostObjects)
      throw new RemoteFault('source_too_many', {
        message: `There are more than ${mostObjects} objects below this prefix.`,
        fix: 'Give a longer prefix, and import one after the other.',
      });
    if (bytes > most)
      throw new RemoteFault('source_too_large', {
        message: `The objects below this prefix have more than ${most} bytes together.`,
        fix: 'Give a longer prefix, and import one after the other.',
      });
  }
  if (objects.length === 0)
    throw new RemoteFault('source_none', {
      message: 'There is no object below this prefix.',
      fix: 'Check the bucket and the prefix; capital letters count.',
    });
  return objects.sort((a, b) => Buffer.compare(Buffer.from(a.object), Buffer.from(b.object)));
}

async function* filesOf(
  reader: BucketReader,
  { bucket, object: prefix }: S3Place,
  { objects, ...below }: Below & { readonly objects: readonly FoundObject[] },
): AsyncGenerator<ZippedFile> {
  for (const { object } of objects)
    yield { name: object.slice(prefix.length), body: bytesOf(s3File(reader, { bucket, object }), below) };
}

/** The bytes of one version of an object. Throws RemoteFault when it does not go on, or changed. */
async function* bytesOf(file: RemoteFile, { limits, signal }: Below): AsyncGenerator<Uint8Array> {
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
    fix: 'Import the prefix again when nobody writes there any more.',
  });
}

import { zipOverhead } from '@pairwright/formats/containers/zip-stream';
import type { BucketReader } from '@pairwright/runtime/s3/bucket-reader';
import { RemoteFault } from './remote-file.ts';
import { asFault, type S3Place } from './s3-file.ts';
import { isPrefix } from './source-address.ts';

/** Objects of one import; more are a matter of several. */
const MOST_OBJECTS = 1_000;
/** A zip file that everybody reads has less than 4 GiB. */
const MOST_ZIP_BYTES = 4 * 1024 ** 3 - 1;
/** Addresses that a fault names. */
const NAMED = 20;

export interface ObjectLimits {
  readonly mostBytes: number;
  readonly mostObjects?: number;
}

/** An object that goes into a zip file. */
export interface ZippedObject {
  readonly place: S3Place;
  readonly name: string;
}

export interface ListAsk {
  readonly limits: ObjectLimits;
  readonly signal: AbortSignal;
}

/** All objects below a prefix in the order of their keys, by the names that they have there. Throws RemoteFault or BucketError. */
export async function objectsBelow(
  reader: BucketReader,
  prefix: S3Place,
  { limits, signal }: ListAsk,
): Promise<ZippedObject[]> {
  const tally = new Tally(limits, 'below this prefix');
  const objects: ZippedObject[] = [];
  for await (const { place, sizeBytes } of listed(reader, prefix, signal)) {
    const object = { place, name: place.object.slice(prefix.object.length) };
    tally.add(object, sizeBytes);
    objects.push(object);
  }
  if (objects.length === 0) throw nothingBelow();
  return objects.sort(byKey);
}

/**
 * The objects that several addresses mean, in their order and below a prefix in that of the keys, each once, by bucket and key.
 * Throws one RemoteFault that names every address which brings nothing.
 */
export async function objectsOf(
  reader: BucketReader,
  places: readonly S3Place[],
  { limits, signal }: ListAsk,
): Promise<ZippedObject[]> {
  const tally = new Tally(limits, 'at these addresses');
  const objects = new Map<string, ZippedObject>();
  const faults: AddressFault[] = [];
  for (const [index, place] of places.entries()) {
    const found = await objectsAt(reader, place, signal).catch((error: unknown) => {
      const fault = asFault(error);
      if (!(fault instanceof RemoteFault) || fault.mayPass) throw fault;
      faults.push({ line: index + 1, place, fault });
      return [];
    });
    for (const { object, sizeBytes } of found) {
      if (objects.has(object.name)) continue;
      objects.set(object.name, object);
      tally.add(object, sizeBytes);
    }
  }
  if (faults[0] !== undefined) throw faultOfAddresses(faults, faults[0]);
  return [...objects.values()];
}

interface Sized {
  readonly object: ZippedObject;
  readonly sizeBytes: number;
}

async function objectsAt(reader: BucketReader, place: S3Place, signal: AbortSignal): Promise<Sized[]> {
  const sized = (of: S3Place, sizeBytes: number): Sized => ({
    object: { place: of, name: `${of.bucket}/${of.object}` },
    sizeBytes,
  });
  if (!isPrefix(place)) return [sized(place, await reader.size({ ...place, signal }))];
  const found: Sized[] = [];
  for await (const one of listed(reader, place, signal)) {
    found.push(sized(one.place, one.sizeBytes));
    // One more says that there are too many.
    if (found.length > MOST_OBJECTS) break;
  }
  if (found.length === 0) throw nothingBelow();
  return found.sort((one, other) => byKey(one.object, other.object));
}

/** Markers of folders are left out. */
async function* listed(reader: BucketReader, { bucket, object: prefix }: S3Place, signal: AbortSignal) {
  for await (const { object, sizeBytes } of reader.list({ bucket, prefix, signal }))
    if (!object.endsWith('/')) yield { place: { bucket, object }, sizeBytes };
}

function byKey({ place: one }: ZippedObject, { place: other }: ZippedObject): number {
  return Buffer.compare(Buffer.from(one.object), Buffer.from(other.object));
}

/** Counts objects and the bytes of the zip file that they make; throws RemoteFault beyond what one import takes. */
class Tally {
  readonly #most: { readonly objects: number; readonly bytes: number };
  readonly #where: string;
  #objects = 0;
  #bytes = 22;

  constructor({ mostBytes, mostObjects = MOST_OBJECTS }: ObjectLimits, where: string) {
    this.#most = { objects: mostObjects, bytes: Math.min(mostBytes, MOST_ZIP_BYTES) };
    this.#where = where;
  }

  add({ name }: ZippedObject, sizeBytes: number): void {
    this.#objects += 1;
    this.#bytes += sizeBytes + zipOverhead(Buffer.byteLength(name));
    if (this.#objects > this.#most.objects)
      throw new RemoteFault('source_too_many', {
        message: `There are more than ${this.#most.objects} objects ${this.#where}.`,
        fix: 'Give fewer addresses or longer prefixes, and import one after the other.',
      });
    if (this.#bytes > this.#most.bytes)
      throw new RemoteFault('source_too_large', {
        message: `The objects ${this.#where} have more than ${this.#most.bytes} bytes together.`,
        fix: 'Give fewer addresses or longer prefixes, and import one after the other.',
      });
  }
}

function nothingBelow(): RemoteFault {
  return new RemoteFault('source_none', {
    message: 'There is no object below this prefix.',
    fix: 'Check the bucket and the prefix; capital letters count.',
  });
}

interface AddressFault {
  /** From 1, among the addresses. */
  readonly line: number;
  readonly place: S3Place;
  readonly fault: RemoteFault;
}

function faultOfAddresses(faults: readonly AddressFault[], { fault: first }: AddressFault): RemoteFault {
  const named = faults
    .slice(0, NAMED)
    .map(
      ({ line, place, fault }) => `Address ${line}, s3://${place.bucket}/${place.object}: ${fault.message}`,
    );
  const more = faults.length - named.length;
  return new RemoteFault(first.code, {
    message: [...named, ...(more > 0 ? [`So it is with ${more} more.`] : [])].join(' '),
    fix: first.fix,
    cause: first.cause,
  });
}

import { Problem } from '@pairwright/contract/errors';
import type { FetchRequest } from '@pairwright/contract/import-sources';
import type { ImportSource } from '@pairwright/contract/import-source';
import { openOutgoing } from '@pairwright/runtime/outgoing/outgoing';
import { OutgoingError, shownAddress } from '@pairwright/runtime/outgoing/outgoing-error';
import { isInPlaces } from '@pairwright/runtime/s3/places';
import type { SourceSettings } from './open-sources.ts';
import { addressFaults, type RefusedAddress, refusedAddress } from './refused-address.ts';
import type { S3Place } from './s3-file.ts';
import { filenameOf, isPrefix, readS3Address, writeAddresses } from './source-address.ts';

export interface ReadSource {
  readonly source: ImportSource;
  /** What the file is called by its address. */
  readonly filename: string;
  /** All that was asked for, as a worker reads it. */
  readonly stored: string;
}

/** Where a file is to be fetched from. Throws Problem `invalid_request` that names every address which may not be fetched. */
export function readSource({ address, addresses }: FetchRequest, settings: SourceSettings): ReadSource {
  const [first, ...more] = addresses ?? (address === undefined ? [] : [address]);
  if (first === undefined) throw new Problem('invalid_request');
  if (more.length > 0) return readObjects([first, ...more], settings);
  const path = addresses === undefined ? 'address' : 'addresses.0';
  if (!first.startsWith('s3:')) return readAddress(first, settings, path);
  const place = readObject(first, settings);
  if ('rule' in place) throw refusedAddress([{ ...place, path }]);
  const named = isPrefix(place) ? `${filenameOf(place.object || place.bucket)}.zip` : place.object;
  const filename = filenameOf(named);
  return { source: sourceOf('s3', first, 0), filename, stored: first };
}

function sourceOf(from: ImportSource['from'], address: string, more: number): ImportSource {
  return { from, address, more, sizeBytes: null };
}

function readAddress(address: string, { policy }: SourceSettings, path: string): ReadSource {
  try {
    const url = openOutgoing(policy).check(address);
    const source = sourceOf('url', shownAddress(url), 0);
    return { source, filename: filenameOf(url.pathname), stored: address };
  } catch (error) {
    if (!(error instanceof OutgoingError)) throw error;
    const { message: rule, fix, fault } = error;
    throw refusedAddress([{ path, rule, fix, code: addressFaults[fault] }]);
  }
}

/** Several, of S3 only. */
function readObjects(addresses: readonly [string, ...string[]], settings: SourceSettings): ReadSource {
  const faults: RefusedAddress[] = [];
  const places: S3Place[] = [];
  for (const [index, address] of addresses.entries()) {
    const place = addresses.indexOf(address) < index ? twice : readObject(address, settings);
    if ('rule' in place) faults.push({ ...place, path: `addresses.${index}` });
    else places.push(place);
  }
  if (faults.length > 0) throw refusedAddress(faults);
  return {
    source: sourceOf('s3', addresses[0], addresses.length - 1),
    filename: `${places[0]?.bucket ?? 's3'}.zip`,
    stored: writeAddresses(addresses),
  };
}

type Refusal = Omit<RefusedAddress, 'path'>;

const twice: Refusal = {
  rule: 'This address stands before it already.',
  fix: 'Leave it out: what is there comes in once.',
  code: 'object_twice',
};

function readObject(address: string, { s3 }: SourceSettings): S3Place | Refusal {
  const place = readS3Address(address);
  if (place === undefined)
    return {
      rule: 'This is no address of an object or a prefix.',
      fix: 'Write it as s3://bucket/path/of/the/object, or s3://bucket/prefix/ with a slash at its end.',
      code: 'bad_object',
    };
  if (s3 === null || !isInPlaces(s3.places, place))
    return {
      rule: 'Imports may not read this bucket, or not this part of it.',
      fix: 'The operator says which buckets can be imported from (IMPORT_S3_BUCKETS).',
      code: 'bucket_not_allowed',
    };
  return place;
}

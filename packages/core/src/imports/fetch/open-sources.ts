import type { ImportSource } from '@pairwright/contract/import-source';
import type { ImportS3Config, S3Keys } from '@pairwright/runtime/env-reach';
import { openOutgoing } from '@pairwright/runtime/outgoing/outgoing';
import type { OutgoingPolicy } from '@pairwright/runtime/outgoing/policy';
import type { BucketReader } from '@pairwright/runtime/s3/bucket-reader';
import { isInPlaces } from '@pairwright/runtime/s3/places';
import { RemoteFault, type RemoteFile } from './remote-file.ts';
import { s3File } from './s3-file.ts';
import { s3Folder, s3List } from './s3-folder.ts';
import { isPrefix, readAddresses, readS3Address } from './source-address.ts';
import { urlFile, type UrlLimits } from './url-file.ts';

/** What an installation lets be imported from elsewhere. */
export interface SourceSettings {
  readonly policy: OutgoingPolicy;
  /** Null: nothing from S3. */
  readonly s3: ImportS3Config | null;
  readonly mostBytes: number;
}

const WAITS = { answerMs: 30_000, idleMs: 60_000, leastRate: 1_024 } as const;

/** Opens what an import is fetched from, for a worker; without keys a bucket is read with the credentials of the machine. What was allowed when it was asked for may not be any more: RemoteFault. */
export function openSources(
  { policy, s3, mostBytes }: SourceSettings,
  { keys, waits = WAITS }: { keys: S3Keys | undefined; waits?: Omit<UrlLimits, 'mostBytes'> },
): (fetch: { source: ImportSource; address: string }) => Promise<RemoteFile> {
  const outgoing = openOutgoing(policy);
  let reader: BucketReader | undefined;
  return async ({ source, address }) => {
    if (source.from === 'url') return urlFile(outgoing, { address, limits: { ...waits, mostBytes } });
    const addresses = readAddresses(address);
    const places = addresses.map(readS3Address).filter((place) => place !== undefined);
    const [place, ...more] = places;
    const isAllowed =
      s3 !== null && places.length === addresses.length && places.every((one) => isInPlaces(s3.places, one));
    if (!isAllowed || place === undefined)
      throw new RemoteFault('source_not_allowed', {
        message: 'Imports may not read this bucket any more.',
        fix: 'Ask the operator (IMPORT_S3_BUCKETS).',
      });
    // Loaded only when wanted: the client is large.
    const { openBucketReader } = await import('@pairwright/runtime/s3/bucket-reader');
    reader ??= openBucketReader(s3, keys);
    if (more.length > 0) return s3List(reader, places, { mostBytes });
    return isPrefix(place) ? s3Folder(reader, place, { mostBytes }) : s3File(reader, place);
  };
}

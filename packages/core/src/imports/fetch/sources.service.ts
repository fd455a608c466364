import { createHash } from 'node:crypto';
import { Problem } from '@pairwright/contract/errors';
import type { FetchRequest, ImportSources } from '@pairwright/contract/import-sources';
import type { ImportSource } from '@pairwright/contract/import-source';
import type { ImportJob } from '@pairwright/contract/imports';
import { afterCommit, inTransaction } from '@pairwright/db/transaction';
import { openOutgoing } from '@pairwright/runtime/outgoing/outgoing';
import { OutgoingError, shownAddress } from '@pairwright/runtime/outgoing/outgoing-error';
import { isInPlaces } from '@pairwright/runtime/s3/places';
import type { ProjectContext } from '../../context.ts';
import { type ImportRecord, toImportJob } from '../import-row.queries.ts';
import { checkFilename } from '../receive-upload.ts';
import { findByKey, insertFetch } from './fetch.queries.ts';
import type { SourceSettings } from './open-sources.ts';
import { addressFaults, refusedAddress } from './refused-address.ts';
import { filenameOf, isPrefix, readS3Address } from './source-address.ts';

/** Where files can be fetched from here. */
export function listSources({ policy, s3, mostBytes }: SourceSettings): ImportSources {
  return {
    url: policy.openInternet || policy.allow.length > 0,
    s3: s3?.places.map(({ bucket, prefix }) => `s3://${bucket}/${prefix}`) ?? [],
    mostBytes,
  };
}

/**
 * Registers an import whose file a worker fetches. Nothing is looked up or reached yet: that is the worker's, and so are its
 * refusals. The same key gives the same import. Throws Problem `invalid_request` (an address that may not be fetched) or
 * `wrong_state` (the key was used for another one).
 */
export async function startFetch(
  ctx: ProjectContext,
  asked: FetchRequest,
  settings: SourceSettings,
): Promise<ImportJob> {
  const { source, path } = readSource(asked.address, settings);
  const filename = asked.filename ?? filenameOf(path);
  checkFilename(filename);
  const key = asked.key ?? null;
  const hash = createHash('sha256')
    .update(JSON.stringify([asked.address, filename]))
    .digest('hex');
  const made = await inTransaction(ctx.db.db, async (db) => {
    const id = ctx.ids.next();
    const { projectId, actor } = ctx;
    const given = { projectId, filename, createdBy: actor.userId, address: asked.address, source, key, hash };
    const record = await insertFetch(db, { id, ...given });
    if (record !== undefined) afterCommit(db, () => ctx.queue.enqueue('import.fetch', { importId: id }));
    return record;
  });
  return toImportJob(made ?? (await madeBefore(ctx, key, hash)));
}

async function madeBefore(ctx: ProjectContext, key: string | null, hash: string): Promise<ImportRecord> {
  const record = key === null ? undefined : await findByKey(ctx.db.db, { projectId: ctx.projectId, key });
  if (record === undefined) throw new Problem('not_found');
  if (record.request_hash !== hash)
    throw new Problem('wrong_state', { detail: 'This key was used for the import of another file.' });
  return record;
}

function readSource(address: string, settings: SourceSettings): { source: ImportSource; path: string } {
  if (address.startsWith('s3:')) return readObject(address, settings);
  try {
    const url = openOutgoing(settings.policy).check(address);
    return { source: { from: 'url', address: shownAddress(url), sizeBytes: null }, path: url.pathname };
  } catch (error) {
    if (!(error instanceof OutgoingError)) throw error;
    throw refusedAddress({ rule: error.message, fix: error.fix, code: addressFaults[error.fault] });
  }
}

function readObject(address: string, { s3 }: SourceSettings): { source: ImportSource; path: string } {
  const place = readS3Address(address);
  if (place === undefined)
    throw refusedAddress({
      rule: 'This is no address of an object or a prefix.',
      fix: 'Write it as s3://bucket/path/of/the/object, or s3://bucket/prefix/ with a slash at its end.',
      code: 'bad_object',
    });
  if (s3 === null || !isInPlaces(s3.places, place))
    throw refusedAddress({
      rule: 'Imports may not read this bucket, or not this part of it.',
      fix: 'The operator says which buckets can be imported from (IMPORT_S3_BUCKETS).',
      code: 'bucket_not_allowed',
    });
  const path = isPrefix(place) ? `${filenameOf(place.object || place.bucket)}.zip` : place.object;
  return { source: { from: 's3', address, sizeBytes: null }, path };
}

import { createHash } from 'node:crypto';
import { Problem } from '@pairwright/contract/errors';
import type { FetchRequest, ImportSources } from '@pairwright/contract/import-sources';
import type { ImportJob } from '@pairwright/contract/imports';
import { afterCommit, inTransaction } from '@pairwright/db/transaction';
import type { ProjectContext } from '../../context.ts';
import { type ImportRecord, toImportJob } from '../import-row.queries.ts';
import { checkFilename } from '../receive-upload.ts';
import { findByKey, insertFetch } from './fetch.queries.ts';
import type { SourceSettings } from './open-sources.ts';
import { readSource } from './read-source.ts';

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
  const { source, stored, ...named } = readSource(asked, settings);
  const filename = asked.filename ?? named.filename;
  checkFilename(filename);
  const key = asked.key ?? null;
  const hash = createHash('sha256')
    .update(JSON.stringify([stored, filename]))
    .digest('hex');
  const made = await inTransaction(ctx.db.db, async (db) => {
    const id = ctx.ids.next();
    const { projectId, actor } = ctx;
    const given = { projectId, filename, asker: actor, address: stored, source, key, hash };
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

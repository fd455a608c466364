import { Problem } from '@pairwright/contract/errors';
import type { ImportUpload } from '@pairwright/contract/import-uploads';
import type { ImportJob } from '@pairwright/contract/imports';
import { inTransaction } from '@pairwright/db/transaction';
import type { ProjectContext } from '../../context.ts';
import {
  changeImport,
  findImport,
  type ImportRecord,
  insertImport,
  toImportJob,
} from '../import-row.queries.ts';
import { asProblem, checkFilename, DEFAULT_UPLOAD_BYTES, limited, tooLarge } from '../receive-upload.ts';
import { addPart, lockUpload, type Part, partsOf, setAnnounced } from './upload-parts.queries.ts';

/** Larger than this a part is sent again too often, smaller it is too many requests. */
export const MOST_PART_BYTES = 16 * 1024 * 1024;

/** Registers an upload in parts. Throws Problem `payload_too_large` or `invalid_request`. */
export async function beginUpload(
  ctx: ProjectContext,
  given: { filename: string; sizeBytes: number; maxBytes?: number },
): Promise<ImportUpload> {
  const maxBytes = given.maxBytes ?? DEFAULT_UPLOAD_BYTES;
  checkFilename(given.filename);
  if (given.sizeBytes > maxBytes) throw tooLarge(maxBytes);
  const id = ctx.ids.next();
  await inTransaction(ctx.db.db, async (db) => {
    await insertImport(db, {
      id,
      projectId: ctx.projectId,
      filename: given.filename,
      artifactKey: `imports/${id}/upload.jsonl`,
      createdBy: ctx.actor.userId,
    });
    await setAnnounced(db, id, given.sizeBytes);
    return { importId: id };
  });
  return { importId: id, sizeBytes: given.sizeBytes, receivedBytes: 0, mostPartBytes: MOST_PART_BYTES };
}

/** How far an upload has come. Throws Problem `not_found` or `wrong_state` (it has ended). */
export async function getUpload(ctx: ProjectContext, importId: string): Promise<ImportUpload> {
  const record = await findImport(ctx.db.db, { importId, projectId: ctx.projectId });
  return toUpload(requireUploading(record));
}

export interface UploadPart {
  readonly importId: string;
  readonly offset: number;
  readonly sha256?: string | undefined;
  readonly body: AsyncIterable<Uint8Array>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Takes the part that begins at `offset`. One that is there already changes nothing. Throws Problem `wrong_state` (a part is
 * missing before it, or the upload has ended), `invalid_request` (other bytes than announced) or `payload_too_large`.
 */
export async function putPart(ctx: ProjectContext, part: UploadPart): Promise<ImportUpload> {
  const { offset } = part;
  const before = toUpload(
    requireUploading(await findImport(ctx.db.db, { importId: part.importId, projectId: ctx.projectId })),
  );
  if (offset > before.receivedBytes) throw gap(before);
  const most = Math.min(MOST_PART_BYTES, before.sizeBytes - offset);
  const key = `imports/${part.importId}/part-${ctx.ids.next()}`;
  const written = await ctx.artifacts
    .write(key, limited(part.body, most), { signal: part.signal })
    .catch((error: unknown) => {
      throw asProblem(error);
    });
  const refused = faultOf(part, written);
  const taken =
    refused === null &&
    (await inTransaction(ctx.db.db, async (db) => {
      const record = requireUploading(
        await lockUpload(db, { importId: part.importId, projectId: ctx.projectId }),
      );
      if (record.byte_offset !== offset) return false;
      await addPart(db, record, { key, bytes: written.size });
      return true;
    }));
  // Sent twice, or by two at once: the first one counts.
  if (!taken) await ctx.artifacts.delete(key);
  if (refused !== null) throw refused;
  const now = await getUpload(ctx, part.importId);
  if (!taken && now.receivedBytes < offset + written.size) throw gap(now);
  return now;
}

function faultOf(part: UploadPart, written: { size: number; sha256: string }): Problem | null {
  const fault = (rule: string): Problem =>
    new Problem('invalid_request', {
      faults: [{ path: 'body', rule, fix: 'Send the part again.' }],
    });
  if (written.size === 0) return fault('a part has at least one byte');
  return part.sha256 === undefined || part.sha256 === written.sha256
    ? null
    : fault('the bytes that arrived have the sha256 of the query');
}

/** Puts the parts together. Throws Problem `wrong_state` (parts are missing) or `invalid_request` (another sha256). */
export async function finishUpload(
  ctx: ProjectContext,
  given: { importId: string; sha256?: string | undefined; signal?: AbortSignal | undefined },
): Promise<ImportJob> {
  const found = requireUploading(
    await findImport(ctx.db.db, { importId: given.importId, projectId: ctx.projectId }),
  );
  const upload = toUpload(found);
  if (upload.receivedBytes < upload.sizeBytes) throw gap(upload);
  const parts = partsOf(found);
  const written = await ctx.artifacts
    .write(found.artifact_key, joined(ctx, parts), { signal: given.signal })
    .catch((error: unknown) => {
      throw asProblem(error);
    });
  if (given.sha256 !== undefined && given.sha256 !== written.sha256)
    throw new Problem('invalid_request', {
      faults: [
        {
          path: 'body.sha256',
          value: given.sha256,
          rule: `the file that arrived has the sha256 ${written.sha256}`,
          fix: 'The file changed while it was sent, or was damaged: upload it again from its start.',
        },
      ],
    });
  const record = await inTransaction(ctx.db.db, async (db) => {
    const held = await lockUpload(db, { importId: given.importId, projectId: ctx.projectId });
    // Asked twice: the other one has put it together, to the same bytes.
    if (held !== undefined && held.state !== 'uploading') return held;
    requireUploading(held);
    return changeImport(db, given.importId, {
      state: 'uploaded',
      size_bytes: written.size,
      sha256: written.sha256,
      byte_offset: 0,
    });
  });
  for (const { key } of parts) await ctx.artifacts.delete(key);
  if (record === undefined) throw new Problem('not_found');
  return toImportJob(record);
}

/** The parts as one. */
export async function* joined(
  ctx: Pick<ProjectContext, 'artifacts'>,
  parts: readonly Part[],
): AsyncGenerator<Uint8Array> {
  for (const { key } of parts) yield* (await ctx.artifacts.read(key)) as AsyncIterable<Uint8Array>;
}

type Uploading = ImportRecord & { announced_bytes: number };

function requireUploading(record: ImportRecord | undefined): Uploading {
  if (record === undefined || record.announced_bytes === null) throw new Problem('not_found');
  if (record.state !== 'uploading')
    throw new Problem('wrong_state', { detail: 'The upload has ended already.' });
  return record as Uploading;
}

function toUpload(record: Uploading): ImportUpload {
  return {
    importId: record.id,
    sizeBytes: record.announced_bytes,
    receivedBytes: record.byte_offset,
    mostPartBytes: MOST_PART_BYTES,
  };
}

function gap({ receivedBytes, sizeBytes }: ImportUpload): Problem {
  return new Problem('wrong_state', {
    detail: `${receivedBytes} of ${sizeBytes} bytes have arrived: send the part that begins at byte ${receivedBytes}.`,
  });
}

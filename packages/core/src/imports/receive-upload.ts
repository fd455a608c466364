import type { ImportJob } from '@pairwright/contract/imports';
import { Problem } from '@pairwright/contract/errors';
import { inTransaction } from '@pairwright/db/transaction';
import { ArtifactError } from '@pairwright/runtime/artifacts/store';
import type { ProjectContext, Services } from '../context.ts';
import { describeFailure } from './import-error.ts';
import { DoneBefore } from '../repeats/done-before.ts';
import { changeImport, insertImport, removeImport, toImportJob } from './import-row.queries.ts';

/** 2 GiB. */
export const DEFAULT_UPLOAD_BYTES = 2 * 1024 ** 3;

export interface Upload {
  readonly filename: string;
  readonly body: AsyncIterable<Uint8Array>;
  /** The size the sender announced, if any. */
  readonly announcedBytes?: number | undefined;
  readonly maxBytes?: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Streams a file into the artifact store in constant memory and registers it as an import in state `uploaded`. A file
 * that is too large (`payload_too_large`) or does not arrive whole leaves nothing in the store.
 */
export function receiveUpload(ctx: ProjectContext, upload: Upload): Promise<ImportJob> {
  return storeUpload(ctx, { projectId: ctx.projectId, createdBy: ctx.actor.userId }, upload);
}

export async function storeUpload(
  services: Services,
  owner: { projectId: string; createdBy: string | null },
  upload: Upload,
): Promise<ImportJob> {
  const maxBytes = upload.maxBytes ?? DEFAULT_UPLOAD_BYTES;
  checkFilename(upload.filename);
  if ((upload.announcedBytes ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const importId = services.ids.next();
  const artifactKey = `imports/${importId}/upload.jsonl`;
  const { db } = services.db;
  await insertImport(db, {
    id: importId,
    projectId: owner.projectId,
    filename: upload.filename,
    artifactKey,
    createdBy: owner.createdBy,
  });
  try {
    const written = await services.artifacts.write(artifactKey, limited(upload.body, maxBytes), {
      signal: upload.signal,
    });
    if (written.size === 0)
      throw new Problem('invalid_request', {
        detail: 'The file is empty.',
        faults: [{ path: 'body', rule: 'a file has at least one row', fix: 'Choose another file.' }],
      });
    const record = await inTransaction(db, (tx) =>
      changeImport(tx, importId, {
        state: 'uploaded',
        size_bytes: written.size,
        sha256: written.sha256,
      }),
    );
    if (record === undefined) throw new Problem('not_found');
    return toImportJob(record);
  } catch (error) {
    await abandon(services, { importId, artifactKey, error });
    throw asProblem(error);
  }
}

export async function* limited(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Uint8Array> {
  let received = 0;
  for await (const piece of body) {
    received += piece.byteLength;
    if (received > maxBytes) throw tooLarge(maxBytes);
    yield piece;
  }
}

export function tooLarge(maxBytes: number): Problem {
  return new Problem('payload_too_large', {
    detail: `A file may have at most ${maxBytes} bytes. Split it and import the parts one after the other.`,
  });
}

export function checkFilename(filename: string): void {
  const storable =
    !filename.includes('\0') && (filename as unknown as { isWellFormed(): boolean }).isWellFormed();
  if (storable) return;
  throw new Problem('invalid_request', {
    faults: [
      {
        path: 'query.filename',
        rule: 'a file name holds no NUL and no half characters',
        fix: 'Rename the file.',
      },
    ],
  });
}

/** The bytes did not arrive whole. */
async function abandon(
  services: Services,
  given: { importId: string; artifactKey: string; error: unknown },
): Promise<void> {
  try {
    await services.artifacts.delete(given.artifactKey);
    // The same file came before, as an import of its own.
    if (given.error instanceof DoneBefore) return await removeImport(services.db.db, given.importId);
    const error =
      given.error instanceof Problem || given.error instanceof ArtifactError
        ? describeFailure(given.error)
        : brokenOff;
    await changeImport(services.db.db, given.importId, { state: 'cancelled', error, finished: true });
  } catch (error) {
    // The reconciler ends uploads that nobody is sending any more.
    services.log.warn(
      { err: error, importId: given.importId },
      'an upload that broke off could not be cleaned up',
    );
  }
}

const brokenOff = {
  code: 'upload_broken_off',
  message: 'The upload broke off before the end of the file.',
  fix: 'Upload the file again.',
};

/** A store that is away is mostly back soon. */
const AWAY_SECONDS = 5;

export function asProblem(error: unknown): unknown {
  if (!(error instanceof ArtifactError)) return error;
  return new Problem('unavailable', {
    detail: describeFailure(error).message,
    retryAfterSeconds: AWAY_SECONDS,
    cause: error,
  });
}

import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { ApiProblem } from '@pairwright/contract/client';
import type { ImportUpload } from '@pairwright/contract/import-uploads';
import type { ImportJob } from '@pairwright/contract/imports';
import { sendMissingParts } from '@pairwright/contract/upload-loop';
import type { Cli } from './app-context.ts';
import { CliError } from './cli-error.ts';
import { hashOf } from './download.ts';
import { recallUpload, rememberUpload, type UploadedFile } from './upload-memory.ts';

const PART_BYTES = 8 << 20;

/**
 * Uploads a file in parts, each with its sha256, and goes on after breaks, also where an earlier run of the command was
 * killed; gives the import. `name`: as the import is called.
 */
export async function uploadFile(
  cli: Cli,
  projectId: string,
  { file, name }: { file: string; name: string },
): Promise<ImportJob> {
  const handle = await open(file).catch(() => {
    throw new CliError('usage', `${file} cannot be read. Does it exist?`);
  });
  const bar = cli.out.progress('uploading', 0);
  try {
    const { size: sizeBytes } = await handle.stat();
    if (sizeBytes === 0) throw new CliError('usage', `${file} is empty.`);
    const sha256 = await hashOf(file);
    const begun = await beginOrGoOn(cli, { projectId, sha256 }, { filename: name, sizeBytes });
    const params = { projectId, importId: begun.importId };
    await sendMissingParts(begun, {
      async put(upload) {
        bar.update(upload.receivedBytes, sizeBytes);
        const part = await readPart(handle, upload);
        const sha256 = createHash('sha256').update(part).digest('hex');
        return cli.client.call(
          'putUploadPart',
          { params, query: { offset: upload.receivedBytes, sha256 } },
          { rawBody: part, headers: { 'content-type': 'application/octet-stream' } },
        );
      },
      ask: () => cli.client.call('getUpload', { params }),
      pause: (seconds) => delay(seconds * 1000),
    });
    const job = await cli.client.call('finishUpload', { params, body: { sha256 } });
    await rememberUpload(cli, { projectId, sha256 }, null);
    return job;
  } finally {
    bar.stop();
    await handle.close();
  }
}

async function beginOrGoOn(
  cli: Cli,
  known: UploadedFile,
  body: { filename: string; sizeBytes: number },
): Promise<ImportUpload> {
  const { projectId } = known;
  const importId = await recallUpload(cli, known);
  const before = importId === undefined ? undefined : await unfinished(cli, { projectId, importId });
  if (before !== undefined && before.sizeBytes === body.sizeBytes) {
    cli.out.line(
      `Going on with the upload of ${body.filename} that was begun before: ${before.receivedBytes} of ${before.sizeBytes} bytes are there.`,
    );
    return before;
  }
  const begun = await cli.client.call('beginUpload', { params: { projectId }, body });
  await rememberUpload(cli, known, begun.importId);
  return begun;
}

/** Undefined where the server has finished it, or thrown it away. */
async function unfinished(
  cli: Cli,
  params: { projectId: string; importId: string },
): Promise<ImportUpload | undefined> {
  try {
    return await cli.client.call('getUpload', { params });
  } catch (error) {
    if (error instanceof ApiProblem && ['not_found', 'wrong_state'].includes(error.body.code))
      return undefined;
    throw error;
  }
}

async function readPart(
  handle: FileHandle,
  { receivedBytes, sizeBytes, mostPartBytes }: ImportUpload,
): Promise<Uint8Array<ArrayBuffer>> {
  const part = new Uint8Array(Math.min(PART_BYTES, mostPartBytes, sizeBytes - receivedBytes));
  for (let filled = 0; filled < part.length;) {
    const { bytesRead } = await handle.read(part, filled, part.length - filled, receivedBytes + filled);
    if (bytesRead === 0)
      throw new CliError('failed', 'The file became shorter while it was uploaded. Nothing was imported.');
    filled += bytesRead;
  }
  return part;
}

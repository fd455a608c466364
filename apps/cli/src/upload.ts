import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ImportUpload } from '@pairwright/contract/import-uploads';
import type { ImportJob } from '@pairwright/contract/imports';
import { sendMissingParts } from '@pairwright/contract/upload-loop';
import type { Cli } from './app-context.ts';
import { CliError } from './cli-error.ts';

const PART_BYTES = 8 << 20;

/** Uploads a file in parts, each with its sha256, and goes on after breaks; gives the import. */
export async function uploadFile(cli: Cli, projectId: string, file: string): Promise<ImportJob> {
  const handle = await open(file).catch(() => {
    throw new CliError('usage', `${file} cannot be read. Does it exist?`);
  });
  const bar = cli.out.progress('uploading', 0);
  try {
    const { size: sizeBytes } = await handle.stat();
    if (sizeBytes === 0) throw new CliError('usage', `${file} is empty.`);
    const body = { filename: path.basename(file), sizeBytes };
    const begun = await cli.client.call('beginUpload', { params: { projectId }, body });
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
    return await cli.client.call('finishUpload', { params, body: {} });
  } finally {
    bar.stop();
    await handle.close();
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

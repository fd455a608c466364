import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { NoAnswer } from '@pairwright/contract/client';
import { CliError } from './cli-error.ts';
import type { Progress } from './output.ts';

export interface RemoteFile {
  readonly size: number;
  readonly sha256: string;
  /** Opens the file, with a Range header when resuming. */
  open(headers: Record<string, string>): Promise<Response>;
}

const TRIES = 6;

/**
 * Writes a remote file to `target`, going on from an earlier partial download of the same content, and verifies its
 * sha256 before it gets its name. The partial file carries the hash in its name, so it can only be resumed by its equal.
 */
export async function downloadTo(target: string, remote: RemoteFile, progress: Progress): Promise<void> {
  const partial = `${target}.${remote.sha256.slice(0, 16)}.part`;
  for (let attempt = 1; (await sizeOf(partial)) < remote.size || remote.size === 0; attempt += 1) {
    try {
      await append(partial, remote, progress);
      break;
    } catch (error) {
      if (!isBrokenOff(error) || attempt >= TRIES) throw error;
      await delay(250 * 2 ** attempt);
    }
  }
  progress.stop();
  const sha256 = await hashOf(partial);
  if (sha256 !== remote.sha256) {
    await rm(partial, { force: true });
    throw new CliError(
      'failed',
      `What arrived for ${target} is not what the server has (sha256 ${sha256}, expected ${remote.sha256}). It was removed; try again.`,
    );
  }
  await rename(partial, target);
}

async function append(partial: string, remote: RemoteFile, progress: Progress): Promise<void> {
  const have = await sizeOf(partial);
  const response = await remote.open(
    have > 0 ? { range: `bytes=${have}-`, 'if-range': `"${remote.sha256}"` } : {},
  );
  const resumes = response.status === 206;
  let done = resumes ? have : 0;
  progress.update(done, remote.size);
  if (!response.body) throw new NoAnswer('The download came without content');
  const file = await open(partial, resumes ? 'a' : 'w');
  try {
    // Chunk by chunk, so that what arrived before a break is on disk.
    for await (const chunk of response.body) {
      // All of it: one call may store less, as the last one before a disk is full.
      await file.writeFile(chunk);
      progress.update((done += chunk.length));
    }
    await file.sync();
  } finally {
    await file.close();
  }
  if (done < remote.size) throw new NoAnswer('The download broke off');
}

function isBrokenOff(error: unknown): boolean {
  if (error instanceof NoAnswer) return true;
  const code =
    (error as { code?: string; cause?: { code?: string } }).code ??
    (error as { cause?: { code?: string } }).cause?.code;
  return (
    code !== undefined &&
    (code.startsWith('UND_ERR') ||
      ['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'].includes(code))
  );
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    (found) => found.size,
    () => 0,
  );
}

/** The sha256 of a file. Throws when there is none. */
export async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

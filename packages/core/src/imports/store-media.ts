import type { Executor } from '@pairwright/db/database';
import type { Tx } from '@pairwright/db/transaction';
import type { ImportMedia } from '@pairwright/formats/import-types';
import type { Services } from '../context.ts';
import { mediaKey } from '../media/media-key.ts';
import type { HashedRow } from './hash-row.ts';
import { scanImage } from './scan-file.ts';

/**
 * Puts the images of these rows into the artifact store, each once per project, and gives those the database does not
 * know yet. The key is made from the bytes: storing the same image again, after a kill or at the same time, changes nothing.
 */
export async function storeMedia(
  services: Pick<Services, 'db' | 'artifacts' | 'scanner'>,
  projectId: string,
  rows: readonly HashedRow[],
): Promise<ImportMedia[]> {
  const named = new Map(rows.flatMap((row) => row.media).map((media) => [media.sha256, media]));
  if (named.size === 0) return [];
  for (const known of await findKnown(services.db.db, projectId, [...named.keys()])) named.delete(known);
  for (const { sha256, bytes } of named.values()) {
    await scanImage(services, bytes);
    await services.artifacts.write(mediaKey(projectId, sha256), once(bytes));
  }
  return [...named.values()];
}

/** Makes stored images known: from now on they can be asked for. */
export async function insertMedia(db: Tx, projectId: string, media: readonly ImportMedia[]): Promise<void> {
  if (media.length === 0) return;
  const rows = media.map(({ sha256, type, width, height, bytes }) => ({
    project_id: projectId,
    sha256,
    type,
    width,
    height,
    size_bytes: bytes.length,
  }));
  await db
    .insertInto('media')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function findKnown(db: Executor, projectId: string, sums: readonly string[]): Promise<string[]> {
  const rows = await db
    .selectFrom('media')
    .select('sha256')
    .where('project_id', '=', projectId)
    .where('sha256', 'in', sums)
    .execute();
  return rows.map(({ sha256 }) => sha256);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

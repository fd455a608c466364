import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { NAMED_ARTIFACTS } from '@pairwright/core/backups/named-artifacts';
import { copyTo } from '@pairwright/db/copy';

/** The files that the rows of a snapshot name, kept on disk: there may be millions. */
export interface ArtifactList {
  readonly count: number;
  /** As the rows say. */
  readonly bytes: number;
  keys(): AsyncIterable<string>;
  remove(): Promise<void>;
}

/** Reads the list in the transaction of the client. */
export async function listArtifacts(client: PoolClient): Promise<ArtifactList> {
  const { rows } = await client.query<{ count: number; bytes: number }>(
    `select count(*)::float8 as count, coalesce(sum(bytes), 0)::float8 as bytes from (${NAMED_ARTIFACTS}) named`,
  );
  const folder = await mkdtemp(path.join(tmpdir(), 'pairwright-backup-'));
  const file = path.join(folder, 'keys');
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    // Keys are made of letters, digits and a few signs: the text format leaves them as they are.
    const text = await copyTo(
      client,
      `copy (select distinct key from (${NAMED_ARTIFACTS}) named order by key) to stdout`,
    );
    await pipeline(text, createWriteStream(file, { mode: 0o600 }));
  } catch (error) {
    await remove();
    throw error;
  }
  const { count = 0, bytes = 0 } = rows[0] ?? {};
  return { count, bytes, keys: () => createInterface({ input: createReadStream(file) }), remove };
}

import type pg from 'pg';
import { NAMED_ARTIFACTS } from '@pairwright/core/backups/named-artifacts';
import { ArtifactError, type ArtifactStore } from '@pairwright/runtime/artifacts/store';
import type { ArtifactList } from './artifact-list.ts';
import { artifactPart, type ArtifactSum, type Manifest, type Part, SUMS_EVERY, sumsPart } from './format.ts';
import type { TarWriter } from './tar-writer.ts';

interface Sources {
  readonly store: ArtifactStore;
  readonly tar: TarWriter;
  readonly pool: pg.Pool;
}

/**
 * Copies every file of the list, with its sums behind each few hundred. A file that is gone because its row is gone since the
 * snapshot is left out; one that is gone although its row is there is named as missing.
 */
export async function addArtifacts(
  { store, tar, pool }: Sources,
  list: ArtifactList,
  onBytes: (bytes: number) => void,
): Promise<Manifest['artifacts']> {
  const missing: string[] = [];
  const sums: Part[] = [];
  let held: ArtifactSum[] = [];
  let count = 0;
  let bytes = 0;
  const flush = async (): Promise<void> => {
    if (held.length === 0) return;
    const text = held.map((sum) => `${JSON.stringify(sum)}\n`).join('');
    sums.push(await tar.add(sumsPart(sums.length + 1), Buffer.from(text)));
    held = [];
  };
  for await (const key of list.keys()) {
    const info = await store.stat(key);
    const body = info === undefined ? undefined : await openOrGone(store, key);
    if (info === undefined || body === undefined) {
      if (await isStillNamed(pool, key)) missing.push(key);
      continue;
    }
    const part = await tar.addStream({ name: artifactPart(key), bytes: info.size }, body);
    held.push({ key, bytes: part.bytes, sha256: part.sha256 });
    count += 1;
    bytes += part.bytes;
    onBytes(part.bytes);
    if (held.length >= SUMS_EVERY) await flush();
  }
  await flush();
  return { count, bytes, sums, missing };
}

async function openOrGone(store: ArtifactStore, key: string): Promise<AsyncIterable<Uint8Array> | undefined> {
  try {
    return (await store.read(key)) as AsyncIterable<Uint8Array>;
  } catch (error) {
    if (error instanceof ArtifactError && error.fault === 'not_found') return undefined;
    throw error;
  }
}

async function isStillNamed(pool: pg.Pool, key: string): Promise<boolean> {
  const { rowCount } = await pool.query(`select 1 from (${NAMED_ARTIFACTS}) named where key = $1 limit 1`, [
    key,
  ]);
  return rowCount !== 0;
}

import { counted } from '@pairwright/domain/counted';
import { randomUUID } from 'node:crypto';
import { NAMED_ARTIFACTS } from '@pairwright/core/backups/named-artifacts';
import { readDiskSpace } from '@pairwright/runtime/artifacts/disk-space';
import { openArtifactStore } from '@pairwright/runtime/artifacts/open-store';
import type { ArtifactStore } from '@pairwright/runtime/artifacts/store';
import type { Config } from '@pairwright/runtime/env';
import { fault } from './faults.ts';
import type { Look, OpenPatient, Patient } from './patient.ts';

/** Opens the store; an error says why it cannot be used. */
export async function openStore(config: Config): Promise<ArtifactStore | Error> {
  return openArtifactStore(config).catch((error: unknown) =>
    error instanceof Error ? error : new Error(String(error)),
  );
}

/** Writes a small file, reads it back and removes it. */
export async function lookAtStore(config: Config, store: ArtifactStore | Error): Look {
  const remedy =
    config.s3 === undefined
      ? 'Give the account of api and worker read and write permission on the folder, or choose another with PAIRWRIGHT_DATA.'
      : 'Correct S3_ENDPOINT, S3_REGION, S3_BUCKET and the keys; they need to read, write, list and delete objects.';
  if (store instanceof Error) return { findings: [fault('store_unusable', store.message, remedy)] };
  const key = `doctor/${randomUUID()}`;
  const bytes = Buffer.from('Pairwright');
  try {
    await store.write(key, once(bytes));
    const back: Uint8Array[] = [];
    for await (const chunk of (await store.read(key)) as AsyncIterable<Uint8Array>) back.push(chunk);
    await store.delete(key);
    if (Buffer.concat(back).equals(bytes)) return { findings: [], seen: store.kind };
    return {
      findings: [
        fault('store_unusable', 'The artifact store gives back other bytes than it was given.', remedy),
      ],
    };
  } catch (error) {
    return { findings: [fault('store_unusable', (error as Error).message, remedy)] };
  }
}

/** Free space where files, and perhaps the database, are kept. */
export async function lookAtDisk({ config, limits }: Patient): Look {
  const space = await readDiskSpace(config.dataDir).catch(() => undefined);
  if (space === undefined) return { findings: [], skipped: `nothing is kept in ${config.dataDir}` };
  const mebibytes = Math.floor(space.freeBytes / 1024 ** 2);
  if (space.freeBytes >= limits.freeBytes) return { findings: [], seen: `${mebibytes} MiB free` };
  return {
    findings: [
      fault(
        'disk_nearly_full',
        `Only ${mebibytes} MiB are free in ${config.dataDir}: imports and exports fail soon, and with the embedded database votes too.`,
        'Free some space or move the folder to a larger disk. Rules of retention remove old exports and uploads.',
      ),
    ],
  };
}

/** Files that rows name: a sample, or all of them. */
export async function lookAtArtifacts({ client, store, deep, limits }: OpenPatient): Look {
  if (store === undefined) return { findings: [], skipped: 'the store cannot be used' };
  const missing: string[] = [];
  let looked = 0;
  let after = '';
  for (;;) {
    const { rows } = await client.query<{ key: string }>(
      deep
        ? `select distinct key from (${NAMED_ARTIFACTS}) named where key > $1 order by key limit 1000`
        : `select key from (${NAMED_ARTIFACTS}) named where $1 = '' order by random() limit ${Math.trunc(limits.sample)}`,
      [after],
    );
    for (const { key } of rows) if ((await store.stat(key)) === undefined) missing.push(key);
    looked += rows.length;
    after = rows.at(-1)?.key ?? '';
    if (!deep || rows.length < 1_000) break;
  }
  const seen = `${counted(looked, 'file')} looked for${deep ? '' : ' (a sample; --deep looks for all)'}`;
  if (missing.length === 0) return { findings: [], seen };
  const named = missing.slice(0, 3).join(', ');
  return {
    findings: [
      fault(
        'artifacts_missing',
        `${missing.length} of ${counted(looked, 'file')} that the database names ${missing.length === 1 ? 'is' : 'are'} not in the artifact store: ${named}${missing.length > 3 ? ' and more' : ''}.`,
        'Check that S3_BUCKET or PAIRWRIGHT_DATA is the right one; take the files out of a backup ("tar -x" of artifacts/…). Exports can be made again.',
      ),
    ],
  };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

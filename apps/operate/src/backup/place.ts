import { createReadStream } from 'node:fs';
import { access, mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { openFolderWriter } from '@pairwright/runtime/artifacts/folder-writer';
import { ArtifactError, type ArtifactStore, type ArtifactWriter } from '@pairwright/runtime/artifacts/store';
import type { Config } from '@pairwright/runtime/env';
import { OperateError } from '../operate-error.ts';

/** Where a backup is, or is to be: a file of this machine, or an object of a bucket. */
export interface BackupPlace {
  /** As people name it. */
  readonly name: string;
  /** Nothing is there until the writer is closed. Throws OperateError when something is there already. */
  openWriter(): Promise<ArtifactWriter>;
  /** Throws OperateError when nothing is there. May be called again. */
  read(): Promise<AsyncIterable<Uint8Array>>;
  size(): Promise<number>;
  close(): Promise<void>;
}

/** Opens `s3://bucket/key` or a path, relative to `folder`. Throws OperateError. */
export async function openPlace(
  config: Config,
  { address, folder }: { address: string; folder: string },
): Promise<BackupPlace> {
  if (address.startsWith('s3://')) return openBucketPlace(config, address);
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(address))
    throw new OperateError(`${address} is neither a path nor an address like s3://bucket/key.`);
  return filePlace(path.resolve(folder, address));
}

const taken = (name: string): OperateError =>
  new OperateError(`${name} is there already, and a backup replaces nothing. Give another name.`);
const absent = (name: string): OperateError =>
  new OperateError(`There is no backup at ${name}. Correct the name.`);

function filePlace(file: string): BackupPlace {
  const there = (): Promise<boolean> =>
    access(file).then(
      () => true,
      () => false,
    );
  return {
    name: file,
    async openWriter() {
      if (await there()) throw taken(file);
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 }).catch((error: unknown) => {
        throw new OperateError(`The folder of ${file} cannot be made (${(error as Error).message}).`, error);
      });
      const temporary = path.join(path.dirname(file), `.${path.basename(file)}.${randomUUID()}.unfinished`);
      return openFolderWriter({ file, temporary });
    },
    async read() {
      if (!(await there())) throw absent(file);
      return createReadStream(file, { highWaterMark: 1 << 20 }) as AsyncIterable<Uint8Array>;
    },
    async size() {
      if (!(await there())) throw absent(file);
      return (await stat(file)).size;
    },
    close: async () => undefined,
  };
}

async function openBucketPlace(config: Config, address: string): Promise<BackupPlace> {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(address) ?? [];
  if (bucket === '' || key === '')
    throw new OperateError(
      `${address} is not an address of an object. Write it like s3://bucket/folder/name.tar.`,
    );
  const { backupS3: keys } = config.secrets.reveal();
  if (config.backupS3 === undefined)
    throw new OperateError(
      `${address} needs an S3-compatible store: set S3_* or BACKUP_S3_ENDPOINT, BACKUP_S3_REGION, BACKUP_S3_ACCESS_KEY_ID and BACKUP_S3_SECRET_ACCESS_KEY.`,
    );
  const { openS3Store } = await import('@pairwright/runtime/artifacts/s3-store');
  return bucketPlace({
    store: await openS3Store({ ...config.backupS3, keys, bucket }),
    key,
    name: address,
  });
}

function bucketPlace({ store, key, name }: { store: ArtifactStore; key: string; name: string }): BackupPlace {
  return {
    name,
    async openWriter() {
      if ((await store.stat(key)) !== undefined) throw taken(name);
      return store.openWriter(key);
    },
    async read() {
      try {
        return (await store.read(key)) as AsyncIterable<Uint8Array>;
      } catch (error) {
        throw error instanceof ArtifactError && error.fault === 'not_found' ? absent(name) : error;
      }
    },
    async size() {
      const info = await store.stat(key);
      if (info === undefined) throw absent(name);
      return info.size;
    },
    close: () => store.close(),
  };
}

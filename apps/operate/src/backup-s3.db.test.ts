import S3rver from 's3rver';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openArtifactStore } from '@pairwright/runtime/artifacts/open-store';
import { BackupStand, PASSPHRASE, sentenceOf } from './backup-stand.fixture.ts';
import { configOf, dumpStore, dumpTables } from './backup.fixture.ts';
import { restore } from './restore/restore.ts';

const on = await BackupStand.open();
afterAll(() => on.close());

describe('with an S3-compatible store', () => {
  let env: Record<string, string>;
  beforeAll(async () => {
    const server = new S3rver({
      port: 0,
      address: '127.0.0.1',
      silent: true,
      directory: on.fileOf('s3'),
      configureBuckets: [
        { name: 'artifacts', configs: [] },
        { name: 'restored', configs: [] },
        { name: 'backups', configs: [] },
      ],
    });
    const { port } = await server.run();
    on.atEnd(() => server.close());
    env = {
      S3_ENDPOINT: `http://127.0.0.1:${port}`,
      S3_REGION: 'us-east-1',
      S3_ACCESS_KEY_ID: 'S3RVER',
      S3_SECRET_ACCESS_KEY: 'S3RVER',
      SECRET_KEYS: '0123456789abcdef'.repeat(4),
    };
  });

  test('files and the backup itself are objects', async () => {
    const from = configOf({ ...env, S3_BUCKET: 'artifacts' });
    const to = configOf({ ...env, S3_BUCKET: 'restored' });
    const filled = await on.fill(await openArtifactStore(from));
    const address = 's3://backups/nightly/one.tar.enc';
    const place = await on.placeOf(address, from);
    await on.backUp(filled, address, { place, passphrase: PASSPHRASE });
    await expect(on.backUp(filled, address, { place, passphrase: PASSPHRASE })).rejects.toThrow(
      /is there already/,
    );
    const store = await openArtifactStore(to);
    const run = await on.restoreRun('', {
      store,
      place: await on.placeOf(address, to),
      passphrase: PASSPHRASE,
    });
    await restore(run);
    expect(await dumpStore(store)).toEqual(await dumpStore(filled.store));
    expect((await dumpTables(run.url)).get('judgments')).toEqual(
      (await dumpTables(filled.database.url)).get('judgments'),
    );
    expect(await sentenceOf((await on.placeOf('s3://backups/none.tar', to)).read())).toBe(
      'There is no backup at s3://backups/none.tar. Correct the name.',
    );
    expect(await sentenceOf(on.placeOf('s3://backups', to))).toMatch(
      /Write it like s3:\/\/bucket\/folder\/name\.tar/,
    );
    expect(await sentenceOf(on.placeOf(address))).toMatch(/set S3_\* or BACKUP_S3_ENDPOINT/);
  });
});

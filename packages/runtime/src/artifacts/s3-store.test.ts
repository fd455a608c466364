import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import S3rver from 's3rver';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openS3Store } from './s3-store.ts';
import type { ArtifactStore } from './store.ts';
import { artifactStoreSuite } from './store-suite.ts';

describe('S3 store, against a server that speaks the S3 protocol', () => {
  let folder: string;
  let server: S3rver;
  let store: ArtifactStore;
  let options: Parameters<typeof openS3Store>[0];

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'pairwright-s3-'));
    server = new S3rver({
      port: 0,
      address: '127.0.0.1',
      silent: true,
      directory: folder,
      configureBuckets: [{ name: 'artifacts', configs: [] }],
    });
    const { port } = await server.run();
    options = {
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      bucket: 'artifacts',
      forcePathStyle: true,
      keys: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
    };
    store = await openS3Store(options);
  });
  afterAll(async () => {
    await store.close();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  artifactStoreSuite(() => store);

  it('without keys takes those that the machine is given, and asks for new ones when they end', async () => {
    let asked = 0;
    const giver = createServer((_request, response) => {
      asked += 1;
      response.setHeader('content-type', 'application/json').end(
        JSON.stringify({
          AccessKeyId: 'S3RVER',
          SecretAccessKey: 'S3RVER',
          Token: `token ${asked}`,
          // The first has ended before it is used.
          Expiration: new Date(Date.now() + (asked === 1 ? 1_000 : 3_600_000)).toISOString(),
        }),
      );
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => giver.once('listening', resolve));
    const { port } = giver.address() as AddressInfo;
    vi.stubEnv('AWS_CONTAINER_CREDENTIALS_FULL_URI', `http://127.0.0.1:${port}/`);
    for (const other of [
      'AWS_ACCESS_KEY_ID',
      'AWS_SECRET_ACCESS_KEY',
      'AWS_PROFILE',
      'AWS_WEB_IDENTITY_TOKEN_FILE',
    ])
      vi.stubEnv(other, undefined);
    const open = await openS3Store({ ...options, keys: undefined });
    await open.write('given/one.txt', [Buffer.from('one')] as unknown as AsyncIterable<Uint8Array>);
    expect(await store.stat('given/one.txt')).toEqual({ key: 'given/one.txt', size: 3 });
    expect(asked).toBeGreaterThanOrEqual(2);
    const before = asked;
    await open.write('given/two.txt', [Buffer.from('two')] as unknown as AsyncIterable<Uint8Array>);
    expect(asked).toBe(before);
    await open.close();
    vi.unstubAllEnvs();
    await new Promise((resolve) => giver.close(resolve));
  });

  it('says which setting is wrong', async () => {
    await expect(openS3Store({ ...options, bucket: 'missing' })).rejects.toThrow(
      /Cannot use the bucket missing: it does not exist/,
    );
    const closed = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => closed.once('listening', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    await expect(openS3Store({ ...options, endpoint: `http://127.0.0.1:${port}` })).rejects.toThrow(
      /cannot be reached; correct S3_ENDPOINT/,
    );
  });
});

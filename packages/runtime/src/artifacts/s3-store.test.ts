import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type BucketServer, type Refusal, startBucketServer } from '../fixtures/bucket-server.ts';
import { openS3Store } from './s3-store.ts';
import type { ArtifactStore } from './store.ts';
import { artifactStoreSuite } from './store-suite.ts';

describe('S3 store, against a server that speaks the S3 protocol', () => {
  let server: BucketServer;
  let store: ArtifactStore;
  let options: Parameters<typeof openS3Store>[0];

  beforeAll(async () => {
    server = await startBucketServer();
    options = {
      endpoint: server.env['S3_ENDPOINT']!,
      region: 'us-east-1',
      bucket: 'artifacts',
      forcePathStyle: true,
      keys: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
    };
    store = await openS3Store(options);
  });
  afterEach(() => {
    Object.assign(server.weather, { refusal: undefined, latencyMs: 0, cutParts: 0, cutReads: 0 });
  });
  afterAll(async () => {
    await store.close();
    await server.close();
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

  /** In two parts. */
  const LARGE = 18 << 20;
  const large = async function* (): AsyncGenerator<Uint8Array> {
    for (let piece = 0; piece < 9; piece += 1) yield Buffer.alloc(2 << 20, piece);
  };

  it(
    'sends a part again that was cut off in the middle, and gives it up when that goes on: nothing is there then',
    { timeout: 120_000 },
    async () => {
      server.weather.cutParts = 2;
      const before = server.hurt();
      const { size, sha256 } = await store.write('cut/once', large());
      expect({ size, hurt: server.hurt() - before }).toEqual({ size: LARGE, hurt: 2 });
      server.weather.cutParts = 100;
      await expect(store.write('cut/again', large())).rejects.toMatchObject({ fault: 'unreachable' });
      expect(await store.stat('cut/again')).toBeUndefined();
      expect(await server.uploads.unfinished()).toEqual([]);
      // What was there before stays as it was.
      server.weather.cutParts = 100;
      await expect(store.write('cut/once', large())).rejects.toMatchObject({ fault: 'unreachable' });
      server.weather.cutParts = 0;
      expect(await store.write('cut/again', large())).toEqual({ size, sha256 });
      expect((await buffer(await store.read('cut/once'))).length).toBe(size);
    },
  );

  it('says that an object broke off in the middle, as a fault of the store', async () => {
    await store.write('broken/off', large());
    server.weather.cutReads = 1;
    await expect(buffer(await store.read('broken/off'))).rejects.toMatchObject({
      name: 'ArtifactError',
      fault: 'unreachable',
    });
    expect((await buffer(await store.read('broken/off'))).length).toBe(LARGE);
  });

  it.each<[Refusal, string]>([
    ['slow_down', 'busy'],
    ['disk_full', 'disk_full'],
    ['keys_refused', 'no_permission'],
    ['bucket_gone', 'no_bucket'],
  ])(
    'a store that answers %s is told as %s, and never as a file that is not there',
    async (refusal, fault) => {
      await store.write('told/one.txt', [Buffer.from('one')] as unknown as AsyncIterable<Uint8Array>);
      server.weather.refusal = refusal;
      const told = { name: 'ArtifactError', fault };
      await expect(store.write('told/two.txt', large())).rejects.toMatchObject(told);
      await expect(store.read('told/one.txt')).rejects.toMatchObject(told);
      // HEAD is answered without words.
      await expect(store.stat('told/one.txt')).rejects.toMatchObject({ name: 'ArtifactError' });
      await expect(store.delete('told/one.txt')).rejects.toMatchObject(told);
      await expect(store.check()).rejects.toMatchObject({ name: 'ArtifactError' });
      server.weather.refusal = undefined;
      expect(await store.stat('told/one.txt')).toMatchObject({ size: 3 });
      expect(await store.stat('told/two.txt')).toBeUndefined();
    },
  );

  it('does not wait without end for a store that says nothing', async () => {
    const patience = { connectMs: 1_000, answerMs: 1_000, silentMs: 1_000 };
    const impatient = await openS3Store({ ...options, patience });
    server.weather.latencyMs = 5_000;
    await expect(impatient.read('silent/one')).rejects.toMatchObject({ fault: 'unreachable' });
    server.weather.latencyMs = 0;
    await impatient.close();
  });

  it('aborts uploads of which nothing has come for long, and leaves those that go on, and those of others', async () => {
    const HOUR = 3_600_000;
    const { S3Client, CreateMultipartUploadCommand, UploadPartCommand } = await import('@aws-sdk/client-s3');
    const client = new S3Client({
      endpoint: options.endpoint,
      region: options.region,
      forcePathStyle: true,
      credentials: options.keys!,
    });
    const begin = async (Key: string): Promise<string> => {
      const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket: 'artifacts', Key }));
      for (const PartNumber of [1, 2, 3])
        await client.send(
          new UploadPartCommand({
            Bucket: 'artifacts',
            Key,
            UploadId,
            PartNumber,
            Body: Buffer.from('part'),
          }),
        );
      return UploadId!;
    };
    // More than a page.
    for (const name of ['a', 'b', 'c'])
      await server.uploads.age(await begin(`exports/old/${name}`), 25 * HOUR);
    await server.uploads.ageBeginning(await begin('exports/long/rows.jsonl'), 25 * HOUR);
    await begin('exports/young/rows.jsonl');
    await server.uploads.age(await begin('others/backup.tar'), 25 * HOUR);
    const tidy = () => store.removeUnfinished(['exports', 'imports'], Date.now() - 24 * HOUR);
    expect(await tidy()).toBe(3);
    const left = async () => (await server.uploads.unfinished()).map(({ key }) => key);
    expect(await left()).toEqual([
      'exports/long/rows.jsonl',
      'exports/young/rows.jsonl',
      'others/backup.tar',
    ]);
    expect(await tidy()).toBe(0);
    expect(await store.removeUnfinished(['exports'], Date.now() + HOUR)).toBe(2);
    expect(await left()).toEqual(['others/backup.tar']);
    client.destroy();
  });
});

import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import {
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import S3rver from 's3rver';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { readBucketPlace } from './bucket.ts';
import { push } from './commands/push.ts';

/** A server that speaks the S3 protocol; its only keys are these. */
const keys = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };
/** Of more than two parts. */
const large = randomBytes(40 * 1024 * 1024);
const sumOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

let folder: string;
let stored: string;
let server: S3rver;
let endpoint: string;
let client: S3Client;
const results: { uploaded: string[] }[] = [];
const cli = {
  env: {},
  out: {
    json: true,
    line: () => undefined,
    result: (value: unknown) => void results.push(value as { uploaded: string[] }),
    progress: () => ({ update: () => undefined, stop: () => undefined }),
  },
};

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'pairwright-push-'));
  stored = await mkdtemp(path.join(tmpdir(), 'pairwright-s3-'));
  server = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory: stored,
    configureBuckets: [{ name: 'training', configs: [] }],
  });
  const { port } = await server.run();
  endpoint = `http://127.0.0.1:${port}`;
  client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials: keys });
});
beforeEach(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', keys.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', keys.secretAccessKey);
  await writeFolder('# card\n');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  client.destroy();
  await server.close();
  await Promise.all([folder, stored].map((place) => rm(place, { recursive: true })));
});

async function writeFolder(card: string): Promise<void> {
  const files = [{ name: 'train.parquet', bytes: large.length, sha256: sumOf(large), rows: 1 }];
  await writeFile(path.join(folder, 'train.parquet'), large);
  await writeFile(path.join(folder, 'README.md'), card);
  const manifest = { dataset: { slug: 'd', version: 3 }, files };
  await writeFile(path.join(folder, 'manifest.json'), JSON.stringify(manifest));
}

async function keysIn(prefix: string): Promise<string[]> {
  const { Contents } = await client.send(new ListObjectsV2Command({ Bucket: 'training', Prefix: prefix }));
  return (Contents ?? []).map(({ Key }) => Key ?? '').toSorted();
}

const to = (place: string) => ({ folder, place });

it('puts every file there, the large one in parts, and nothing again that is there', async () => {
  await push(cli, to('s3://training/d/3/'), { endpoint });
  expect(await keysIn('d/3/')).toEqual(['d/3/README.md', 'd/3/manifest.json', 'd/3/train.parquet']);
  const { Body } = await client.send(new GetObjectCommand({ Bucket: 'training', Key: 'd/3/train.parquet' }));
  expect(sumOf(await buffer(Body as NodeJS.ReadableStream))).toBe(sumOf(large));
  const parts = await client.send(new ListMultipartUploadsCommand({ Bucket: 'training' })).catch(() => null);
  expect(parts?.Uploads ?? []).toEqual([]);
  await push(cli, to('s3://training/d/3'), { endpoint });
  expect(results.map(({ uploaded }) => uploaded)).toEqual([
    ['train.parquet', 'README.md', 'manifest.json'],
    [],
  ]);
});

it('does not take the place of another file unless told', async () => {
  await push(cli, to('s3://training/other'), { endpoint });
  await writeFolder('# another card\n');
  await expect(push(cli, to('s3://training/other'), { endpoint })).rejects.toThrow(
    's3://training/other/README.md is there already',
  );
  await push(cli, to('s3://training/other'), { endpoint, replace: true });
  expect(results.at(-1)?.uploaded).toEqual(['README.md']);
});

it('refuses what is not as its manifest says, before anything goes up', async () => {
  await writeFile(path.join(folder, 'train.parquet'), 'changed');
  await expect(push(cli, to('s3://training/changed'), { endpoint })).rejects.toThrow(
    'not what its manifest says',
  );
  expect(await keysIn('changed/')).toEqual([]);
});

it('says what is wrong with keys, bucket and address, and never a key', async () => {
  await expect(push(cli, to('s3://no-such-bucket/x'), { endpoint })).rejects.toThrow(
    /no bucket no-such-bucket/,
  );
  await expect(push(cli, to('s3://training/x'), { endpoint: 'http://127.0.0.1:1' })).rejects.toMatchObject({
    reason: 'unreachable',
  });
  // The server above takes any signature.
  const strict = createServer((_request, response) => response.writeHead(403).end());
  await new Promise<void>((resolve) => void strict.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = strict.address() as AddressInfo;
    const refused = push(cli, to('s3://training/x'), { endpoint: `http://127.0.0.1:${port}` });
    await expect(refused).rejects.toMatchObject({ reason: 'not_signed_in' });
    await expect(refused).rejects.not.toThrow(/S3RVER/);
  } finally {
    strict.closeAllConnections();
    strict.close();
  }
});

it.each([
  [{ endpoint: 'nowhere' }, 's3://training/x', /no address of a store/],
  [{}, 's3://Training/x', /no place in a bucket/],
  [{ hub: 'https://hub.example.org' }, 's3://training/x', /leave --hub/],
  [{ endpoint: 'https://s3.example.org' }, 'me/set', /about a bucket/],
  [{}, 'me/set', /Name the hub/],
] as const)('%j to %s is a mistake of the command line', async (options, place, said) => {
  const pushed = push(cli, to(place), options);
  await expect(pushed).rejects.toMatchObject({ reason: 'usage' });
  await expect(pushed).rejects.toThrow(said);
});

it('reads places as buckets write them', () => {
  expect(readBucketPlace('s3://training')).toEqual({ bucket: 'training', prefix: '' });
  expect(readBucketPlace('s3://training/a/b//')).toEqual({ bucket: 'training', prefix: 'a/b/' });
  for (const wrong of ['s3://', 's3://a', 's3://training/../x', 'training/a', 's3://a_b/c'])
    expect(readBucketPlace(wrong), wrong).toBeNull();
});

import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from './env.ts';
import { parseSecretKeys } from './env-secret-keys.ts';
import { openSealer } from './secret-keys.ts';

const KEY = '0123456789abcdef'.repeat(4);
const OTHER = 'fedcba9876543210'.repeat(4);
let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'pairwright-keys-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('the keys of the environment', () => {
  it('are taken first to last', async () => {
    const old = await openSealer(readConfig({ SECRET_KEYS: KEY }));
    const both = await openSealer(readConfig({ SECRET_KEYS: `${OTHER}, ${KEY}` }));
    expect(both.open(old.seal('x', 'y'), 'y').toString()).toBe('x');
    expect(both.isStale(old.seal('x', 'y'))).toBe(true);
  });

  it('must be 64 hex digits each, and no pattern of one digit', () => {
    for (const wrong of ['', 'secret', KEY.slice(1), `${KEY},change-me`, '0'.repeat(64)])
      expect(parseSecretKeys(wrong)).toBeUndefined();
    expect(() => readConfig({ SECRET_KEYS: `${KEY}x` })).toThrow(/SECRET_KEYS: must be keys of 64 hex/);
    expect(() => readConfig({ SECRET_KEYS: `${KEY}x` })).not.toThrow(new RegExp(KEY));
  });

  it('are asked for where processes do not share a data folder', () => {
    const store = {
      S3_ENDPOINT: 'https://s3.example.org',
      S3_REGION: 'us-east-1',
      S3_BUCKET: 'artifacts',
      S3_ACCESS_KEY_ID: 'a',
      S3_SECRET_ACCESS_KEY: 'b',
    };
    expect(() => readConfig(store)).toThrow(/SECRET_KEYS: is missing while S3_ENDPOINT is set/);
    expect(readConfig({ ...store, SECRET_KEYS: KEY }).secrets.reveal().secretKeys).toHaveLength(1);
  });
});

describe('the keys of a data folder', () => {
  it('are made once, for this user only, also by many at once', async () => {
    const config = readConfig({ PAIRWRIGHT_DATA: path.join(root, 'new') });
    const sealers = await Promise.all(Array.from({ length: 8 }, () => openSealer(config)));
    const sealed = sealers[0]?.seal('x', 'y') ?? '';
    for (const sealer of sealers) expect(sealer.open(sealed, 'y').toString()).toBe('x');
    expect(await readdir(config.dataDir)).toEqual(['secret-keys']);
    const file = path.join(config.dataDir, 'secret-keys');
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await openSealer(config)).open(sealed, 'y').toString()).toBe('x');
    // A key in front of the old one is a rotation.
    await writeFile(file, `${KEY}\n${await readFile(file, 'utf8')}`);
    expect((await openSealer(config)).isStale(sealed)).toBe(true);
  });

  it('stop the start when they are damaged, and are not replaced', async () => {
    await writeFile(path.join(root, 'secret-keys'), `${KEY.slice(3)}\n`);
    await expect(openSealer(readConfig({ PAIRWRIGHT_DATA: root }))).rejects.toThrow(/is damaged: it must/);
    expect(await readFile(path.join(root, 'secret-keys'), 'utf8')).toBe(`${KEY.slice(3)}\n`);
  });
});

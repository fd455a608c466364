import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type ArtifactStore, checkKey } from './store.ts';

async function* chunks(...parts: string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part);
}

const hashOf = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

async function keysOf(store: ArtifactStore, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of store.list(prefix)) keys.push(key);
  return keys;
}

/** What every artifact store must do. */
export function artifactStoreSuite(get: () => ArtifactStore): void {
  writingSuite(get);
  keysSuite(get);
}

function writingSuite(get: () => ArtifactStore): void {
  it('gives back the bytes, their size and hash, and ranges of them', async () => {
    const store = get();
    expect(await store.write('a/one.txt', chunks('hello ', 'world'))).toEqual({
      size: 11,
      sha256: hashOf('hello world'),
    });
    expect(String(await buffer(await store.read('a/one.txt')))).toBe('hello world');
    expect(String(await buffer(await store.read('a/one.txt', { start: 6 })))).toBe('world');
    expect(String(await buffer(await store.read('a/one.txt', { start: 0, end: 4 })))).toBe('hello');
    expect(await store.stat('a/one.txt')).toEqual({ key: 'a/one.txt', size: 11 });
  });

  it('takes an empty file', async () => {
    const store = get();
    expect(await store.write('a/empty', chunks())).toEqual({ size: 0, sha256: hashOf('') });
    expect((await buffer(await store.read('a/empty'))).length).toBe(0);
  });

  it('replaces a key only when the new bytes are complete', async () => {
    const store = get();
    await store.write('b/key', chunks('old'));
    const breaking = (async function* () {
      yield Buffer.from('new');
      throw new Error('source broke');
    })();
    await expect(store.write('b/key', breaking)).rejects.toThrow('source broke');
    expect(String(await buffer(await store.read('b/key')))).toBe('old');
    await store.write('b/key', chunks('new'));
    expect(String(await buffer(await store.read('b/key')))).toBe('new');
    expect(await keysOf(store, 'b')).toEqual(['b/key']);
  });

  it('leaves nothing when it is aborted', async () => {
    const store = get();
    const stop = new AbortController();
    const endless = (async function* () {
      for (let i = 0; ; i += 1) {
        if (i === 5) stop.abort(new Error('cancelled'));
        yield Buffer.alloc(1 << 16, i);
      }
    })();
    await expect(store.write('c/key', endless, { signal: stop.signal })).rejects.toThrow('cancelled');
    expect(await store.stat('c/key')).toBeUndefined();
    const writer = await store.openWriter('c/other');
    writer.write(Buffer.from('x'));
    await writer.abort();
    expect(await keysOf(store, 'c')).toEqual([]);
  });

  it('writes large files through the push-style writer', async () => {
    const store = get();
    const writer = await store.openWriter('d/large');
    const hash = createHash('sha256');
    for (let i = 0; i < 300; i += 1) {
      const chunk = Buffer.alloc(131_072, i % 251);
      hash.update(chunk);
      if (!writer.write(chunk)) await writer.drain();
    }
    const sha256 = hash.digest('hex');
    expect(await writer.close()).toEqual({ size: 300 * 131_072, sha256 });
    expect(hashOf(await buffer(await store.read('d/large')))).toBe(sha256);
  });
}

function keysSuite(get: () => ArtifactStore): void {
  it('lists and deletes by prefix without touching neighbours', async () => {
    const store = get();
    for (const key of ['e/1/b', 'e/1/a', 'e/10/a', 'e/2']) await store.write(key, chunks(key));
    expect(await keysOf(store, 'e/1')).toEqual(['e/1/a', 'e/1/b']);
    await store.deletePrefix('e/1');
    expect(await keysOf(store, 'e')).toEqual(['e/10/a', 'e/2']);
    await store.delete('e/2');
    await store.delete('e/2');
    await store.deletePrefix('e/none');
    expect(await keysOf(store, 'e')).toEqual(['e/10/a']);
  });

  it('says what is not there', async () => {
    const store = get();
    await expect(store.read('nothing/here')).rejects.toMatchObject({ fault: 'not_found' });
    expect(await store.stat('nothing/here')).toBeUndefined();
  });

  it.each([
    '',
    '/',
    '/etc/passwd',
    '..',
    'a/../b',
    'a//b',
    'a/',
    './a',
    'a\0b',
    'a\\b',
    'C:/x',
    'con',
    'a/NUL.txt',
    'a/.hidden',
    'a.',
    'ä',
    'a b',
    'x'.repeat(300),
  ])('refuses the key %j', async (key) => {
    await expect(get().openWriter(key)).rejects.toMatchObject({ fault: 'bad_key' });
    await expect(get().read(key)).rejects.toMatchObject({ fault: 'bad_key' });
  });

  it('lets no key leave the root', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('.', '/', '\\', 'a', '\0', '~', ':') }), (key) => {
        try {
          checkKey(key);
        } catch {
          return;
        }
        expect(key.split('/')).not.toContain('..');
        expect(key).toMatch(/^a[a./]*$/);
      }),
    );
  });
}

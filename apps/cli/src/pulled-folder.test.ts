import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { refuseStrays } from './pulled-folder.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'pairwright-pulled-'));
});
afterEach(() => rm(folder, { recursive: true }));

const write = (name: string, text: string) => writeFile(path.join(folder, name), text);
const now = [{ name: 'train.jsonl' }, { name: 'README.md' }, { name: 'manifest.json' }];

it('finds files of another export in a folder, of which loaders would read every one', async () => {
  await write('train.jsonl', 'old');
  await write('validation.jsonl', 'old');
  await write('notes.jsonl', 'mine');
  // Without a manifest nobody knows what they are.
  await refuseStrays(folder, now);
  const files = ['train.jsonl', 'validation.jsonl', 'gone.jsonl'].map((name) => ({
    name,
    bytes: 3,
    sha256: '',
  }));
  await write('manifest.json', JSON.stringify({ dataset: { slug: 'd', version: 3 }, files }));
  await expect(refuseStrays(folder, now)).rejects.toMatchObject({
    reason: 'usage',
    message: expect.stringMatching(/d version 3 .*: validation\.jsonl\. .*empty folder/),
  });
  // The same files in another version take each other's place.
  await refuseStrays(folder, [...now, { name: 'validation.jsonl' }]);
  await refuseStrays(path.join(folder, 'none'), now);
  await write('manifest.json', 'no JSON');
  await refuseStrays(folder, now);
});

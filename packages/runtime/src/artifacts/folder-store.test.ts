import { mkdtemp, readdir, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderError } from './folder-errors.ts';
import { openFolderStore } from './folder-store.ts';
import type { ArtifactStore } from './store.ts';
import { artifactStoreSuite } from './store-suite.ts';

describe('folder store', () => {
  let root: string;
  let store: ArtifactStore;

  beforeAll(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'pairwright-artifacts-'));
    store = await openFolderStore(path.join(root, 'store'));
  });
  afterAll(async () => {
    await store.close();
    await rm(root, { recursive: true, force: true });
  });

  artifactStoreSuite(() => store);

  it('leaves no temporary file behind', async () => {
    const names = await readdir(path.join(root, 'store'), { recursive: true });
    expect(names.filter((name) => path.basename(name).startsWith('.'))).toEqual([]);
  });

  it('knows the room on the disk that its folder is on, and says why where it cannot', async () => {
    const folder = path.join(root, 'room');
    const store = await openFolderStore(folder);
    const { bavail, blocks, bsize } = await statfs(folder);
    const space = await store.space();
    expect(space?.totalBytes).toBe(blocks * bsize);
    // Others write meanwhile.
    expect(space!.freeBytes / (bavail * bsize)).toBeCloseTo(1, 1);
    await rm(folder, { recursive: true });
    await expect(store.space()).rejects.toThrow(/Cannot look at .*room: it does not exist/);
  });

  it('says plainly when the folder cannot be used', async () => {
    const file = path.join(root, 'file');
    await writeFile(file, '');
    await expect(openFolderStore(path.join(file, 'below'))).rejects.toThrow(/Cannot use the folder .*below/);
  });

  it.each([
    ['ENOSPC', 'disk_full', /the disk is full; free some space/],
    ['EACCES', 'no_permission', /this user may not; give it read and write permission/],
    ['EROFS', 'no_permission', /read-only/],
  ])('explains %s', (code, fault, text) => {
    const error = folderError('write', '/srv/x', Object.assign(new Error(code), { code }));
    expect(error.fault).toBe(fault);
    expect(error.message).toMatch(text);
  });
});

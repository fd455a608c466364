import { chmod, lstat, mkdtemp, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyPackage, packageDir, tryPackage } from './binaries.ts';
import { chooseRunAs } from './run-as.ts';

let scratch: string;

beforeAll(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'pairwright-programs-'));
  await chmod(scratch, 0o755);
});
afterAll(async () => {
  await rm(scratch, { recursive: true, force: true });
});

test(
  'a copy of the programs runs by itself, as the account that will run it',
  { timeout: 60_000 },
  async () => {
    const copy = path.join(scratch, 'copy');
    await tryPackage(packageDir(), undefined); // Makes the links in the original, which a copy must not point back to.
    await copyPackage(packageDir(), copy);
    const attempt = await tryPackage(copy, await chooseRunAs(path.join(scratch, 'no cluster')));
    expect(attempt).toMatchObject({
      ok: true,
      binaries: { major: 18, postgres: expect.stringContaining(copy) },
    });
    const library = path.join(copy, 'native/lib/libpq.so.5');
    if (process.platform === 'linux') {
      expect((await lstat(library)).isSymbolicLink()).toBe(true);
      expect(path.isAbsolute(await readlink(library))).toBe(false);
    }
  },
);

test('a folder without programs says why', async () => {
  expect(await tryPackage(path.join(scratch, 'nothing'), undefined)).toMatchObject({
    ok: false,
    reason: expect.stringContaining('ENOENT'),
  });
});

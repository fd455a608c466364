import { execFileSync } from 'node:child_process';
import { afterEach, expect, test, vi } from 'vitest';
import { builtFrom } from './built-from.mjs';
import { root } from './workspace.mjs';

afterEach(() => vi.unstubAllEnvs());

test('a build knows the commit that it is made from', async (context) => {
  let head;
  try {
    head = execFileSync('git', ['-C', root, 'rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();
  } catch {
    context.skip('this is no checkout of git');
  }
  expect([head, `${head}+changes`]).toContain(await builtFrom());
});

test('or is told, where the files come without their history', async () => {
  const commit = '0123456789abcdef0123456789abcdef01234567';
  vi.stubEnv('PAIRWRIGHT_COMMIT', commit);
  expect(await builtFrom()).toBe(commit);
});

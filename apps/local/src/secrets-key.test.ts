import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readConfig } from '@pairwright/runtime/env';
import { secretsKeyOf } from './secrets-key.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'pairwright-key-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

it('makes a key once, for its user alone, that the configuration takes', async () => {
  const key = await secretsKeyOf(folder);
  expect(await secretsKeyOf(folder)).toBe(key);
  expect(readConfig({ SECRETS_KEY: key }).secrets.reveal().secretsKey).toBe(key);
  expect(((await stat(path.join(folder, 'secrets.key'))).mode & 0o077).toString(8)).toBe('0');
});

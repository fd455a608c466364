import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from './env.ts';
import { parseSecretKeys } from './env-secret-keys.ts';
import { SECRET_KEY_BYTES, Sealer } from './sealed-secrets.ts';

const FILE = 'secret-keys';

/**
 * What seals the secrets of this installation: the keys of SECRET_KEYS, else those in the file `secret-keys` of the data
 * folder, which is made (for this user only) when there is none. Throws when the file is damaged.
 */
export async function openSealer(config: Pick<Config, 'dataDir' | 'secrets'>): Promise<Sealer> {
  const { secretKeys } = config.secrets.reveal();
  if (secretKeys !== undefined) return new Sealer(secretKeys);
  const file = path.join(config.dataDir, FILE);
  const keys = parseSecretKeys((await readIfThere(file)) ?? (await makeKeyFile(config.dataDir, file)));
  if (keys === undefined)
    throw new Error(
      `${file} is damaged: it must hold keys of ${SECRET_KEY_BYTES * 2} hex digits, one a line. Restore it from a backup of the data folder; without it, secrets that it sealed are lost.`,
    );
  return new Sealer(keys);
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whole or not at all, and the same for all processes that start at once: the first to link its file wins. */
async function makeKeyFile(dir: string, file: string): Promise<string> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  const options = { mode: 0o600, flag: 'wx', flush: true };
  await writeFile(draft, `${randomBytes(SECRET_KEY_BYTES).toString('hex')}\n`, options);
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
  return readFile(file, 'utf8');
}

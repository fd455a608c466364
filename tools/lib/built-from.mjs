import { at, run } from './workspace.mjs';

/**
 * The commit that a build is made from, 40 hex digits, with `+changes` behind it where files differ from it; null where this is
 * no checkout and PAIRWRIGHT_COMMIT does not say it.
 */
export async function builtFrom() {
  if (/^[0-9a-f]{40}$/.test(process.env.PAIRWRIGHT_COMMIT ?? '')) return process.env.PAIRWRIGHT_COMMIT;
  const git = (...args) => run('git', ['-C', at(), ...args]);
  const head = await git('rev-parse', '--verify', 'HEAD');
  const commit = head.output.trim();
  if (head.code !== 0 || !/^[0-9a-f]{40}$/.test(commit)) return null;
  const changes = await git('status', '--porcelain', '--untracked-files=no');
  return changes.code === 0 && changes.output.trim() === '' ? commit : `${commit}+changes`;
}

import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const checkout = path.resolve(import.meta.dirname, '../../..');
const input = path.join(checkout, 'packages/formats/src/in/fixtures/hh-rlhf.jsonl');
const convert = ['convert', input, '--from', 'hh', '--to', 'trl-implicit'];

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'pairwright-command-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function run(file: string, args: string[], cwd: string): Promise<{ stdout: string; stderr: string }> {
  // Nothing of it asks a registry.
  const env = { ...process.env, npm_config_offline: 'true', npm_config_cache: path.join(folder, 'cache') };
  return promisify(execFile)(file, args, { cwd, env });
}

/** A name on the PATH, in a folder that is not the checkout. */
async function named(target: string): Promise<string> {
  const file = path.join(folder, path.basename(target));
  await symlink(path.join(checkout, target), file);
  return file;
}

const rowsOf = ({ stdout }: { stdout: string }): unknown[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

describe('the command pairwright', () => {
  test('is there in the checkout and in the folders below it', async () => {
    const said = await run('npx', ['pairwright', ...convert], path.join(checkout, 'docs'));
    expect(said.stderr).toContain('20 rows read, 20 written, 0 refused');
    expect(rowsOf(said)).toHaveLength(20);
  });

  test.each([['tools/cli.mjs'], ['apps/cli/bin/pairwright.mjs']])(
    'may have a name elsewhere: %s, which runs the commands for operators too',
    async (target) => {
      const file = await named(target);
      expect(rowsOf(await run(file, convert, folder))).toHaveLength(20);
      const doctor = await run(file, ['--data', 'doctors', 'doctor', '--help'], folder);
      expect(doctor.stdout).toContain('--deep');
      const { stdout } = await run(file, ['--help'], folder);
      expect(stdout).toContain('backup, restore, doctor, owner, password-link');
    },
  );
});

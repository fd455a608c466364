#!/usr/bin/env node
// Shows that exports load in the real trainers: node tools/trainers.mjs FOLDER [FOLDER ...]
// Each folder holds the downloaded files of one export. Needs Python 3.10 or newer with venv, and about 1.5 GB in the
// system's temporary folder for a virtual environment of its own, which is kept for the next time.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { at, reportFailure, run, ToolError } from './lib/workspace.mjs';

const windows = process.platform === 'win32';
const requirements = at('tools/trainers/requirements.txt');
const loaders = at('tools/trainers/requirements-loaders.txt');

/** The environment with exactly these requirements; one that was not finished has another name. */
async function environment() {
  const stamp = createHash('sha256')
    .update(readFileSync(requirements))
    .update(readFileSync(loaders))
    .digest('hex')
    .slice(0, 12);
  const folder = path.join(tmpdir(), `pairwright-trainers-${stamp}`);
  const python = path.join(folder, windows ? 'Scripts/python.exe' : 'bin/python');
  const finished = path.join(folder, 'finished');
  if (existsSync(finished)) return python;
  rmSync(folder, { recursive: true, force: true });
  console.log(`Installing the trainers into ${folder}`);
  await step(
    windows ? 'python' : 'python3',
    ['-m', 'venv', folder],
    'Python 3.10 or newer with the module venv is needed.',
  );
  await install(python, ['-r', requirements]);
  await install(python, ['--no-deps', '-r', loaders]);
  writeFileSync(finished, '');
  return python;
}

async function install(python, what) {
  await step(
    python,
    ['-m', 'pip', 'install', '--quiet', '--no-compile', '--disable-pip-version-check', ...what],
    `The packages of ${what.at(-1)} could not be installed.`,
  );
}

async function step(command, args, advice) {
  const { code, output } = await run(command, args);
  if (code !== 0) throw new ToolError(`${advice}\n${output.trim()}`);
}

try {
  const folders = process.argv.slice(2);
  if (folders.length === 0)
    throw new ToolError('Name the folders to check: node tools/trainers.mjs FOLDER [FOLDER ...]');
  const { code } = await run(
    await environment(),
    [at('tools/trainers/check_exports.py'), ...folders.map((folder) => path.resolve(folder))],
    { inherit: true },
  );
  process.exitCode = code;
} catch (error) {
  reportFailure(error);
}

#!/usr/bin/env node
// Shows that every export loads in the real trainers and that they learn from it.
//   npm run test:trainers                     every export of the demo and of the sample data, and the examples of docs/trainers
//   npm run test:trainers -- FOLDER …         exports of your own: each folder holds the downloaded files of one
//   npm run test:trainers -- --prepare        only installs the trainers
// Needs Python 3.10 or newer with venv, and about 1.6 GB in the system's temporary folder for a virtual environment of its
// own, which is kept for the next time. The last line is the sum: "N passed, M failed".
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { createHash } = await import('node:crypto');
const { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } = await import('node:fs');
const { tmpdir } = await import('node:os');
const path = await import('node:path');
const { at, installIfNeeded, reportFailure, run, ToolError } = await import('./lib/workspace.mjs');

const windows = process.platform === 'win32';
const pinned = ['requirements', 'requirements-loaders', 'constraints'].map((name) =>
  at(`tools/trainers/${name}.txt`),
);
const [requirements, loaders, constraints] = pinned;

/** The environment with exactly these requirements; one that was not finished is made anew. */
async function environment() {
  const sum = createHash('sha256');
  for (const file of pinned) sum.update(readFileSync(file));
  const folder = path.join(tmpdir(), `pairwright-trainers-${sum.digest('hex').slice(0, 12)}`);
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
  await install(python, ['-c', constraints, '-r', requirements]);
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

/** Has the product write every export of the demo and of the sample data into the folder. */
async function makeExports(folder) {
  console.log('Writing every export of the demo and of the sample data');
  await step(
    process.execPath,
    ['--import', at('tools/lib/typescript-threads.mjs'), at('e2e/src/trainers/make-exports.ts'), folder],
    'The exports could not be written.',
  );
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => path.join(folder, name))
    .sort();
}

async function check(python, args) {
  const { code } = await run(python, [at('tools/trainers/check_exports.py'), ...args], { inherit: true });
  // It says itself how many failed.
  process.exitCode = code;
}

/** What is asked for by nobody's name: everything. The two preparations wait for the disk and the network in turns. */
async function checkEverything() {
  await installIfNeeded();
  const folder = mkdtempSync(path.join(tmpdir(), 'pairwright-exports-'));
  try {
    const [python, folders] = await Promise.all([environment(), makeExports(folder)]);
    await check(python, [...folders, '--pages', at('docs/trainers')]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

try {
  // npm runs scripts in the checkout; a relative folder is meant from where the person stands.
  const from = process.env.INIT_CWD ?? process.cwd();
  const given = process.argv.slice(2);
  const folders = given.map((folder) => path.resolve(from, folder));
  if (given[0] === '--prepare') await environment();
  else if (folders.length === 0) await checkEverything();
  else await check(await environment(), folders);
} catch (error) {
  reportFailure(error);
  console.log('0 passed, 1 failed');
}

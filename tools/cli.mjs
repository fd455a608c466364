#!/usr/bin/env node
// Runs the command line program of this checkout, building it first when it is not up to date. The commands for those who
// operate an installation work on its database, not through its API, and are a program of their own.
//   npm run cli -- project list
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { at, installIfNeeded, reportFailure } = await import('./lib/workspace.mjs');
const operateCommands = ['backup', 'restore', 'doctor', 'owner', 'password-link'];
const command = process.argv.slice(2).find((word) => !word.startsWith('-'));
const program = operateCommands.includes(command) ? 'operate' : 'cli';
if (program === 'operate') process.env.PAIRWRIGHT_DATA ??= at('.data');
// What the program prints may be piped; talk about building goes beside it.
const log = console.log;
console.log = console.error;
try {
  await installIfNeeded();
  const { buildIfNeeded } = await import('./lib/build.mjs');
  await buildIfNeeded([program]);
  console.log = log;
  process.setSourceMapsEnabled(true);
  const { pathToFileURL } = await import('node:url');
  process.argv[1] = at(`apps/${program}/dist/main.js`);
  await import(pathToFileURL(process.argv[1]).href);
} catch (error) {
  reportFailure(error);
}

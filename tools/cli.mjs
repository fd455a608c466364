#!/usr/bin/env node
// Runs the command line program of this checkout, building it first when it is not up to date.
//   npm run cli -- project list
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { at, installIfNeeded, reportFailure } = await import('./lib/workspace.mjs');
// What the program prints may be piped; talk about building goes beside it.
const log = console.log;
console.log = console.error;
try {
  await installIfNeeded();
  const { buildIfNeeded } = await import('./lib/build.mjs');
  await buildIfNeeded(['cli']);
  console.log = log;
  process.setSourceMapsEnabled(true);
  const { pathToFileURL } = await import('node:url');
  process.argv[1] = at('apps/cli/dist/main.js');
  await import(pathToFileURL(process.argv[1]).href);
} catch (error) {
  reportFailure(error);
}

#!/usr/bin/env node
// The command `pairwright` of this checkout, building first what is not up to date.
//   npx pairwright project list
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { at, installIfNeeded, reportFailure } = await import('./lib/workspace.mjs');
const { programOf } = await import('../apps/cli/bin/program-of.mjs');
const program = programOf(process.argv.slice(2));
if (program === 'operate') process.env.PAIRWRIGHT_DATA ??= at('.data');
// What the program prints may be piped; talk about building goes beside it.
const log = console.log;
console.log = console.error;
try {
  await installIfNeeded();
  const { buildIfNeeded } = await import('./lib/build.mjs');
  await buildIfNeeded([program]);
  console.log = log;
  await import('../apps/cli/bin/pairwright.mjs');
} catch (error) {
  reportFailure(error);
}

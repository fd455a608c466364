#!/usr/bin/env node
// Builds the programs and the web pages that are not up to date.
//   npm run build [-- api worker cli local web …]
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { installIfNeeded, reportFailure } = await import('./lib/workspace.mjs');
try {
  await installIfNeeded();
  const { buildIfNeeded } = await import('./lib/build.mjs');
  const names = process.argv.slice(2);
  await buildIfNeeded(names.length === 0 ? undefined : names);
} catch (error) {
  reportFailure(error);
}

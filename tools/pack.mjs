#!/usr/bin/env node
// npm run pack [-- stats formats]: packages that are of use without the product, built and packed into dist/ as npm
// would publish them. The workspace itself goes on from the sources.
import { mkdirSync } from 'node:fs';
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { at, installIfNeeded, reportFailure } = await import('./lib/workspace.mjs');
const { packable, packPackage } = await import('./lib/pack.mjs');

const named = process.argv.slice(2);
try {
  await installIfNeeded();
  mkdirSync(at('dist'), { recursive: true });
  for (const name of named.length === 0 ? packable() : named)
    console.log(await packPackage(name, at('dist')));
} catch (error) {
  reportFailure(error);
}

#!/usr/bin/env node
// npm run simulate -- --annotators 20 --accuracy 0.8 --policy fixed:3 adaptive:2:5: compares policies of routing over
// made-up annotators whose accuracy is known.
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { at, installIfNeeded, reportFailure, run } = await import('./lib/workspace.mjs');
try {
  await installIfNeeded();
  const { buildIfNeeded } = await import('./lib/build.mjs');
  await buildIfNeeded(['simulate']);
  const { code } = await run(
    process.execPath,
    ['--enable-source-maps', at('apps/simulate/dist/main.js'), ...process.argv.slice(2)],
    { inherit: true },
  );
  process.exitCode = code;
} catch (error) {
  reportFailure(error);
}

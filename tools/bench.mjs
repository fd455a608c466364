#!/usr/bin/env node
// Runs the benchmark: builds it and what it measures, then hands it the arguments.
//   npm run bench [-- --json …]
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { at, installIfNeeded, reportFailure, run } = await import('./lib/workspace.mjs');
try {
  await installIfNeeded();
  const { buildIfNeeded } = await import('./lib/build.mjs');
  const log = console.log;
  console.log = console.error; // Standard output belongs to the benchmark.
  await buildIfNeeded();
  await buildIfNeeded(['bench']);
  console.log = log;
  const { code } = await run(
    process.execPath,
    ['--enable-source-maps', at('bench/dist/main.js'), ...process.argv.slice(2)],
    { inherit: true },
  );
  process.exitCode = code;
} catch (error) {
  reportFailure(error);
}

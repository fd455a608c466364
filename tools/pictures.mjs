#!/usr/bin/env node
// npm run pictures [-- -t NAME]: takes the pictures in docs/images anew, from the demo in a real browser.
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { installIfNeeded, reportFailure, runBin } = await import('./lib/workspace.mjs');
try {
  await installIfNeeded();
  const { code } = await runBin(
    'vitest',
    ['run', '--config', 'e2e/pictures.config.ts', ...process.argv.slice(2)],
    { inherit: true, env: { NODE_ENV: 'test' } },
  );
  process.exitCode = code;
} catch (error) {
  reportFailure(error);
}

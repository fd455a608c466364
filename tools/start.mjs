#!/usr/bin/env node
// npm start: installs and builds what is missing or stale, then runs everything on this machine.
import { endWithNpm } from './lib/end-with-npm.mjs';
import { requireNode } from './lib/node-version.mjs';

requireNode();
endWithNpm();
const { at, installIfNeeded, reportFailure } = await import('./lib/workspace.mjs');
const { readStartOptions, usage } = await import('./lib/start-options.mjs');

async function prepare() {
  // npm runs scripts in the checkout; a relative --data is meant from where the person stands.
  const options = readStartOptions(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd());
  if (options.help) {
    process.stdout.write(usage);
    return undefined;
  }
  await installIfNeeded();
  const { buildIfNeeded } = await import('./lib/build.mjs');
  await buildIfNeeded(['web', 'api', 'worker', 'local']);
  return options;
}

try {
  const options = await prepare();
  if (options !== undefined) {
    Object.assign(process.env, options.env);
    process.setSourceMapsEnabled(true);
    const program = at('apps/local/dist/main.js');
    process.argv = [process.execPath, program, ...options.args];
    const { pathToFileURL } = await import('node:url');
    await import(pathToFileURL(program).href);
  }
} catch (error) {
  reportFailure(error);
}

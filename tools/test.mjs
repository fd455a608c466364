#!/usr/bin/env node
// npm test [-- vitest arguments]: installs and builds what is missing, runs every test, ends with the counts.
//   npm test -- packages/formats        npm test -- --project e2e
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { mkdtempSync, readFileSync, rmSync } = await import('node:fs');
const { tmpdir } = await import('node:os');
const path = await import('node:path');
const { at, installIfNeeded, reportFailure, runBin } = await import('./lib/workspace.mjs');
const { leftOut } = await import('./lib/same-on-every-node.mjs');
const { closingLine, filesToStartAfresh, judge, needsBuild, withFreshStart } =
  await import('./lib/test-outcome.mjs');

async function runVitest(args) {
  const scratch = mkdtempSync(path.join(tmpdir(), 'pairwright-counts-'));
  const file = path.join(scratch, 'counts.json');
  try {
    const { code } = await runBin(
      'vitest',
      ['run', '--reporter=default', `--reporter=${at('tools/lib/count-reporter.mjs')}`, ...args],
      {
        inherit: true,
        // A build in this process leaves NODE_ENV=production behind, in which React has no test helpers.
        env: { PAIRWRIGHT_TEST_COUNTS: file, NODE_ENV: 'test' },
      },
    );
    return { code, counts: readCounts(file) };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function readCounts(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined; // vitest ended before it could count.
  }
}

async function main(args) {
  const without = leftOut();
  if (without.length > 0) console.log(`Without what is the same on every Node: ${without.join(', ')}`);
  await installIfNeeded();
  if (needsBuild(args)) {
    const { buildIfNeeded } = await import('./lib/build.mjs');
    await buildIfNeeded();
  }
  return judge(await runAll(args), args);
}

/** In CI a journey that failed is run once more with a product of its own: what its first try changed is gone there. */
async function runAll(args) {
  const first = await runVitest(args);
  const files = process.env.CI ? filesToStartAfresh(first.counts) : [];
  if (files.length === 0) return first;
  console.log(`Once more from a fresh start: ${files.join(', ')}`);
  return withFreshStart(first, await runVitest(['--project', 'e2e', ...files]), files);
}

let outcome;
try {
  outcome = await main(process.argv.slice(2));
} catch (error) {
  reportFailure(error);
  outcome = { passed: 0, failed: 1, skipped: 0, notes: [], exitCode: 1 };
}
for (const note of outcome.notes) console.log(note);
console.log(closingLine(outcome));
process.exitCode = outcome.exitCode;

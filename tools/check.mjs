#!/usr/bin/env node
// npm run check [-- name …]: everything that holds the house together beside the tests. One line per step; what a
// failed step has to say follows it. Names choose steps: npm run check -- lint types
import { readdirSync } from 'node:fs';
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { at, installIfNeeded, reportFailure, run, runBin, ToolError } = await import('./lib/workspace.mjs');

const leastModules = 50;

/** dependency-cruiser is silent about a graph it could not read; an empty one must not pass. */
async function boundaries() {
  const folders = ['packages', 'apps', 'e2e', 'bench'];
  const result = await runBin('dependency-cruiser', [
    '--config',
    '.dependency-cruiser.cjs',
    '--output-type',
    'json',
    ...folders,
  ]);
  const { modules, summary } = JSON.parse(result.output.slice(result.output.indexOf('{')));
  const ours = modules.filter(({ source }) => !source.includes('node_modules')).length;
  if (ours <= leastModules)
    return { code: 1, output: `Only ${ours} modules were seen; the graph is not the real one.` };
  const lines = summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
  return { code: summary.error > 0 || result.code !== 0 ? 1 : 0, output: lines.join('\n') };
}

const script = (name) => () => run(process.execPath, [at('tools', name), '--check']);

/** A generated file belongs to the script that writes it: tools/gen-<what>.mjs, which compares with --check. */
const drift = readdirSync(at('tools'))
  .filter((name) => /^gen-.*\.mjs$/.test(name))
  .map((name) => ({ name: `drift:${name.slice(4, -4)}`, run: script(name) }));

// The longest first, so that none of them is left to the end.
const steps = [
  { name: 'types:node', run: () => runBin('typescript', ['--noEmit', '-p', 'tsconfig.json']) },
  { name: 'types:web', run: () => runBin('typescript', ['--noEmit', '-p', 'apps/web/tsconfig.json']) },
  { name: 'format', run: () => runBin('oxfmt', ['--check', '.']) },
  { name: 'lint', run: () => runBin('oxlint', ['--type-aware', '--deny-warnings']) },
  { name: 'boundaries', run: boundaries },
  { name: 'dead-code', run: () => runBin('knip', ['--no-progress', '--treat-config-hints-as-errors']) },
  ...drift,
  {
    name: 'locales',
    run: () => runBin('vitest', ['run', '--project', 'web', 'src/i18n/catalogues.test.ts']),
  },
];

function chosen(names) {
  const picked = steps.filter(
    ({ name }) =>
      names.length === 0 || names.some((wanted) => name === wanted || name.startsWith(`${wanted}:`)),
  );
  if (picked.length === 0)
    throw new ToolError(
      `There is no step ${names.join(', ')}. Steps: ${steps.map(({ name }) => name).join(', ')}.`,
    );
  return picked;
}

async function runStep(step) {
  const begun = Date.now();
  const { code, output } = await step.run().catch((error) => ({ code: 1, output: error.stack }));
  const seconds = ((Date.now() - begun) / 1000).toFixed(1);
  console.log(`${code === 0 ? 'ok    ' : 'failed'}  ${step.name.padEnd(18)} ${seconds} s`);
  if (code !== 0) console.log(`${output.trim()}\n`);
  return code === 0;
}

/** Two at a time: most of them keep one core busy. Gives the names of those that failed. */
async function runAll(picked) {
  const waiting = [...picked];
  const failed = [];
  const work = async () => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift())
      if (!(await runStep(step))) failed.push(step.name);
  };
  await Promise.all([work(), work()]);
  return failed;
}

try {
  const picked = chosen(process.argv.slice(2));
  await installIfNeeded();
  const failed = await runAll(picked);
  console.log(failed.length === 0 ? 'All checks passed.' : `Failed: ${failed.join(', ')}.`);
  process.exitCode = failed.length === 0 ? 0 : 1;
} catch (error) {
  reportFailure(error);
}

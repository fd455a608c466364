#!/usr/bin/env node
// node tools/simulation-report.mjs FOLDER: runs the simulations of docs/simulation.md (those whose result is
// not in the folder yet, some ten seconds each), then writes the tables and the plots from what is there.
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { linesPlot } from './lib/lines-plot.mjs';
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { at, installIfNeeded, reportFailure, run, ToolError } = await import('./lib/workspace.mjs');

const policies = ['fixed:1', 'fixed:3', 'adaptive:2:5', 'active:15', 'shared:15:3', 'gold:20:75'];
const seeds = Array.from({ length: 16 }, (_, index) => index + 1);
/** The 97.5 % quantile of t with one degree of freedom less than there are seeds. */
const T = 2.131;
const worlds = [
  { skew: 0, title: 'all models as often' },
  { skew: 1.5, title: 'some models seldom (skew 1.5)' },
];
const size = ['--models', 12, '--comparisons', 1600, '--budget', 800, '--every', 100];
const shownAt = [100, 200, 400, 800];

/** The results of a world and seed: those that are there, and what is wanted and is not. */
async function simulated(folder, skew, seed) {
  const file = path.join(folder, `${skew}-${seed}.json`);
  const known = existsSync(file) ? JSON.parse(await readFile(file, 'utf8')).results : [];
  const missing = policies.filter((policy) => known.every((one) => one.policy !== policy));
  if (missing.length === 0) return known;
  const args = ['--json', ...size, '--skew', skew, '--seed', seed, '--policy', ...missing].map(String);
  const { code, output } = await run(process.execPath, [at('apps/simulate/dist/main.js'), ...args]);
  if (code !== 0) throw new ToolError(output);
  const results = [...known, ...JSON.parse(output.slice(output.indexOf('\n{\n') + 1)).results];
  await writeFile(`${file}.part`, JSON.stringify({ results }, null, 2));
  await rename(`${file}.part`, file);
  return results;
}

/** The way of a policy in each run that there is of it. */
const stepsOf = (runs, policy) =>
  runs.flatMap((results) => results.filter((one) => one.policy === policy).map(({ steps }) => steps));

/** Mean over the seeds and half of its 95 % interval. */
function meanOf(values) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, reach: T * Math.sqrt(squares / (values.length - 1) / values.length) };
}

const measures = {
  ranking: { title: "Kendall's tau-b of the ranking", of: (step) => step.ranking.tau, range: [0, 1] },
  labels: {
    title: 'right labels, share of all comparisons',
    of: (step) => step.majority.rightOfAll,
    range: [0, 0.5],
  },
};

function lineOf(runs, policy, { of }) {
  const steps = stepsOf(runs, policy);
  return steps[0].map(({ judgments }, index) => ({
    x: judgments,
    ...meanOf(steps.map((one) => of(one[index]))),
  }));
}

function table(found) {
  const cell = ({ mean, reach }) => `${mean.toFixed(2)} ± ${reach.toFixed(2)}`;
  return found.flatMap(({ skew, runs }) =>
    policies.map((policy) => {
      const tau = lineOf(runs, policy, measures.ranking).filter(({ x }) => shownAt.includes(x));
      const steps = stepsOf(runs, policy);
      const ranked = steps.reduce((sum, one) => sum + one[0].ranking.ranked, 0) / steps.length;
      const labels = lineOf(runs, policy, measures.labels).at(-1);
      const right = meanOf(steps.map((one) => one.at(-1).majority.right));
      return `| ${[skew, `\`${policy}\``, ranked.toFixed(1), ...tau.map(cell), cell(right), cell(labels)].join(' | ')} |`;
    }),
  );
}

/** What drawing gains over the usual order on the same seed. */
function differences(found) {
  return found.map(({ skew, runs }) => {
    const [drawn, usual] = ['active:15', 'fixed:1'].map((policy) => stepsOf(runs, policy));
    const cells = shownAt.map((judgments) => {
      const tauAt = (steps) => measures.ranking.of(steps.find((step) => step.judgments === judgments));
      const { mean, reach } = meanOf(drawn.map((steps, run) => tauAt(steps) - tauAt(usual[run])));
      return `${mean.toFixed(2)} ± ${reach.toFixed(2)}`;
    });
    return `| ${[skew, ...cells].join(' | ')} |`;
  });
}

/** Puts the rows of each table between its marks on a page. */
async function fill(name, tables) {
  const file = at('docs', name);
  let page = await readFile(file, 'utf8');
  for (const [mark, rows] of Object.entries(tables)) {
    const marked = new RegExp(`(<!-- ${mark}: (.*) -->\\n)[\\s\\S]*?(<!-- end ${mark} -->)`);
    if (!marked.test(page))
      throw new ToolError(`${file} has no place for its table: <!-- ${mark}: | … | -->`);
    page = page.replace(marked, (...[, open, head, end]) => {
      const rule = `|${'---|'.repeat(head.split('|').length - 2)}`;
      return `${open}\n${[head, rule, ...rows].join('\n')}\n\n${end}`;
    });
  }
  await writeFile(file, page);
}

try {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) throw new ToolError('Name a folder for the results.');
  await installIfNeeded();
  const { buildIfNeeded } = await import('./lib/build.mjs');
  await buildIfNeeded(['simulate']);
  await mkdir(folder, { recursive: true });
  const found = [];
  for (const world of worlds) {
    const runs = [];
    for (const seed of seeds) runs.push(await simulated(folder, world.skew, seed));
    found.push({ ...world, runs });
  }
  for (const [name, measure] of Object.entries(measures)) {
    const panels = found.map(({ title, runs }) => ({
      title,
      lines: policies.map((policy) => ({ name: policy, points: lineOf(runs, policy, measure) })),
    }));
    await writeFile(
      at('docs/images', `simulation-${name}.svg`),
      linesPlot({ title: measure.title, range: measure.range, panels }),
    );
  }
  const tables = { policies: table(found), differences: differences(found) };
  for (const page of ['simulation.md', 'simulation.zh-CN.md']) await fill(page, tables);
} catch (error) {
  reportFailure(error);
}

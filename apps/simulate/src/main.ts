import { Command, InvalidArgumentError, Option } from 'commander';
import { policyForms, readPolicy } from '@pairwright/core/simulation/policies';
import { simulate, type Simulation } from '@pairwright/core/simulation/simulate';
import { openScratch } from './scratch.ts';
import { toTable } from './table.ts';

const whole = (least: number) => (text: string) => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least)
    throw new InvalidArgumentError(`It must be a whole number from ${least}.`);
  return value;
};
const share = (least: number, most: number) => (text: string) => {
  const value = Number(text);
  if (!(value >= least && value <= most))
    throw new InvalidArgumentError(`It must be a number from ${least} to ${most}.`);
  return value;
};

const program = new Command('simulate')
  .description(
    'Runs the real routing, labels and leaderboard over made-up annotators of known accuracy, once for each policy.',
  )
  .option('--annotators <n>', 'people', whole(1), 20)
  .option('--accuracy <share>', 'how often they are right on average', share(0.5, 0.99), 0.75)
  .option('--spread <share>', 'how far the best and the worst are from that', share(0, 0.49), 0.1)
  .option('--models <n>', 'models with abilities from N(0, 1)', whole(2), 8)
  .option('--comparisons <n>', 'comparisons of two models each', whole(1), 500)
  .option('--skew <n>', 'the n-th model is compared in proportion to n^-skew', share(0, 5), 0)
  .option('--budget <n>', 'judgments at most', whole(1))
  .option('--every <n>', 'with --json: how it stands each time so many judgments are there', whole(1))
  .option('--seed <n>', 'the same seed gives the same numbers, but for active', whole(0), 1)
  .addOption(
    new Option('--policy <policy...>', `one or more of ${policyForms.join('; ')}`).default([
      'fixed:1',
      'fixed:3',
      'fixed:5',
      'adaptive:2:5',
    ]),
  )
  .option('--json', 'print every number as JSON');

try {
  const options = program.parse().opts<{
    annotators: number;
    accuracy: number;
    spread: number;
    models: number;
    comparisons: number;
    skew: number;
    seed: number;
    budget?: number;
    every?: number;
    policy: string[];
    json?: true;
  }>();
  const { policy, json, ...size } = options;
  const policies = policy.map((text) => readPolicy(text, Math.min(0.99, Math.max(0.55, size.accuracy))));
  const scratch = await openScratch();
  const results: Simulation[] = [];
  try {
    for (const one of policies) {
      process.stderr.write(`${one.name} …\n`);
      results.push(await simulate(scratch.services, one, size));
    }
  } finally {
    await scratch.close();
  }
  console.log(json === true ? JSON.stringify({ size, results }, null, 2) : toTable(results));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

import { parseArgs } from 'node:util';
import { apiMemory } from './api-memory.ts';
import { annotateJs } from './annotate-js.ts';
import { auditFilters } from './audit-filters.ts';
import type { Benchmark } from './benchmark.ts';
import { claimNext } from './claim-next.ts';
import { claimRate } from './claim-rate.ts';
import { dashboardMs } from './dashboard.ts';
import { datasetsLarge } from './datasets-large.ts';
import { exportJsonl } from './export-jsonl.ts';
import { exportPacked } from './export-packed.ts';
import { runBenchmarks, toTable } from './harness.ts';
import { guard } from './guard.ts';
import { httpOverhead } from './http-overhead.ts';
import { importGrowth } from './import-growth.ts';
import { importJsonl } from './import-jsonl.ts';
import { largeInstallation } from './large-installation.ts';
import { routeActive } from './route-active.ts';
import { scrollFrames } from './scroll-frames.ts';
import { statsKrippendorff } from './stats-krippendorff.ts';
import { bradleyTerryBootstrap, bradleyTerryFit } from './stats-bradley-terry.ts';
import { statsDawidSkene } from './stats-dawid-skene.ts';
import { coldStart, secondStart } from './starts.ts';
import { submitMany } from './submit-many.ts';
import { submitVote } from './submit-vote.ts';
import { voteToPaint } from './vote-to-paint.ts';

/** Every benchmark, one line each. */
const benchmarks: readonly Benchmark[] = [
  submitVote,
  submitMany,
  httpOverhead,
  apiMemory,
  coldStart,
  secondStart,
  ...claimNext,
  claimRate,
  routeActive,
  dashboardMs,
  auditFilters,
  importJsonl,
  importGrowth,
  exportJsonl,
  exportPacked,
  datasetsLarge,
  largeInstallation,
  annotateJs,
  ...voteToPaint,
  guard,
  ...scrollFrames,
  statsKrippendorff,
  bradleyTerryFit,
  bradleyTerryBootstrap,
  statsDawidSkene,
];

try {
  const { values, positionals } = parseArgs({
    options: { json: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const unknown = positionals.filter((name) => !benchmarks.some((one) => one.name === name));
  if (unknown.length > 0)
    throw new Error(
      `There is no benchmark ${unknown.join(', ')}. Known: ${benchmarks.map((one) => one.name).join(', ')}.`,
    );
  const results = await runBenchmarks(
    benchmarks.filter(({ name, onDemand }) =>
      positionals.length === 0 ? onDemand !== true : positionals.includes(name),
    ),
  );
  console.log(values.json ? JSON.stringify(results, null, 2) : toTable(results));
  if (Object.values(results).some((one) => !one.met)) process.exitCode = 1;
} catch (error) {
  console.error(error instanceof Error ? (error.stack ?? error.message) : error);
  process.exitCode = 1;
}

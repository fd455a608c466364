#!/usr/bin/env node
// npm run chaos: 200 simulated annotators on four API processes that are killed, with wrong clocks, leases that end,
// pauses and changing targets; then the whole history is read and checked. The short form is part of npm test.
// npm run chaos -- --faults: api, worker and PostgreSQL are killed 200 times while people work, and a bucket does all it can ten
// times, see docs/faults.md.
process.env.PAIRWRIGHT_CHAOS = 'long';
const faults = process.argv.indexOf('--faults');
if (faults >= 0) process.argv.splice(faults, 1);
process.argv.push(
  ...(faults >= 0
    ? ['e2e/src/faults/kills.e2e.ts', 'e2e/src/faults/bucket.e2e.ts']
    : ['e2e/src/chaos/chaos.e2e.ts']),
);
await import('./test.mjs');

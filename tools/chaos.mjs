#!/usr/bin/env node
// npm run chaos: 200 simulated annotators on four API processes that are killed, with wrong clocks, leases that end,
// pauses and changing targets; then the whole history is read and checked. The short form is part of npm test.
process.env.PAIRWRIGHT_CHAOS = 'long';
process.argv.push('e2e/src/chaos/chaos.e2e.ts');
await import('./test.mjs');

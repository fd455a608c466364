import { defineConfig } from 'vitest/config';
import { journeys, leftOut } from './tools/lib/same-on-every-node.mjs';
import { SpreadSequencer } from './tools/lib/spread-sequencer.mjs';

// Two cores is the machine to be kind to; a larger one may say more.
const maxWorkers = 2;
/**
 * A journey, or a test of a process that is killed, waits for half of its time: for the guard before a vote, for jobs, for
 * what comes back after a fault.
 */
const waitingAtOnce = 3;
/**
 * Test files that run one after the other in a process share what they import: loading it anew for each took as long as a
 * third of the tests. So a module keeps nothing that one file could leave to another.
 */
const isolate = false;
// How long something may take that is waited for: as long as the machine is busy. One second is the library's own.
const patient = { poll: { timeout: 20_000 } };
// New threads load their programs from the sources too.
const execArgv = ['--import', new URL('tools/lib/typescript-threads.mjs', import.meta.url).href];
const notOurs = ['**/node_modules/**', '**/dist/**'];
const notHere = leftOut();

export default defineConfig({
  test: {
    sequence: { sequencer: SpreadSequencer },
    projects: [
      {
        test: {
          name: 'unit',
          isolate,
          include: [
            'packages/*/src/**/*.test.ts',
            'apps/{api,worker,cli,local,operate}/src/**/*.test.ts',
            '{tools,bench,e2e}/**/*.test.{ts,mjs}',
          ],
          exclude: ['**/*.db.test.ts', ...notOurs, ...notHere],
          execArgv,
          // Property tests take as long as the machine is busy.
          expect: patient,
          testTimeout: 30_000,
          maxWorkers,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: './apps/web/vite.config.ts',
        root: './apps/web',
        test: {
          name: 'web',
          include: ['{src,vite}/**/*.test.{ts,tsx}'],
          exclude: notOurs,
          environment: 'happy-dom',
          // Each file has a document of its own; what makes documents is loaded once, not for each.
          pool: 'vmThreads',
          expect: patient,
          testTimeout: 20_000,
          maxWorkers,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'db',
          isolate,
          include: ['{packages,apps,tools,bench}/**/*.db.test.ts'],
          exclude: [...notOurs, ...notHere],
          globalSetup: ['./packages/testkit/src/global-setup.ts'],
          execArgv,
          expect: patient,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: waitingAtOnce,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'e2e',
          isolate,
          include: journeys(),
          exclude: notOurs,
          globalSetup: ['./e2e/src/support/build-first.ts', './packages/testkit/src/global-setup.ts'],
          expect: patient,
          testTimeout: 240_000,
          hookTimeout: 240_000,
          // A real browser on a shared machine stalls now and then; what fails again is a fault.
          retry: 1,
          maxWorkers: waitingAtOnce,
          // The few of a run that repeats another one wait for processes, while tests of the database go on beside them.
          sequence: { groupOrder: notHere.length > 0 ? 2 : 3 },
        },
      },
    ],
  },
});

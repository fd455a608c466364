import path from 'node:path';
import { defineConfig } from 'vitest/config';

/** `npm run pictures`: no test, so it is not among the projects of the root. */
export default defineConfig({
  root: path.resolve(import.meta.dirname, '..'),
  test: {
    include: ['e2e/src/docs/take.pictures.ts'],
    globalSetup: ['./e2e/src/support/build-first.ts', './packages/testkit/src/global-setup.ts'],
    expect: { poll: { timeout: 20_000 } },
    testTimeout: 120_000,
    hookTimeout: 240_000,
  },
});

import path from 'node:path';
import type { Program } from './program.ts';
import { sharedProgram } from './shared-program.ts';

const entry = path.resolve(import.meta.dirname, '../../../apps/worker/src/quick-takeover.fixture.ts');

/** The worker from its sources, but another one takes over from it after a second. */
export const quickWorker = (): Promise<Program> => sharedProgram('quick-worker', entry);

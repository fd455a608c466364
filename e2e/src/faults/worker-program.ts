import path from 'node:path';
import { type BuiltProgram, buildProgram } from '@pairwright/testkit/program';

/** The worker from its sources, but another one takes over after a second. */
export function buildWorker(): Promise<BuiltProgram> {
  return buildProgram(path.join(import.meta.dirname, '../../../apps/worker/src/quick-takeover.fixture.ts'));
}

import { processEnv, readConfig } from '@pairwright/runtime/env';
import { createLogger } from '@pairwright/runtime/logger';
import { runWorkerProcess } from './worker-process.ts';

// The worker program, but others take over from it after a second instead of half a minute, it looks after what repeats each
// second, and it waits for nobody who says nothing.
const config = readConfig(processEnv());
await runWorkerProcess(config, createLogger({ name: 'worker', level: config.logLevel }), {
  lockMs: 1_000,
  stalledCheckMs: 500,
  schedulesCheckMs: 1_000,
  patience: { longestWait: 1, silentMs: 5_000 },
});

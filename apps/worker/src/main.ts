import { processEnv, readConfig } from '@pairwright/runtime/env';
import { createLogger } from '@pairwright/runtime/logger';
import { runWorkerProcess } from './worker-process.ts';

try {
  const config = readConfig(processEnv());
  await runWorkerProcess(config, createLogger({ name: 'worker', level: config.logLevel }));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

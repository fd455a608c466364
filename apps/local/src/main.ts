import { onShutdown } from '@pairwright/runtime/close';
import { processEnv } from '@pairwright/runtime/env';
import { readOptions } from './options.ts';
import { startEverything } from './run.ts';
import { say } from './say.ts';
import { describeFailure, StopAsked } from './start-error.ts';

/** The one-machine mode: database, api, worker and web from one command. */
async function main(): Promise<void> {
  const everything = startEverything(readOptions(processEnv(), process.argv.slice(2)), say);
  onShutdown(
    async () => {
      say('Stopping. Press Ctrl-C again to stop at once.');
      await everything.stop();
      say('Stopped.');
    },
    { onError: (error) => console.error(describeFailure(error)) },
  );
  try {
    await (
      await everything.started
    ).failed;
  } catch (error) {
    if (error instanceof StopAsked) return; // The shutdown above ends the process.
    console.error(describeFailure(error));
    await everything.stop();
    process.exit(1);
  }
}

try {
  await main();
} catch (error) {
  console.error(describeFailure(error));
  process.exit(1);
}

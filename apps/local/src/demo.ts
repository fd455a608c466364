import { getSetup } from '@pairwright/core/auth/setup.service';
import type { Services } from '@pairwright/core/context';
import { openDatabase } from '@pairwright/db/database';
import { loadDemo } from '@pairwright/demo/load-demo';
import { openQueue } from '@pairwright/queue/queue';
import { openArtifactStore } from '@pairwright/runtime/artifacts/open-store';
import { systemClock } from '@pairwright/runtime/clock';
import { closeInOrder, type Closable } from '@pairwright/runtime/close';
import type { Config } from '@pairwright/runtime/env';
import { systemIds } from '@pairwright/runtime/ids';
import { openSealer } from '@pairwright/runtime/secret-keys';
import { createLogger } from '@pairwright/runtime/logger';
import type { Say } from './say.ts';

/**
 * Loads the demo into an installation that nobody uses yet. Its sign-ins are public knowledge, so an installation whose
 * owner is a real person never gets them.
 */
export async function loadDemoOnce({
  config,
  url,
  say,
}: {
  config: Config;
  url: string;
  say: Say;
}): Promise<void> {
  const opened: Closable[] = [];
  const opening = <T extends { close(): Promise<void> }>(name: string, part: T): T => {
    opened.unshift({ name, close: () => part.close(), deadlineMs: 10_000 });
    return part;
  };
  const log = createLogger({ name: 'local', level: 'warn' });
  const { redisUrl } = config.secrets.reveal();
  try {
    const services: Services = {
      db: opening('database', await openDatabase({ url, applicationName: 'pairwright-demo', poolSize: 4 })),
      queue: opening(
        'queue',
        await openQueue({ connection: redisUrl === undefined ? { databaseUrl: url } : { redisUrl }, log }),
      ),
      artifacts: opening('artifacts', await openArtifactStore(config)),
      clock: systemClock,
      ids: systemIds,
      log,
      sealer: await openSealer(config),
    };
    const { needsOwner, demoAccounts } = await getSetup(services);
    if (needsOwner || demoAccounts.length > 0) await loadDemo(services, say);
  } finally {
    await closeInOrder(opened);
  }
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Services } from '@pairwright/core/context';
import { openDatabase } from '@pairwright/db/database';
import { findMigrationsDir, migrate } from '@pairwright/db/migrate';
import { startLocalPostgres } from '@pairwright/local-postgres/start';
import { absentQueue } from '@pairwright/queue/absent-queue';
import { openFolderStore } from '@pairwright/runtime/artifacts/folder-store';
import { systemClock } from '@pairwright/runtime/clock';
import { systemIds } from '@pairwright/runtime/ids';
import { createLogger } from '@pairwright/runtime/logger';
import { Sealer } from '@pairwright/runtime/sealed-secrets';

export interface Scratch {
  readonly services: Services;
  close(): Promise<void>;
}

/** A database of its own that nothing is left of afterwards. There is no queue: nothing of a simulation runs later. */
export async function openScratch(): Promise<Scratch> {
  const home = await mkdtemp(path.join(tmpdir(), 'pairwright-simulate-'));
  const server = await startLocalPostgres({ dataDir: path.join(home, 'postgres'), ephemeral: true });
  const url = server.url();
  await migrate({ url, dir: await findMigrationsDir(import.meta.dirname) });
  const db = await openDatabase({ url, applicationName: 'pairwright-simulate', poolSize: 4 });
  const services: Services = {
    db,
    queue: absentQueue(),
    artifacts: await openFolderStore(path.join(home, 'artifacts')),
    clock: systemClock,
    ids: systemIds,
    sealer: Sealer.ofOneRun(),
    log: createLogger({ name: 'simulate', level: 'warn' }),
  };
  return {
    services,
    close: async () => {
      await db.close();
      await server.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

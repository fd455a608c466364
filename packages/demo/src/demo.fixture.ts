import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Services } from '@pairwright/core/context';
import { absentQueue } from '@pairwright/queue/absent-queue';
import { openFolderStore } from '@pairwright/runtime/artifacts/folder-store';
import { systemClock } from '@pairwright/runtime/clock';
import { systemIds } from '@pairwright/runtime/ids';
import { createLogger } from '@pairwright/runtime/logger';
import { Sealer } from '@pairwright/runtime/sealed-secrets';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';

export interface DemoKit {
  readonly database: TestDatabase;
  readonly services: Services;
  close(): Promise<void>;
}

/** What the demo is loaded with. It needs no queue: using one fails. */
export async function openDemoKit(): Promise<DemoKit> {
  const database = await createTestDatabase();
  const folder = await mkdtemp(path.join(tmpdir(), 'pairwright-demo-'));
  const services: Services = {
    db: database,
    queue: absentQueue(),
    artifacts: await openFolderStore(folder),
    clock: systemClock,
    ids: systemIds,
    sealer: Sealer.ofOneRun(),
    log: createLogger({ name: 'test', level: 'silent' }),
  };
  return {
    database,
    services,
    close: async () => {
      await database.close();
      await rm(folder, { recursive: true });
    },
  };
}

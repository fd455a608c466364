import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ProjectContext } from '@pairwright/core/context';
import { createStage, type Stage } from '@pairwright/core/datasets/datasets.fixture';
import { openQueue } from '@pairwright/queue/queue';
import { openFolderStore } from '@pairwright/runtime/artifacts/folder-store';
import { readConfig } from '@pairwright/runtime/env';
import { createLogger } from '@pairwright/runtime/logger';
import { openSealer } from '@pairwright/runtime/secret-keys';
import { type RunningProgram, startProgram } from '@pairwright/testkit/program';
import { quickWorker } from '@pairwright/testkit/quick-worker';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';

/** A project, and worker processes that others take over from after a second, on one database and one folder of files. */
export interface KilledExports {
  readonly database: TestDatabase;
  readonly stage: Stage;
  readonly ctx: ProjectContext;
  startWorker(): Promise<RunningProgram>;
  /** Where the files of an export are. */
  folderOf(exportId: string): string;
  close(): Promise<void>;
}

export async function openKilledExports(): Promise<KilledExports> {
  const database = await createTestDatabase({ poolSize: 8 });
  const dataDir = await mkdtemp(path.join(tmpdir(), 'pairwright-kill-'));
  const program = await quickWorker();
  const stage = await createStage(database);
  const queue = await openQueue({
    connection: { databaseUrl: database.url },
    log: createLogger({ name: 'test', level: 'silent' }),
  });
  const artifacts = await openFolderStore(path.join(dataDir, 'artifacts'));
  const env = { DATABASE_URL: database.url, PAIRWRIGHT_DATA: dataDir, LOG_LEVEL: 'info' };
  return {
    database,
    stage,
    // As the workers have it, from the same folder.
    ctx: { ...stage.ctx, queue, artifacts, sealer: await openSealer(readConfig(env)) },
    startWorker: () => startProgram(program, env),
    folderOf: (exportId) => path.join(dataDir, 'artifacts/exports', exportId),
    async close() {
      await queue.close();
      await stage.close();
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Looks again and again until the value is there; the deadline only guards against waiting for ever. */
export async function until<T>(look: () => Promise<T | undefined>, worker: RunningProgram): Promise<T> {
  const deadline = AbortSignal.timeout(100_000);
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (deadline.aborted) throw new Error(`It did not come.\n${worker.output()}`);
    await delay(2);
  }
}

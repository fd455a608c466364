import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { findMigrationsDir, migrate } from '@pairwright/db/migrate';
import { startLocalPostgres, type LocalPostgres } from '@pairwright/local-postgres/start';
import { templateDatabase } from './template-name.ts';

export interface SharedServer {
  readonly server: LocalPostgres;
  /** For files; it goes with the server. */
  readonly folder: string;
}

interface Shared {
  started: Promise<SharedServer>;
  users: number;
}

// Several test projects each load this file anew within one process; the server is one for all of them.
const shared = globalThis as typeof globalThis & { pairwrightTestServer?: Shared | undefined };

async function startWithTemplate(): Promise<SharedServer> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'pairwright-test-'));
  const server = await startLocalPostgres({ dataDir, ephemeral: true });
  try {
    const admin = new pg.Client({ connectionString: server.url() });
    await admin.connect();
    await admin.query(`create database ${templateDatabase}`);
    await admin.end();
    await migrate({ url: server.url(templateDatabase), dir: await findMigrationsDir(import.meta.dirname) });
    return { server, folder: path.join(dataDir, 'shared') };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** The throw-away server of this test run with its migrated template database; started by whoever asks first. */
export async function acquireServer(): Promise<SharedServer> {
  shared.pairwrightTestServer ??= { started: startWithTemplate(), users: 0 };
  shared.pairwrightTestServer.users += 1;
  return shared.pairwrightTestServer.started;
}

/** Stops the server when the last one who acquired it is done. */
export async function releaseServer(): Promise<void> {
  const current = shared.pairwrightTestServer;
  if (current === undefined || (current.users -= 1) > 0) return;
  shared.pairwrightTestServer = undefined;
  await (await current.started).server.stop();
}

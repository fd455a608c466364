import path from 'node:path';
import { connectClient } from '@pairwright/db/connect';
import { findLocalPostgres } from '@pairwright/local-postgres/running';
import { startLocalPostgres } from '@pairwright/local-postgres/start';
import type { Config } from '@pairwright/runtime/env';
import { OperateError } from './operate-error.ts';

/** The database of an installation, wherever it is. */
export interface InstallationDatabase {
  readonly url: string;
  /** Stops the embedded server if it was started for this command. */
  close(): Promise<void>;
}

const DATABASE = 'pairwright';

/**
 * The database of the installation that the configuration names: DATABASE_URL, else the embedded one of the data folder, which is
 * started where it does not run. Throws OperateError when there is none, LocalPostgresError.
 */
export async function openInstallation(
  config: Config,
  log: (line: string) => void,
): Promise<InstallationDatabase> {
  const { databaseUrl } = config.secrets.reveal();
  if (databaseUrl !== undefined) return { url: databaseUrl, close: async () => undefined };
  const dataDir = path.join(config.dataDir, 'postgres');
  const found = await findLocalPostgres(dataDir);
  if (found.url !== undefined) return { url: found.url(DATABASE), close: async () => undefined };
  if (!found.exists)
    throw new OperateError(
      `There is no installation in ${config.dataDir}. Name its data folder with --data DIR, or set DATABASE_URL.`,
    );
  const server = await startLocalPostgres({ dataDir, log });
  return { url: server.url(DATABASE), close: () => server.stop() };
}

/** The database that a restore goes into; the embedded one is made where there is none. Throws OperateError while Pairwright runs there. */
export async function openForRestore(
  config: Config,
  log: (line: string) => void,
): Promise<InstallationDatabase> {
  const { databaseUrl } = config.secrets.reveal();
  if (databaseUrl !== undefined) return { url: databaseUrl, close: async () => undefined };
  const dataDir = path.join(config.dataDir, 'postgres');
  if ((await findLocalPostgres(dataDir)).url !== undefined)
    throw new OperateError(
      `Pairwright runs in ${config.dataDir}. Stop it, or restore into an empty folder with --data DIR.`,
    );
  const server = await startLocalPostgres({ dataDir, log });
  try {
    await createIfMissing(server.url());
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { url: server.url(DATABASE), close: () => server.stop() };
}

async function createIfMissing(url: string): Promise<void> {
  const client = await connectClient({ url, applicationName: 'pairwright-restore' });
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}

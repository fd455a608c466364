import { processEnv, readConfig } from '@pairwright/runtime/env';
import { bringUpToDate } from '@pairwright/core/system/bring-up-to-date';
import { findMigrationsDir } from '@pairwright/db/migrate';

/**
 * Brings DATABASE_URL up to this version's schema and ends. For installations that run api and worker apart; makes their accounts where
 * DATABASE_API_URL and DATABASE_WORKER_URL name some.
 */
try {
  const { databaseUrl, databaseAccounts } = readConfig(processEnv()).secrets.reveal();
  if (databaseUrl === undefined) {
    throw new Error(
      'DATABASE_URL is not set. Give the PostgreSQL to migrate, like postgres://user:password@host:5432/pairwright.',
    );
  }
  const dir = await findMigrationsDir(import.meta.dirname);
  const applied = await bringUpToDate({
    url: databaseUrl,
    dir,
    accounts: databaseAccounts,
    log: (line) => console.log(line),
  });
  console.log(applied.length === 0 ? 'The database is up to date.' : `Applied ${applied.length} migrations.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

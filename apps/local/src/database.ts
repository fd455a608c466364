import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { AccountUrls } from '@pairwright/db/accounts/roles';
import { connectClient } from '@pairwright/db/connect';
import { startLocalPostgres, type LocalPostgres } from '@pairwright/local-postgres/start';
import type { Config } from '@pairwright/runtime/env';
import { FORGET_MS } from './program.ts';
import type { Say } from './say.ts';
import { StartError } from './start-error.ts';

const name = 'pairwright';
const restartsAllowed = 3;

export interface RunningDatabase {
  /** As who owns the tables. */
  readonly url: string;
  /** As api and worker; undefined: as who owns the tables. */
  readonly accounts: AccountUrls | undefined;
  /** The passwords of the accounts are new. */
  readonly setPasswords: boolean;
  /** Rejects when the database is gone for good; never settles otherwise. */
  readonly failed: Promise<never>;
  stop(): Promise<void>;
}

/** The database named by DATABASE_URL, else the embedded one in the data folder, made and started as needed. */
export async function openDatabase(config: Config, say: Say): Promise<RunningDatabase> {
  const { databaseUrl, databaseAccounts: accounts } = config.secrets.reveal();
  if (databaseUrl !== undefined) {
    const ofOthers = { failed: new Promise<never>(() => {}), stop: async () => {} };
    return { url: databaseUrl, accounts, setPasswords: false, ...ofOthers };
  }
  const start = (): Promise<LocalPostgres> =>
    startLocalPostgres({ dataDir: path.join(config.dataDir, 'postgres'), log: say });
  const first = await start();
  try {
    await createIfMissing(first);
  } catch (error) {
    await first.stop();
    throw error;
  }
  return keepRunning(first, start, say);
}

async function createIfMissing(server: LocalPostgres): Promise<void> {
  const client = await connectClient({ url: server.url(), applicationName: 'pairwright-local' });
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rowCount === 0) await client.query(`create database ${name}`);
  } finally {
    await client.end();
  }
}

/** Passwords for this run alone: nobody has to keep them. */
function newAccounts(ofOwner: string): AccountUrls {
  const as = (user: string): string => {
    const url = new URL(ofOwner);
    url.username = user;
    url.password = randomBytes(24).toString('base64url');
    return url.href;
  };
  return { api: as('pairwright_api'), worker: as('pairwright_worker') };
}

/** A server that ends by itself (out of memory, killed by hand) is started again on the same port, a few times. */
function keepRunning(first: LocalPostgres, start: () => Promise<LocalPostgres>, say: Say): RunningDatabase {
  let server = first;
  let stopping = false;
  let restarting: Promise<unknown> = Promise.resolve();
  const failed = new Promise<never>((_resolve, reject) => {
    const watch = async (before: number): Promise<void> => {
      const begun = performance.now();
      await server.exited;
      const restarts = performance.now() - begun > FORGET_MS ? 0 : before;
      if (stopping) return;
      if (restarts >= restartsAllowed)
        throw new StartError(
          'The database ended by itself again and again. Look into server.log in its data folder, then start again.',
        );
      say('The database ended by itself; starting it again.');
      await server.stop();
      const again = start();
      restarting = again.catch(() => undefined);
      server = await again;
      if (server.port !== first.port)
        throw new StartError('The database could not have its old port back. Start Pairwright again.');
      await watch(restarts + 1);
    };
    watch(0).catch(reject);
  });
  failed.catch(() => undefined); // Whoever races against it sees it; a stop in between is no fault.
  return {
    url: first.url(name),
    accounts: newAccounts(first.url(name)),
    setPasswords: true,
    failed,
    async stop() {
      stopping = true;
      await restarting;
      await server.stop();
    },
  };
}

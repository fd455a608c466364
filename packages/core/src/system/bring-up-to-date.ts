import { grantRights, prepareAccounts } from '@pairwright/db/accounts/provide-accounts';
import type { AccountUrls } from '@pairwright/db/accounts/roles';
import { migrate } from '@pairwright/db/migrate';
import { prepareQueue } from '@pairwright/queue/prepare-queue';

export interface BringUpToDate {
  /** The database as the account that owns the tables. */
  readonly url: string;
  /** Folder of the migrations. */
  readonly dir: string;
  /** Accounts of the processes; undefined: they use the one of `url`. */
  readonly accounts: AccountUrls | undefined;
  /** Set the passwords of the accounts without trying them first. */
  readonly setPasswords?: boolean;
  readonly log?: (message: string) => void;
}

/**
 * Makes a database what this version works with: the accounts of its processes, the tables, those of the queue, and the rights. Gives the
 * migrations that were applied. Safe to do by many at once, and again. Throws MigrationError, AccountError, DatabaseUnreachable.
 */
export async function bringUpToDate(options: BringUpToDate): Promise<readonly string[]> {
  const { accounts } = options;
  if (accounts !== undefined) await prepareAccounts({ ...options, accounts });
  const { applied } = await migrate(options);
  await prepareQueue(options.url);
  if (accounts !== undefined) await grantRights({ ...options, accounts });
  return applied;
}

import { bringUpToDate } from '@pairwright/core/system/bring-up-to-date';
import type { AccountUrls } from '@pairwright/db/accounts/roles';
import { findMigrationsDir } from '@pairwright/db/migrate';
import { withAdmin } from '@pairwright/testkit/admin';

export interface NarrowAccounts extends AccountUrls {
  /** Call it when the database is gone. */
  remove(): Promise<void>;
}

/** Accounts for api and worker of a database, with the rights that installations give them; named after it, as users are of the whole server. */
export async function makeNarrowAccounts(databaseUrl: string): Promise<NarrowAccounts> {
  const name = (kind: string): string => `${kind}_${new URL(databaseUrl).pathname.slice(1)}`;
  const as = (kind: string): string =>
    Object.assign(new URL(databaseUrl), { username: name(kind), password: 'of-this-run' }).href;
  const accounts = { api: as('api'), worker: as('worker') };
  await bringUpToDate({ url: databaseUrl, dir: await findMigrationsDir(import.meta.dirname), accounts });
  return {
    ...accounts,
    remove: () =>
      withAdmin(async (admin) => void (await admin.query(`drop role ${name('api')}, ${name('worker')}`))),
  };
}

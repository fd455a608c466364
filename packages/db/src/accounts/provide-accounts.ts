import type pg from 'pg';
import { connectClient } from '../connect.ts';
import { quoteName } from '../copy-raw.ts';
import { lockOut } from '../migrate.ts';
import { changesOfColumns, changesOfTables, differences, type Holder } from './missing-rights.ts';
import { AccountError, type AccountUrls, accountsOf, ensureRole } from './roles.ts';

export interface ProvideOptions {
  /** The database as the account that owns the tables. */
  readonly url: string;
  readonly accounts: AccountUrls;
  readonly log?: (message: string) => void;
}

/**
 * Before the migrations: makes the accounts of the processes where they are missing. What migrations make from now on they may read
 * and write at once, so that processes that run meanwhile are not held up; `grantRights` narrows it afterwards. `setPasswords`: sets
 * the passwords without trying first whether they are right. Throws AccountError, DatabaseUnreachable.
 */
export async function prepareAccounts(
  options: ProvideOptions & { readonly setPasswords?: boolean },
): Promise<void> {
  const accounts = accountsOf(options.accounts);
  await asOwner(options, async (client) => {
    for (const account of accounts)
      await ensureRole(client, account, { setPassword: options.setPasswords === true });
    const names = accounts.map(({ name }) => quoteName(name)).join(', ');
    await client.query(
      `alter default privileges in schema public grant select, insert, update, delete on tables to ${names};
       alter default privileges in schema public grant usage, select on sequences to ${names}`,
    );
  });
}

/**
 * After the migrations: gives the accounts what their processes need and takes away all else. Doing it again changes nothing.
 * Throws AccountError when something stays that could not be taken away.
 */
export async function grantRights(options: ProvideOptions): Promise<void> {
  const accounts = accountsOf(options.accounts);
  await asOwner(options, async (client) => {
    await client.query('begin');
    await grantPlaces(
      client,
      accounts.map(({ name }) => quoteName(name)),
    );
    for (const account of accounts) {
      await apply(client, await changesOfTables(client, account));
      await apply(client, await changesOfColumns(client, account));
      await refuseExcess(client, account);
    }
    await client.query('commit');
  });
}

/** Database, schemas, sequences. Temporary tables are needed: freezes and reports work with them. */
async function grantPlaces(client: pg.Client, names: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ database: string; queue: boolean; open: boolean }>(
    `select current_database() as database, to_regnamespace('bullmq') is not null as queue,
       has_schema_privilege('public', 'public', 'create') as open`,
  );
  const [{ database, queue, open }] = rows as [(typeof rows)[0]];
  const to = names.join(', ');
  await client.query(`grant connect, temporary on database ${quoteName(database)} to ${to}`);
  // So it is in databases that came from PostgreSQL 14.
  if (open) await client.query('revoke create on schema public from public');
  for (const schema of queue ? ['public', 'bullmq'] : ['public'])
    await client.query(
      `grant usage on schema ${schema} to ${to}; grant usage, select on all sequences in schema ${schema} to ${to}`,
    );
}

async function apply(client: pg.Client, changes: readonly { readonly statement: string }[]): Promise<void> {
  for (const { statement } of changes) await client.query(statement);
}

/** What comes by another role or by PUBLIC cannot be taken from one account alone. */
async function refuseExcess(client: pg.Client, holder: Holder): Promise<void> {
  const left = await excessOf(client, holder);
  if (left.length === 0) return;
  throw new AccountError(
    `The user ${holder.name} still may: ${left.slice(0, 5).join('; ')}${left.length > 5 ? ` and ${left.length - 5} more` : ''}. It has these rights by another role or by PUBLIC: take them away there.`,
  );
}

/** What the account may do beyond what its process needs, like `truncate on "public"."votes"`; empty when nothing. */
export async function excessOf(client: pg.ClientBase, holder: Holder): Promise<string[]> {
  const changes = (await differences(client, holder)).filter(({ what }) => what === 'revoke');
  const { rows } = await client.query<{ may: string }>(
    `select 'create in ' || nspname as may from pg_namespace
     where nspname in ('public', 'bullmq') and has_schema_privilege($1, oid, 'create')`,
    [holder.name],
  );
  return [...rows.map(({ may }) => may), ...changes.map(({ right, on }) => `${right} on ${on}`)];
}

async function asOwner(options: ProvideOptions, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = await connectClient({ url: options.url, applicationName: 'pairwright-migrate' });
  try {
    await lockOut(client, options);
    await work(client);
  } finally {
    await client.end();
  }
}

import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { changesOfColumns, changesOfTables } from '@pairwright/db/accounts/missing-rights';
import { excessOf } from '@pairwright/db/accounts/provide-accounts';
import type { AccountKind } from '@pairwright/db/accounts/rights';
import { connectClient } from '@pairwright/db/connect';
import { findMigrationsDir } from '@pairwright/db/migrate';
import { withAdmin } from '@pairwright/testkit/admin';
import { createEmptyDatabase, type EmptyDatabase } from '@pairwright/testkit/test-database';
import { bringUpToDate } from './bring-up-to-date.ts';

const dir = await findMigrationsDir(import.meta.dirname);
const suffix = randomBytes(6).toString('hex');
const owner = `owner_${suffix}`;
const names: Readonly<Record<AccountKind, string>> = { api: `api_${suffix}`, worker: `worker_${suffix}` };

let database: EmptyDatabase;
let ofOwner: string;

const as = (user: string, password = 'a fine password, ünusual'): string => {
  const url = new URL(database.url);
  url.username = user;
  url.password = encodeURIComponent(password);
  return url.href;
};
const accounts = () => ({ api: as(names.api), worker: as(names.worker) });
const bring = (more: Partial<Parameters<typeof bringUpToDate>[0]> = {}) =>
  bringUpToDate({ url: ofOwner, dir, accounts: accounts(), ...more });

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = await connectClient({ url, applicationName: 'test' });
  try {
    const results = [await client.query(sql)].flat() as { rows: unknown[] }[];
    return results.at(-1)?.rows ?? [];
  } finally {
    await client.end();
  }
}
const codeOf = (doing: Promise<unknown>): Promise<string> =>
  doing.then(
    () => 'done',
    (error: { code?: string; message: string }) => error.code ?? error.message,
  );
const messageOf = (doing: Promise<unknown>): Promise<string> =>
  doing.then(
    () => 'done',
    (error: Error) => error.message,
  );

/** What whoever owns a database with a managed provider may: no more than this. */
beforeAll(async () => {
  database = await createEmptyDatabase();
  ofOwner = as(owner);
  const name = new URL(database.url).pathname.slice(1);
  await withAdmin((admin) =>
    admin.query(`create role ${owner} login createrole password 'a fine password, ünusual'`),
  );
  await withAdmin((admin) => admin.query(`alter database ${name} owner to ${owner}`));
});
afterAll(async () => {
  await database.close();
  await withAdmin((admin) =>
    admin.query(`drop role if exists ${names.api}, ${names.worker}; drop role ${owner}`),
  );
});

describe('accounts of a new installation', () => {
  beforeAll(async () => void (await bring()));

  it('are made, and have what their processes need and nothing else', async () => {
    const client = await connectClient({ url: ofOwner, applicationName: 'test' });
    for (const kind of ['api', 'worker'] as const) {
      const holder = { kind, name: names[kind] };
      expect(await changesOfTables(client, holder)).toEqual([]);
      expect(await changesOfColumns(client, holder)).toEqual([]);
      expect(await excessOf(client, holder)).toEqual([]);
    }
    await client.end();
    expect(
      await query(
        database.url,
        `select rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls as mighty from pg_roles where rolname in ('${names.api}', '${names.worker}')`,
      ),
    ).toEqual([{ mighty: false }, { mighty: false }]);
  });

  it.each([
    'create table public.mine (id int)',
    'create schema mine',
    'create function public.mine() returns int language sql as $$ select 1 $$',
    'drop table prompts',
    'drop table audit_events',
    'alter table judgments add column mine int',
    'alter table judgments disable trigger judgments_append_only',
    'drop trigger audit_events_append_only on audit_events',
    'truncate audit_events, audit_private',
    'truncate prompts cascade',
    'create index on prompts (id)',
    'drop function refuse_audit_change()',
    'update audit_events set after = null',
    'delete from audit_events',
    `update audit_private set data = '{}'`,
    'delete from audit_private',
    'update judgments set strength = 3',
    'delete from judgments',
    `insert into pairwright_migrations (name, sha256) values ('mine', '')`,
    'create role mine',
    `copy prompts to program 'true'`,
    'drop table bullmq.job',
    'create table bullmq.mine (id int)',
    'set session_replication_role = replica',
  ])('may not: %s', async (statement) => {
    for (const url of Object.values(accounts()))
      // Also where the transaction says that it removes what was written.
      expect(await codeOf(query(url, `set pairwright.purge = 'on'; ${statement}`))).toBe('42501');
  });

  it('sign in with a password that the server is never told', async () => {
    expect(await query(accounts().api, 'select current_user as name')).toEqual([{ name: names.api }]);
    expect(await codeOf(query(as(names.api, 'another'), 'select 1'))).toMatch(/password is wrong/);
  });

  it.each([
    'select password_hash from users',
    'select * from users',
    'select * from sessions',
    'select secret_hash from api_tokens',
    'select * from passkeys',
    'select * from recovery_codes',
    'select * from identities',
    'select * from invites',
    `insert into users (id, kind, name, is_owner) values (gen_random_uuid(), 'person', 'A', true)`,
    'update users set is_owner = true',
  ])('what people sign in by is kept from the worker: %s', async (statement) => {
    expect(await codeOf(query(accounts().worker, statement))).toBe('42501');
    expect(await codeOf(query(accounts().api, `begin; ${statement}; rollback`))).not.toBe('42501');
  });

  it('frozen rows are written by the worker alone', async () => {
    expect(await codeOf(query(accounts().api, 'update dataset_rows set ordinal = 1'))).toBe('42501');
    expect(await codeOf(query(accounts().worker, 'update dataset_rows set ordinal = 1'))).toBe('done');
  });

  it('are made again without a change', async () => {
    const state = () =>
      query(
        database.url,
        `select relname, relacl::text, (select array_agg(attacl::text order by attnum) from pg_attribute where attrelid = c.oid) as columns
         from pg_class c where relnamespace = 'public'::regnamespace order by 1`,
      );
    const before = await state();
    await Promise.all([bring(), bring()]);
    expect(await state()).toEqual(before);
  });

  it('read and write at once what later migrations make', async () => {
    await query(ofOwner, 'create table later (id int generated always as identity, what text)');
    expect(await query(accounts().api, `insert into later (what) values ('a') returning id`)).toEqual([
      { id: 1 },
    ]);
    expect(await query(accounts().worker, 'delete from later returning what')).toEqual([{ what: 'a' }]);
    await query(ofOwner, 'drop table later');
  });

  it('get back what was taken, and lose what was given', async () => {
    await query(
      ofOwner,
      `revoke insert on prompts from ${names.worker}; grant all on judgments to ${names.api}; grant select on users to ${names.worker}`,
    );
    await bring();
    expect(await codeOf(query(accounts().worker, 'insert into prompts default values'))).toBe('23502');
    expect(await codeOf(query(accounts().api, 'delete from judgments'))).toBe('42501');
    expect(await codeOf(query(accounts().worker, 'select password_hash from users'))).toBe('42501');
  });
});

describe('the audit log', () => {
  const person = '01900000-0000-7000-8000-0000000000aa';

  beforeAll(async () => {
    await query(
      database.url,
      `insert into users (id, kind, email, name) values ('${person}', 'person', 'wei@example.org', 'Wei');
       insert into audit_events (seq, occurred_at, via, action, object_kind, previous_hash, hash)
         select n, now() - make_interval(days => 800 - 200 * n), 'system', 'x', 'account', 'a', 'b' from generate_series(1, 3) as n;
       insert into audit_private (seq, part, person_id, salt, data) select seq, 'origin', '${person}', 'a', '{}' from audit_events`,
    );
  });

  it('loses old entries by a rule of retention in the worker alone, never those of the last year', async () => {
    expect(await codeOf(query(accounts().api, 'select remove_audit_entries(365)'))).toBe('42501');
    expect(await codeOf(query(accounts().worker, 'select remove_audit_entries(364)'))).toBe('23001');
    expect(await codeOf(query(accounts().worker, 'select remove_audit_entries(null)'))).toBe('23001');
    expect(await query(accounts().worker, 'select removed, up_to from remove_audit_entries(365)')).toEqual([
      { removed: 2, up_to: 2 },
    ]);
    expect(await query(accounts().worker, 'select removed, up_to from remove_audit_entries(365)')).toEqual([
      { removed: 0, up_to: null },
    ]);
    expect(await codeOf(query(accounts().worker, 'delete from audit_events'))).toBe('42501');
  });

  it('loses what it says of a person in the api alone, and only when their account is erased', async () => {
    const remove = `select remove_audit_of_person('${person}') as removed`;
    expect(await codeOf(query(accounts().worker, remove))).toBe('42501');
    expect(await codeOf(query(accounts().api, remove))).toBe('23001');
    await query(
      database.url,
      `update users set disabled_at = now(), erased_at = now() where id = '${person}'`,
    );
    expect(await query(accounts().api, remove)).toEqual([{ removed: 1 }]);
  });

  it('is not found by tables of the caller that stand before ours', async () => {
    const removed = await query(
      accounts().worker,
      `create temporary table audit_events as select n as seq, now() - make_interval(days => 900 - n) as occurred_at, ''::bytea as hash
         from generate_series(1, 3) as n;
       set search_path = pg_temp, public; select removed from remove_audit_entries(365)`,
    );
    expect(removed).toEqual([{ removed: 0 }]);
    expect(await query(ofOwner, 'select count(*)::int as left from audit_events')).toEqual([{ left: 1 }]);
  });
});

describe('what is refused', () => {
  const made: string[] = [];
  const role = async (options: string): Promise<string> => {
    const name = `other_${randomBytes(6).toString('hex')}`;
    await withAdmin((admin) => admin.query(`create role ${name} login ${options} password 'p'`));
    made.push(name);
    return name;
  };
  afterEach(async () => {
    for (const name of made.splice(0)) await withAdmin((admin) => admin.query(`drop role ${name}`));
  });

  it('an account that owns the tables, or has rights over the server', async () => {
    expect(await messageOf(bring({ accounts: { ...accounts(), api: as(owner) } }))).toMatch(
      /^The user owner_\w+ of DATABASE_API_URL owns tables of this database/,
    );
    const mighty = await role('createdb');
    expect(await messageOf(bring({ accounts: { ...accounts(), worker: as(mighty) } }))).toMatch(
      /of DATABASE_WORKER_URL has rights over the whole server/,
    );
  });

  it('the same account for both, and none', async () => {
    expect(await messageOf(bring({ accounts: { api: as(names.api), worker: as(names.api) } }))).toMatch(
      /name the same user/,
    );
    expect(await messageOf(bring({ accounts: { ...accounts(), api: as('') } }))).toMatch(
      /DATABASE_API_URL names no user/,
    );
  });

  it('what the owner may not make, with the statement that an administrator runs', async () => {
    await withAdmin((admin) => admin.query(`alter role ${owner} nocreaterole`));
    const url = as(`new_${suffix}`);
    expect(await messageOf(bring({ accounts: { ...accounts(), api: url } }))).toMatch(
      /Let an administrator run: create role "new_\w+" login password '…'/,
    );
    const given = await role('');
    expect(await messageOf(bring({ accounts: { ...accounts(), api: as(given, 'p') } }))).toBe('done');
    await query(ofOwner, `drop owned by ${given}`).catch(() => undefined);
    await query(database.url, `drop owned by ${given}`);
    await withAdmin((admin) => admin.query(`alter role ${owner} createrole`));
  });

  it('rights that come by another way', async () => {
    await query(ofOwner, 'grant delete on judgments to public');
    expect(await messageOf(bring())).toMatch(
      /still may: delete on "public"."judgments".*take them away there/,
    );
    await query(ofOwner, 'revoke delete on judgments from public');
    expect(await messageOf(bring())).toBe('done');
  });
});

it('a password that was changed in the configuration is set', async () => {
  const changed = { ...accounts(), api: as(names.api, 'the next one') };
  await bring({ accounts: changed });
  expect(await query(changed.api, 'select 1 as one')).toEqual([{ one: 1 }]);
});

it('one account for everything goes on working', async () => {
  const other = await createEmptyDatabase();
  expect(await bringUpToDate({ url: other.url, dir, accounts: undefined })).not.toEqual([]);
  expect(await query(other.url, 'select count(*)::int as jobs from bullmq.job')).toEqual([{ jobs: 0 }]);
  await other.close();
});

import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { constraintViolation, violatesUnique } from './errors.ts';
import { prepared } from './prepared.ts';
import { afterCommit, inClientTransaction, inTransaction } from './transaction.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase({ poolSize: 6 });
  await database.pool.query(
    `create table t (id int primary key, n int not null check (n >= 0), parent int references t)`,
  );
});
afterAll(() => database.close());
beforeEach(() => database.pool.query('truncate t; insert into t values (1, 0), (2, 0)'));

const value = async (text: string): Promise<unknown> =>
  (await database.pool.query(`select (${text}) as v`)).rows[0]?.v;

describe('values', () => {
  it('keeps times as text with microseconds in UTC', async () => {
    expect(await value(`'2026-11-23 20:55:28.1234+01'::timestamptz`)).toBe('2026-11-23T19:55:28.123400Z');
    expect(await value(`'2026-11-23 20:55:28'::timestamp`)).toBe('2026-11-23T20:55:28.000000');
    expect(await value(`array['2026-11-23 19:55:28.5+00'::timestamptz, null]`)).toEqual([
      '2026-11-23T19:55:28.500000Z',
      null,
    ]);
    expect(await value(`date '2026-11-23'`)).toBe('2026-11-23');
    // What we give out goes back in unchanged.
    const { rows } = await database.pool.query('select $1::timestamptz as v', [
      '2026-11-23T19:55:28.123456Z',
    ]);
    expect(rows).toEqual([{ v: '2026-11-23T19:55:28.123456Z' }]);
  });

  it('reads bigint as a number or refuses', async () => {
    expect(await value('9007199254740991::bigint')).toBe(Number.MAX_SAFE_INTEGER);
    expect(await value('array[1, 2]::bigint[]')).toEqual([1, 2]);
    await expect(value('9007199254740993::bigint')).rejects.toThrow(/cannot hold exactly/);
    expect(await value('select count(*) from t')).toBe(2);
  });

  it('reads json and leaves the driver of others alone', async () => {
    expect(await value(`'{"b":1,"a":[2]}'::json`)).toEqual({ b: 1, a: [2] });
    const plain = new pg.Client({ connectionString: database.url });
    await plain.connect();
    expect((await plain.query('select 1::bigint as v')).rows).toEqual([{ v: '1' }]);
    await plain.end();
  });
});

describe('inTransaction', () => {
  const bump = (id: number) => sql`update t set n = n + 1 where id = ${id}`;
  const sum = () => value('select sum(n) from t');

  it('keeps all or nothing and runs callbacks only after a commit', async () => {
    const ran: string[] = [];
    await inTransaction(database.db, async (db) => {
      await bump(1).execute(db);
      afterCommit(db, async () => void ran.push(`first sees ${await sum()}`));
      afterCommit(db, () => void ran.push('second'));
      expect(ran).toEqual([]);
    });
    expect(ran).toEqual(['first sees 1', 'second']);
    const failing = inTransaction(database.db, async (db) => {
      await bump(1).execute(db);
      afterCommit(db, () => void ran.push('never'));
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(ran).toHaveLength(2);
    expect(await sum()).toBe(1);
  });

  it('stays committed when a callback fails', async () => {
    const warning = new Promise<Error>((resolve) => process.once('warning', resolve));
    await inTransaction(database.db, async (db) => {
      await bump(1).execute(db);
      afterCommit(db, () => Promise.reject(new Error('queue is away')));
    });
    expect(await sum()).toBe(1);
    expect((await warning).message).toBe('queue is away');
  });

  it('joins the transaction it is called in', async () => {
    const outer = inTransaction(database.db, async (db) => {
      await inTransaction(db, (inner) => bump(1).execute(inner));
      throw new Error('outer fails');
    });
    await expect(outer).rejects.toThrow('outer fails');
    expect(await sum()).toBe(0);
  });

  it('runs again after a deadlock, and both effects stay', async () => {
    let met = 0;
    let open: () => void = () => undefined;
    const both = new Promise<void>((resolve) => (open = resolve));
    const runs = vi.fn();
    const cross = (one: number, other: number) =>
      inTransaction(database.db, async (db) => {
        runs();
        await bump(one).execute(db);
        if ((met += 1) === 2) open();
        await both;
        await bump(other).execute(db);
      });
    await Promise.all([cross(1, 2), cross(2, 1)]);
    expect(runs.mock.calls.length).toBeGreaterThan(2);
    expect(await sum()).toBe(4);
  });

  it('runs again after a serialization failure, up to the bound', async () => {
    const add = () =>
      inTransaction(
        database.db,
        async (db) => {
          const { rows } = await sql<{ n: number }>`select n from t where id = 1`.execute(db);
          await sql`update t set n = ${(rows[0]?.n ?? 0) + 1} where id = 1`.execute(db);
        },
        { isolation: 'serializable', tries: 50 },
      );
    await Promise.all(Array.from({ length: 5 }, add));
    expect(await value('select n from t where id = 1')).toBe(5);
    let calls = 0;
    const always = inTransaction(
      database.db,
      async (db) => {
        calls += 1;
        await sql`do $$ begin raise exception 'no luck' using errcode = '40001'; end $$`.execute(db);
      },
      { tries: 3 },
    );
    await expect(always).rejects.toThrow('no luck');
    expect(calls).toBe(3);
  });

  it('refuses to write when it is read-only and keeps its own statement limit', async () => {
    await expect(inTransaction(database.db, (db) => bump(1).execute(db), { readOnly: true })).rejects.toThrow(
      /read-only/,
    );
    await expect(
      inTransaction(database.db, (db) => sql`select pg_sleep(5)`.execute(db), { statementTimeoutMs: 20 }),
    ).rejects.toThrow(/statement timeout/);
    expect(await value(`current_setting('statement_timeout')`)).toBe('30s');
  });

  it('lends the connection of the transaction', async () => {
    await inClientTransaction(database.pool, async (db, client) => {
      await bump(1).execute(db);
      expect((await client.query('select n from t where id = 1')).rows).toEqual([{ n: 1 }]);
    });
    expect(await sum()).toBe(1);
  });

  it('survives a connection that is cut in the middle', async () => {
    const cut = inTransaction(database.db, async (db) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
      await database.pool.query('select pg_terminate_backend($1, 5000)', [rows[0]?.pid]);
      await bump(1).execute(db);
    });
    await expect(cut).rejects.toThrow();
    expect(await sum()).toBe(0);
    await inTransaction(database.db, (db) => bump(1).execute(db));
    expect(await sum()).toBe(1);
  });
});

describe('prepared', () => {
  const statement = (id: number) => ({
    name: 'test_t_by_id',
    text: 'select id, n from t where id = $1',
    values: [id],
  });
  const names = `select count(*)::int as v from pg_prepared_statements where name = 'test_t_by_id'`;

  it('is one named statement on pool, client and Kysely transaction alike', async () => {
    expect(await prepared(database.pool, statement(2))).toEqual([{ id: 2, n: 0 }]);
    await inClientTransaction(database.pool, async (db, client) => {
      expect(await prepared(db, statement(1))).toEqual([{ id: 1, n: 0 }]);
      expect(await prepared(client, statement(1))).toEqual([{ id: 1, n: 0 }]);
      expect((await client.query(names)).rows).toEqual([{ v: 1 }]);
      await sql`update t set n = 7 where id = 1`.execute(db);
      expect(await prepared(db, statement(1))).toEqual([{ id: 1, n: 7 }]);
    });
  });

  it('refuses one name for two texts', async () => {
    await prepared(database.pool, statement(1));
    await expect(
      prepared(database.pool, { ...statement(1), text: 'select 1 where $1::int > 0' }),
    ).rejects.toThrow(/Two different statements/);
  });
});

describe('constraintViolation', () => {
  it.each([
    ['insert into t values (1, 0)', { kind: 'unique', constraint: 't_pkey', table: 't' }],
    ['insert into t values (3, -1)', { kind: 'check', constraint: 't_n_check', table: 't' }],
    ['insert into t values (3, 0, 99)', { kind: 'foreign_key', constraint: 't_parent_fkey', table: 't' }],
    ['insert into t values (3, null)', { kind: 'not_null', constraint: 'n', table: 't' }],
    ['select 1/0', undefined],
  ])('%s', async (text, expected) => {
    const error = await database.pool.query(text).catch((caught: unknown) => caught);
    expect(constraintViolation(error)).toEqual(expected);
    expect(violatesUnique(error, 't_pkey')).toBe(expected?.kind === 'unique');
  });
});

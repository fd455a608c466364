import { buffer, text } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { copyTo, openCopyWriter } from './copy.ts';
import { arrayText, type CopyValue } from './copy-text.ts';
import { inClientTransaction } from './transaction.ts';

let database: TestDatabase;
const columns = ['id', 'body', 'data', 'n', 'ok', 'tags'];

beforeAll(async () => {
  database = await createTestDatabase({ poolSize: 3 });
  await database.pool.query(
    'create table c (id int primary key, body text, data bytea, n double precision, ok boolean, tags text[])',
  );
});
afterAll(() => database.close());
beforeEach(() => database.pool.query('truncate c'));

const count = async (): Promise<unknown> =>
  (await database.pool.query('select count(*)::int as n from c')).rows[0]?.n;

async function store(rows: readonly (readonly CopyValue[])[], signal?: AbortSignal): Promise<number> {
  return inClientTransaction(database.pool, async (_db, client) => {
    const writer = openCopyWriter(client, { table: 'c', columns, signal });
    try {
      for (const row of rows) if (!writer.writeRow(row)) await writer.drain();
    } catch (error) {
      await writer.abort(error as Error);
      throw error;
    }
    return writer.end();
  });
}

describe('openCopyWriter', () => {
  it('stores any text, bytes and arrays exactly', async () => {
    const character = fc.oneof(
      fc.constantFrom('\\', '\t', '\n', '\r', 'N', '.', ',', '"', '{', '}', '\b', '\v', '\u007f', '漢', '😀'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    );
    const anyText = fc.string({ unit: character, maxLength: 40 }).filter((s) => !s.includes('\0'));
    const row = fc.tuple(
      fc.option(anyText),
      fc.option(fc.uint8Array({ maxLength: 20 })),
      fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
      fc.option(fc.boolean()),
      fc.array(anyText, { maxLength: 3 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (rows) => {
        await database.pool.query('truncate c');
        const stored = await store(
          rows.map(([body, data, n, ok, tags], id) => [id, body, data, n, ok, arrayText(tags)]),
        );
        expect(stored).toBe(rows.length);
        const { rows: back } = await database.pool.query('select * from c order by id');
        expect(back).toEqual(
          rows.map(([body, data, n, ok, tags], id) => ({
            id,
            body,
            data: data === null ? null : Buffer.from(data),
            n: n === 0 ? expect.closeTo(0) : n,
            ok,
            tags,
          })),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('takes more rows than the buffers hold', async () => {
    const body = 'x'.repeat(1_000);
    expect(await store(Array.from({ length: 5_000 }, (_, id) => [id, body, null, 1.5, true, '{}']))).toBe(
      5_000,
    );
    expect(await count()).toBe(5_000);
  });

  it.each([
    ['NUL', 'a\0b', /Column body: the text holds a NUL/],
    ['a lone surrogate', 'a\ud800b', /Column body: the text holds half a surrogate pair/],
  ])('refuses %s and keeps nothing', async (_name, body, message) => {
    await expect(
      store([
        [1, 'good', null, 1, true, '{}'],
        [2, body, null, 1, true, '{}'],
      ]),
    ).rejects.toThrow(message);
    expect(await count()).toBe(0);
    expect(await store([[1, 'good', null, 1, true, '{}']])).toBe(1);
  });

  it('reports what the server refuses', async () => {
    const row = [1, 'a', null, 1, true, '{}'];
    await expect(store([row, row])).rejects.toMatchObject({ constraint: 'c_pkey' });
    await expect(store([[1, 'a']])).rejects.toThrow(/a row needs 6 values, this one has 2/);
    expect(await count()).toBe(0);
  });

  it('stops when it is aborted', async () => {
    const stop = new AbortController();
    const endless = inClientTransaction(database.pool, async (_db, client) => {
      const writer = openCopyWriter(client, { table: 'c', columns, signal: stop.signal });
      for (let id = 0; ; id += 1) {
        if (id === 2_000) stop.abort(new Error('cancelled'));
        if (!writer.writeRow([id, 'x'.repeat(500), null, 1, true, '{}'])) await writer.drain();
      }
    });
    await expect(endless).rejects.toThrow('cancelled');
    expect(await count()).toBe(0);
  });
});

describe('copyTo', () => {
  it('streams what COPY gives, from the pool or inside a transaction', async () => {
    expect(
      await text(await copyTo(database.pool, `copy (select i, 'é' from generate_series(1, 2) i) to stdout`)),
    ).toBe('1\té\n2\té\n');
    await inClientTransaction(
      database.pool,
      async (_db, client) => {
        const bytes = await buffer(
          await copyTo(client, `copy (select repeat('x', 999) from generate_series(1, 20000)) to stdout`),
        );
        expect(bytes.length).toBe(20_000_000);
        expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
      },
      { isolation: 'repeatable read', readOnly: true },
    );
  });

  it('reports errors of the statement and gives the connection back', async () => {
    for (let i = 0; i < 5; i += 1) {
      await expect(text(await copyTo(database.pool, 'copy (select 1 / 0) to stdout'))).rejects.toThrow(
        /division by zero/,
      );
    }
    expect(await count()).toBe(0);
  });

  const running = async (): Promise<unknown> =>
    (
      await database.pool.query(
        `select count(*)::int as n from pg_stat_activity where query like 'copy (select%' and state = 'active' and datname = current_database()`,
      )
    ).rows[0]?.n;

  it('stops the server when it is aborted or left, and the pool goes on', async () => {
    const endless = `copy (select repeat('x', 999), generate_series(1, 1000000000)) to stdout`;
    for (let i = 0; i < 5; i += 1) {
      const stop = new AbortController();
      const stream = await copyTo(database.pool, endless, { signal: stop.signal });
      const reading = (async () => {
        for await (const chunk of stream)
          if ((chunk as Buffer).length > 0) stop.abort(new Error('cancelled'));
      })();
      await expect(reading).rejects.toThrow('cancelled');
      for await (const chunk of await copyTo(database.pool, endless)) if ((chunk as Buffer).length > 0) break;
    }
    await expect.poll(running, { timeout: 20_000 }).toBe(0);
  });

  it('stops a statement that has not sent anything yet', async () => {
    const stop = new AbortController();
    const reading = copyTo(database.pool, 'copy (select pg_sleep(600)) to stdout', {
      signal: stop.signal,
    }).then(text);
    await expect.poll(running, { timeout: 20_000 }).toBe(1);
    stop.abort(new Error('cancelled'));
    await expect(reading).rejects.toThrow('cancelled');
    await expect.poll(running, { timeout: 20_000 }).toBe(0);
  });

  it('is not started when already aborted', async () => {
    await expect(
      copyTo(database.pool, 'copy (select 1) to stdout', {
        signal: AbortSignal.abort(new Error('too late')),
      }),
    ).rejects.toThrow('too late');
  });
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import type pg from 'pg';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { copyOut, type CopySink } from './copy-out.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ poolSize: 3 });
});
afterAll(() => database.close());

function keep(): CopySink & { text(): string } {
  const pieces: Buffer[] = [];
  return {
    write(bytes) {
      pieces.push(Buffer.from(bytes));
      return true;
    },
    drain: async () => undefined,
    text: () => Buffer.concat(pieces).toString('utf8'),
  };
}

async function inTransaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await database.pool.connect();
  let isDone = false;
  try {
    await client.query('begin transaction isolation level repeatable read read only');
    const value = await work(client);
    await client.query('commit');
    isDone = true;
    return value;
  } finally {
    client.release(!isDone);
  }
}

const endless = `copy (select repeat('x', 999), generate_series(1, 1000000000)) to stdout`;

const running = async (): Promise<unknown> =>
  (
    await database.pool.query(
      `select count(*)::int as n from pg_stat_activity where query like 'copy (select%' and state = 'active' and datname = current_database()`,
    )
  ).rows[0]?.n;

test('hands over what COPY gives, and the transaction goes on', async () => {
  await inTransaction(async (client) => {
    const sink = keep();
    await copyOut(client, `copy (select i, 'é' from generate_series(1, 2) i) to stdout`, { sink });
    expect(sink.text()).toBe('1\té\n2\té\n');
    expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });
});

test('waits for a sink that drains, and ends when it has drained for the last time', async () => {
  await inTransaction(async (client) => {
    let [waiting, most, taken, draining] = [0, 0, 0, false];
    const sink: CopySink = {
      write(bytes) {
        waiting += bytes.length;
        most = Math.max(most, waiting);
        return waiting < 50_000;
      },
      async drain() {
        expect(draining).toBe(false);
        draining = true;
        // Others get their turn meanwhile.
        await database.pool.query('select 1');
        taken += waiting;
        waiting = 0;
        draining = false;
      },
    };
    await copyOut(client, `copy (select repeat('x', 999) from generate_series(1, 20000)) to stdout`, {
      sink,
    });
    expect(draining).toBe(false);
    expect(taken + waiting).toBe(20_000_000);
    // What the connection had read already comes yet.
    expect(most).toBeLessThan(500_000);
  });
});

test('says what the server says, and the pool goes on', async () => {
  for (let i = 0; i < 5; i += 1) {
    await expect(
      inTransaction((client) => copyOut(client, 'copy (select 1 / 0) to stdout', { sink: keep() })),
    ).rejects.toThrow(/division by zero/);
  }
  expect((await database.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
});

test.each<[string, (stop: AbortController) => CopySink]>([
  [
    'an abort',
    (stop) => ({
      write() {
        stop.abort(new Error('enough'));
        return true;
      },
      drain: async () => undefined,
    }),
  ],
  [
    'a sink that throws',
    () => ({
      write() {
        throw new Error('enough');
      },
      drain: async () => undefined,
    }),
  ],
  [
    'a sink that cannot drain',
    () => ({ write: () => false, drain: () => Promise.reject(new Error('enough')) }),
  ],
])('%s stops the server, and the pool goes on', async (_, made) => {
  for (let i = 0; i < 5; i += 1) {
    const stop = new AbortController();
    await expect(
      inTransaction((client) => copyOut(client, endless, { sink: made(stop), signal: stop.signal })),
    ).rejects.toThrow('enough');
  }
  await expect.poll(running, { timeout: 20_000 }).toBe(0);
  expect((await database.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
});

test('stops a statement that has not sent anything yet', async () => {
  const stop = new AbortController();
  const reading = inTransaction((client) =>
    copyOut(client, 'copy (select pg_sleep(600)) to stdout', { sink: keep(), signal: stop.signal }),
  );
  reading.catch(() => undefined);
  await expect.poll(running, { timeout: 20_000 }).toBe(1);
  stop.abort(new Error('enough'));
  await expect(reading).rejects.toThrow('enough');
  await expect.poll(running, { timeout: 20_000 }).toBe(0);
});

test('is not started when already aborted', async () => {
  const signal = AbortSignal.abort(new Error('too late'));
  await expect(
    inTransaction((client) => copyOut(client, 'copy (select 1) to stdout', { sink: keep(), signal })),
  ).rejects.toThrow('too late');
});

test('a connection that is cut is an error', async () => {
  await expect(
    inTransaction((client) =>
      copyOut(client, endless, {
        sink: {
          write: () => false,
          async drain() {
            await database.pool.query(
              `select pg_terminate_backend(pid) from pg_stat_activity where query like 'copy (select%' and datname = current_database() and pid <> pg_backend_pid()`,
            );
          },
        },
      }),
    ),
  ).rejects.toThrow(/terminat/);
  expect((await database.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
});
